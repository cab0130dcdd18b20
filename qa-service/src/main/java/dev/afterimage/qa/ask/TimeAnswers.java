package dev.afterimage.qa.ask;

import dev.afterimage.memory.evidence.Run;
import dev.afterimage.memory.question.Amount;
import dev.afterimage.memory.question.QuestionForm.Aspect;
import dev.afterimage.memory.time.Clock;
import dev.afterimage.memory.time.TimeSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** When, how long, how often, which first. */
final class TimeAnswers {

    private final Inquiry inquiry;

    TimeAnswers(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    Finding when() {
        return switch (inquiry.form.aspect()) {
            case REMOVED, ADDED, CHANGES -> steps();
            case LEAVES -> leaving();
            default -> stretches();
        };
    }

    private Finding stretches() {
        List<Run> found = inquiry.stretches();
        if (found.isEmpty()) {
            return never();
        }
        int occurrence = inquiry.form.occurrence();
        if (occurrence > 1) {
            return nth(occurrence, found);
        }
        if (inquiry.countsThings()) {
            List<Run> came = inquiry.arrivals();
            return came.isEmpty() ? never() : one(came.get(occurrence == -1 ? came.size() - 1 : 0), found);
        }
        if (occurrence == 1 || occurrence == -1 || found.size() == 1) {
            return one(found.get(occurrence == -1 ? found.size() - 1 : 0), found);
        }
        return new Finding.Fact(List.of(Phrases.capital(Phrases.list(found.stream().map(Run::span).map(Phrases::fromTo).toList())) + "."),
                inquiry.longestFirst(found));
    }

    private Finding one(Run run, List<Run> all) {
        List<Run> cited = new ArrayList<>(List.of(run));
        all.stream().filter(other -> inquiry.form.occurrence() == 0 && other != run).forEach(cited::add);
        if (inquiry.form.text().contains(" ago")) {
            double ago = inquiry.now() - (inquiry.form.last() ? run.end() : run.start());
            return new Finding.Fact(Phrases.capital(Clock.length(ago)) + " ago, " + Phrases.fromTo(run.span()) + ".", inquiry.supports(cited));
        }
        return new Finding.Fact(told(run), inquiry.supports(cited));
    }

    private List<String> told(Run run) {
        String start = Clock.text(run.start());
        String end = Clock.text(run.end());
        if (inquiry.stillThere(run)) {
            return List.of("At " + start + ", and still at " + end + ".", "Since " + start + ".");
        }
        return start.equals(end) ? List.of("At " + start + ".") : List.of("At " + start + ", until " + end + ".", "From " + start + " to " + end + ".");
    }

    private Finding nth(int n, List<Run> stretches) {
        boolean things = !inquiry.form.visits() && inquiry.form.amount().relation() == Amount.Relation.ANY;
        List<Run> all = things ? inquiry.appearances() : stretches;
        if (n > all.size()) {
            return new Finding.Unseen("there were only " + all.size() + " up to " + Clock.text(inquiry.now()), inquiry.supports(stretches));
        }
        return new Finding.Fact(told(all.get(n - 1)), List.of(inquiry.support(all.get(n - 1))));
    }

    private Finding never() {
        Amount amount = inquiry.form.amount();
        String bound = inquiry.form.time().bounded() ? Phrases.when(inquiry.window(), false) : "up to " + Clock.text(inquiry.now());
        String why = amount.relation() == Amount.Relation.ANY || amount.none()
                ? (amount.none() ? "there was always " + inquiry.subject.one() : "no " + inquiry.subject.singular() + " was there") + " " + bound
                : "it was never so many " + bound + ": at most " + inquiry.subject.counted(inquiry.most()) + " at once";
        return new Finding.Unseen(why, inquiry.supports(inquiry.visits()));
    }

    private Finding leaving() {
        List<Run> gone = (inquiry.countsThings() ? inquiry.arrivals() : inquiry.stretches()).stream().filter(visit -> !inquiry.stillThere(visit))
                .sorted(Comparator.comparingDouble(Run::end)).toList();
        if (gone.isEmpty()) {
            return inquiry.stretches().isEmpty() ? never()
                    : new Finding.Fact("Not yet: still there at " + Clock.text(inquiry.now()) + ".", inquiry.supports(inquiry.stretches()));
        }
        if (inquiry.form.occurrence() > 1) {
            return inquiry.form.occurrence() > gone.size() ? never() : left(gone.get(inquiry.form.occurrence() - 1));
        }
        if (inquiry.form.occurrence() != 0 || gone.size() == 1) {
            return left(gone.get(inquiry.form.last() ? gone.size() - 1 : 0));
        }
        return new Finding.Fact("At " + Phrases.list(gone.stream().map(visit -> Clock.text(visit.end())).toList()) + ".", inquiry.supports(gone));
    }

    private Finding left(Run visit) {
        String end = Clock.text(visit.end());
        return new Finding.Fact(List.of("At " + end + ".", "At " + end + ", after coming at " + Clock.text(visit.start()) + "."), List.of(inquiry.support(visit)));
    }

    /** Times at which the number changed in the way asked about. */
    private Finding steps() {
        List<Double> times = stepTimes();
        if (times.isEmpty()) {
            return new Finding.Unseen("the number of " + inquiry.subject.plural() + " did not change so up to " + Clock.text(inquiry.now()),
                    inquiry.supports(inquiry.visits()));
        }
        int occurrence = inquiry.form.occurrence();
        if (occurrence > times.size()) {
            return new Finding.Unseen("it happened only " + times.size() + " times", times.stream().map(this::around).toList());
        }
        List<Double> told = occurrence == 0 ? times : List.of(times.get(occurrence < 0 ? times.size() - 1 : occurrence - 1));
        return new Finding.Fact("At " + Phrases.list(told.stream().map(Clock::text).toList()) + ".", told.stream().map(this::around).toList());
    }

    /** Whether the number changed in the way asked about. */
    Finding happened() {
        List<Double> times = stepTimes();
        if (times.isEmpty()) {
            return new Finding.Fact("No, the number of " + inquiry.subject.plural() + " did not change so.",
                    List.of(new Support(inquiry.window(), 1, "block", Phrases.note(inquiry.timeline, inquiry.window()))));
        }
        return new Finding.Fact("Yes, at " + Phrases.list(times.stream().map(Clock::text).toList()) + ".", times.stream().map(this::around).toList());
    }

    private List<Double> stepTimes() {
        List<Double> times = new ArrayList<>();
        if (inquiry.form.aspect() != Aspect.REMOVED) {
            times.addAll(inquiry.track.steps(true));
        }
        if (inquiry.form.aspect() != Aspect.ADDED) {
            times.addAll(inquiry.track.steps(false));
        }
        double begin = inquiry.track.runs().isEmpty() ? 0 : inquiry.track.runs().get(0).start();
        return times.stream().filter(time -> time > begin && (!inquiry.form.time().bounded() || inquiry.window().contains(time))).distinct().sorted().toList();
    }

    private Support around(double time) {
        TimeSpan span = new TimeSpan(Math.max(0, time - 1), Math.min(inquiry.now(), time + 1));
        return new Support(span, 1, "object", Phrases.note(inquiry.timeline, new TimeSpan(time, time)));
    }

    Finding howLong() {
        List<Run> found = inquiry.countsThings() ? inquiry.arrivals() : inquiry.stretches();
        if (found.isEmpty()) {
            return never();
        }
        if (inquiry.form.current() && !inquiry.form.time().bounded() || inquiry.form.text().toLowerCase(Locale.ROOT).contains("has ")) {
            Run last = found.get(found.size() - 1);
            if (inquiry.stillThere(last)) {
                return new Finding.Fact("For " + Clock.length(last.span().length()) + ", since " + Clock.text(last.start()) + ".", List.of(inquiry.support(last)));
            }
        }
        int occurrence = inquiry.form.occurrence();
        if (occurrence != 0 || found.size() == 1) {
            if (occurrence > found.size()) {
                return never();
            }
            Run run = found.get(occurrence < 0 ? found.size() - 1 : Math.max(0, occurrence - 1));
            return new Finding.Fact(List.of("About " + Clock.length(run.span().length()) + ", " + Phrases.fromTo(run.span()) + "."), List.of(inquiry.support(run)));
        }
        double whole = found.stream().mapToDouble(run -> run.span().length()).sum();
        return new Finding.Fact("About " + Clock.length(whole) + " in all, in " + found.size() + " stretches: "
                + Phrases.list(found.stream().map(run -> Phrases.fromTo(run.span())).toList()) + ".", inquiry.longestFirst(found));
    }

    Finding howOften() {
        if (inquiry.form.aspect() == Aspect.REMOVED || inquiry.form.aspect() == Aspect.ADDED || inquiry.form.aspect() == Aspect.CHANGES) {
            List<Double> times = stepTimes();
            return new Finding.Fact(often(times), times.stream().map(this::around).toList());
        }
        List<Run> found = inquiry.stretches();
        if (found.isEmpty()) {
            return inquiry.visits().isEmpty() ? never() : new Finding.Fact("0 times.", List.of(new Support(inquiry.window(), 1, "block", "")));
        }
        return new Finding.Fact(often(found.stream().map(Run::start).toList()), inquiry.supports(found));
    }

    private static String often(List<Double> times) {
        return times.size() + (times.size() == 1 ? " time" : " times")
                + (times.isEmpty() ? "." : ", at " + Phrases.list(times.stream().map(Clock::text).toList()) + ".");
    }
}
