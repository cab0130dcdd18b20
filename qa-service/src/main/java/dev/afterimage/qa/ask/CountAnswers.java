package dev.afterimage.qa.ask;

import dev.afterimage.memory.evidence.Run;
import dev.afterimage.memory.question.Amount;
import dev.afterimage.memory.question.QuestionForm.Aspect;
import dev.afterimage.memory.question.Subject;
import dev.afterimage.memory.time.Clock;
import dev.afterimage.memory.time.TimeReference.Kind;
import java.util.ArrayList;
import java.util.List;

/** How many, and whether there was. */
final class CountAnswers {

    private final Inquiry inquiry;

    CountAnswers(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    Finding howMany() {
        Amount.Relation relation = inquiry.form.amount().relation();
        if (relation == Amount.Relation.MOST || relation == Amount.Relation.FEWEST) {
            return extreme(relation == Amount.Relation.MOST);
        }
        if (inquiry.form.time().momentary() || inquiry.momentary() && !inquiry.form.total()) {
            return inquiry.form.subjects().size() > 1 ? each() : atMoment(inquiry.state());
        }
        return inquiry.form.total() && !(inquiry.settled() && inquiry.form.aspect() == Aspect.STATE) ? total() : atOnce();
    }

    private Finding atMoment(Run run) {
        String many = inquiry.subject.counted(run.count());
        List<String> phrasings = run.count() == 0
                ? List.of(many + " " + inquiry.atMoment() + ".", "None: " + many + " " + inquiry.atMoment() + ".")
                : List.of(many + ".", many + " " + inquiry.atMoment() + ".");
        return new Finding.Fact(phrasings, List.of(inquiry.support(run)));
    }

    /** {@code 2 cars and 1 person}: a count for each subject. */
    private Finding each() {
        List<String> counted = new ArrayList<>();
        List<Support> supports = new ArrayList<>();
        for (Subject one : inquiry.form.subjects()) {
            Run run = inquiry.counts(one).state(inquiry.moment(), true).orElse(new Run(inquiry.moment(), 0, 1));
            counted.add(one.counted(run.count()));
            supports.add(inquiry.support(run));
        }
        return new Finding.Fact(Phrases.list(counted) + " " + inquiry.atMoment() + ".", supports);
    }

    private Finding extreme(boolean most) {
        int count = most ? inquiry.most() : inquiry.fewest();
        List<Run> runs = inquiry.runsInWindow().stream().filter(run -> run.count() == count).toList();
        return new Finding.Fact(List.of(inquiry.subject.counted(count) + ".", (most ? "At most " : "At least ") + inquiry.subject.counted(count) + " at once."),
                inquiry.longestFirst(runs));
    }

    /** All that ever came, those of one visit counted apart. */
    private Finding total() {
        List<Run> came = inquiry.appearances().stream()
                .filter(run -> !inquiry.form.time().bounded() || inquiry.window().contains(run.start())
                        || inquiry.form.aspect() == Aspect.STATE && run.span().overlap(inquiry.window()) > 0)
                .toList();
        List<Run> cited = inquiry.followed().isEmpty() ? inquiry.stretches() : came;
        String many = inquiry.subject.counted(came.size());
        if (came.isEmpty()) {
            return new Finding.Fact(many + " " + Phrases.when(inquiry.window(), false) + ".", List.of(windowSupport()));
        }
        return new Finding.Fact(List.of(many + ".", many + " in all."), inquiry.supports(cited.isEmpty() ? came : cited));
    }

    private Finding atOnce() {
        int most = inquiry.most();
        String many = inquiry.subject.counted(most);
        if (most == 0) {
            return new Finding.Fact(many + " " + Phrases.when(inquiry.window(), false) + ".", List.of(windowSupport()));
        }
        List<Run> runs = inquiry.runsInWindow().stream().filter(run -> run.count() == most).toList();
        boolean steady = inquiry.runsInWindow().stream().allMatch(run -> run.count() == most || run.count() == 0);
        return new Finding.Fact(steady ? List.of(many + ".", many + ", " + Phrases.fromTo(runs.get(0).span()) + ".")
                : List.of("Up to " + many + " at once."), inquiry.longestFirst(runs));
    }

    Finding exists() {
        if (inquiry.form.aspect() == Aspect.LEAVES && !inquiry.form.time().momentary()) {
            return left();
        }
        if (inquiry.form.aspect() == Aspect.ADDED || inquiry.form.aspect() == Aspect.REMOVED || inquiry.form.aspect() == Aspect.CHANGES) {
            return new TimeAnswers(inquiry).happened();
        }
        if (inquiry.form.occurrence() > 1) {
            return nth();
        }
        return inquiry.momentary() ? now() : ever();
    }

    private Finding now() {
        Run run = inquiry.state();
        boolean holds = inquiry.form.amount().holds(run.count());
        String many = inquiry.subject.counted(run.count()) + " " + inquiry.atMoment();
        if (holds) {
            return new Finding.Fact(run.count() == 0 ? "Yes, there was no " + inquiry.subject.singular() + " " + inquiry.atMoment() + "."
                    : "Yes, " + many + ".", List.of(inquiry.support(run)));
        }
        if (run.count() > 0) {
            return new Finding.Fact("No, " + many + ".", List.of(inquiry.support(run)));
        }
        List<Support> supports = new ArrayList<>(List.of(inquiry.support(run)));
        String no = "No, there was no " + inquiry.subject.singular() + " " + inquiry.atMoment();
        if (inquiry.form.time().kind() == Kind.UNSAID && !inquiry.visits().isEmpty()) {
            Run last = inquiry.visits().get(inquiry.visits().size() - 1);
            supports.add(inquiry.support(last));
            return new Finding.Fact(no + "; the last was there " + Phrases.fromTo(last.span()) + ".", supports);
        }
        return new Finding.Fact(List.of(no + "."), supports);
    }

    private Finding ever() {
        List<Run> found = inquiry.stretches();
        if (!found.isEmpty()) {
            String first = Phrases.fromTo(found.get(0).span());
            return new Finding.Fact(List.of(found.size() == 1 ? "Yes, " + first + "." : "Yes, " + found.size() + " times, first " + first + "."),
                    inquiry.supports(found));
        }
        Amount amount = inquiry.form.amount();
        if (amount.relation() != Amount.Relation.ANY && !amount.none()) {
            return new Finding.Fact("No, at most " + inquiry.subject.counted(inquiry.most()) + " at once.",
                    inquiry.longestFirst(inquiry.runsInWindow().stream().filter(run -> run.count() == inquiry.most()).toList()));
        }
        String no = amount.none() ? "there always was " + inquiry.subject.one() : "there was no " + inquiry.subject.singular();
        return new Finding.Fact("No, " + no + " " + Phrases.when(inquiry.window(), false) + ".", List.of(windowSupport()));
    }

    private Finding left() {
        List<Run> visits = inquiry.stretches();
        if (visits.isEmpty()) {
            return ever();
        }
        Run last = visits.get(visits.size() - 1);
        return new Finding.Fact(inquiry.stillThere(last) ? "No, still there at " + Clock.text(inquiry.now()) + "." : "Yes, at " + Clock.text(last.end()) + ".",
                List.of(inquiry.support(last)));
    }

    private Finding nth() {
        List<Run> all = inquiry.form.visits() ? inquiry.stretches() : inquiry.appearances();
        int n = inquiry.form.occurrence();
        return n <= all.size() ? new Finding.Fact("Yes, " + Phrases.fromTo(all.get(n - 1).span()) + ".", List.of(inquiry.support(all.get(n - 1))))
                : new Finding.Fact("No, only " + all.size() + " up to " + Clock.text(inquiry.now()) + ".", inquiry.supports(all));
    }

    private Support windowSupport() {
        return new Support(inquiry.window(), 1, "block", Phrases.note(inquiry.timeline, inquiry.window()));
    }
}
