package dev.afterimage.qa.ask;

import dev.afterimage.memory.evidence.Visit;
import dev.afterimage.memory.question.QuestionForm.Aspect;
import dev.afterimage.memory.question.SubjectWords;
import dev.afterimage.memory.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What only things followed from coming to going can tell: colours, the sides they come and go by, which came before and after. */
final class VisitAnswers {

    private final Inquiry inquiry;

    VisitAnswers(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    Finding colour() {
        List<Visit> meant = meant();
        Map<String, Visit> colours = new LinkedHashMap<>();
        meant.stream().filter(visit -> !visit.colour().isEmpty()).forEach(visit -> colours.putIfAbsent(visit.colour(), visit));
        if (colours.isEmpty()) {
            return unsure("the " + inquiry.subject.singular() + "'s colour could not be made out", meant);
        }
        List<Visit> told = List.copyOf(colours.values());
        return new Finding.Fact(Phrases.capital(Phrases.list(List.copyOf(colours.keySet()))) + ".", supports(told));
    }

    Finding side() {
        boolean leaving = inquiry.form.aspect() == Aspect.LEAVES;
        List<Visit> meant = meant();
        List<Visit> known = meant.stream().filter(visit -> !side(visit, leaving).isEmpty()).toList();
        if (known.isEmpty()) {
            return unsure("by which side the " + inquiry.subject.singular() + (leaving ? " left" : " came") + " could not be made out", meant);
        }
        List<String> told = new ArrayList<>();
        known.stream().limit(4).forEach(visit -> told.add(way(side(visit, leaving), leaving) + " at " + Clock.text(leaving ? visit.span().end() : visit.span().start())));
        String one = way(side(known.get(0), leaving), leaving);
        return new Finding.Fact(known.size() == 1 ? List.of(Phrases.capital(one) + ".", Phrases.capital(told.get(0)) + ".") : List.of(Phrases.capital(Phrases.list(told)) + "."),
                supports(known));
    }

    private static String side(Visit visit, boolean leaving) {
        return leaving ? visit.to() : visit.from();
    }

    private static String way(String side, boolean leaving) {
        return (leaving ? "to the " : "from the ") + side;
    }

    /** The visit that begins next after, or last before, the event the question is bound to. */
    Finding next(boolean after) {
        List<Visit> found = inquiry.believed().stream().filter(visit -> inquiry.subject.matches(visit.label()))
                .filter(visit -> after ? visit.span().start() > inquiry.window().start() + 1e-6 : visit.span().start() < inquiry.window().end() - 1e-6).toList();
        if (found.isEmpty()) {
            return new Finding.Unseen("nothing came " + (after ? "after " + Clock.text(inquiry.window().start()) : "before " + Clock.text(inquiry.window().end())), List.of());
        }
        Visit visit = found.get(after ? 0 : found.size() - 1);
        String what = (visit.colour().isEmpty() ? SubjectWords.ofLabel(visit.label()).one() : "a " + visit.colour() + " " + SubjectWords.ofLabel(visit.label()).singular());
        return new Finding.Fact(Phrases.capital(what) + ", at " + Clock.text(visit.span().start()) + ".", supports(List.of(visit)));
    }

    /** Visits the question speaks of: the first, the second, the last, those in its time, or the ones there now. */
    private List<Visit> meant() {
        List<Visit> all = inquiry.followed().stream().filter(visit -> !inquiry.form.time().bounded() || visit.span().overlap(inquiry.moment()) >= 0
                && visit.span().overlap(inquiry.window()) >= 0).toList();
        int n = inquiry.form.occurrence();
        if (n == 0 || all.isEmpty()) {
            return all;
        }
        return n < 0 ? all.subList(all.size() - 1, all.size()) : n <= all.size() ? all.subList(n - 1, n) : List.of();
    }

    private Finding unsure(String why, List<Visit> closest) {
        return new Finding.Unseen(why, supports(closest));
    }

    private List<Support> supports(List<Visit> visits) {
        return visits.stream().map(visit -> inquiry.support(visit.run())).toList();
    }
}
