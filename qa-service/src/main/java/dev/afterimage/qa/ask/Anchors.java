package dev.afterimage.qa.ask;

import dev.afterimage.memory.evidence.Run;
import dev.afterimage.memory.evidence.TextRun;
import dev.afterimage.memory.evidence.Timeline;
import dev.afterimage.memory.question.Clause;
import dev.afterimage.memory.question.QuestionForm;
import dev.afterimage.memory.question.QuestionForm.Ask;
import dev.afterimage.memory.question.QuestionForm.Aspect;
import dev.afterimage.memory.question.Subject;
import dev.afterimage.memory.time.TimeReference;
import dev.afterimage.memory.time.TimeReference.Kind;
import dev.afterimage.memory.time.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the event that a question's clause names on the clock. */
final class Anchors {

    /** A moment named by an event. */
    private static final double MOMENT_SECONDS = 1;

    private final Timeline timeline;

    Anchors(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The question bound to each stretch its clause may mean; none when the event was never seen. */
    List<QuestionForm> bound(QuestionForm form, Clause clause) {
        List<QuestionForm> bound = new ArrayList<>();
        for (TimeSpan event : events(clause.anchor())) {
            span(clause, event).ifPresent(span -> bound.add(form.during(new TimeReference(
                    clause.relation() == Clause.Relation.WHEN ? Kind.MOMENT : Kind.SPAN, span, false, form.time().question()))));
        }
        return bound;
    }

    private Optional<TimeSpan> span(Clause clause, TimeSpan event) {
        double edge = edge(clause.anchor(), event);
        double now = timeline.until();
        return switch (clause.relation()) {
            case WHILE -> Optional.of(event);
            case WHEN -> Optional.of(clause.anchor().aspect() == Aspect.STATE ? event : new TimeSpan(edge, Math.min(now, edge + MOMENT_SECONDS)));
            case BEFORE -> Optional.of(new TimeSpan(0, edge));
            case AFTER -> Optional.of(new TimeSpan(edge, now));
            case BETWEEN -> clause.second().flatMap(second -> events(second).stream().filter(later -> later.start() >= event.start()).findFirst()
                    .or(() -> events(second).stream().findFirst()).map(other -> between(edge, edge(second, other))));
        };
    }

    private static TimeSpan between(double a, double b) {
        return new TimeSpan(Math.min(a, b), Math.max(a, b));
    }

    /** The moment an event is told by: its beginning, unless it is a leaving. */
    private static double edge(QuestionForm anchor, TimeSpan event) {
        return anchor.aspect() == Aspect.LEAVES ? event.end() : event.start();
    }

    /** Stretches of what the clause names: the one it counts to, or all in turn. */
    private List<TimeSpan> events(QuestionForm anchor) {
        List<TimeSpan> all = spans(anchor.asking(Ask.WHEN));
        int n = anchor.occurrence();
        if (n == 0 || all.isEmpty()) {
            return all;
        }
        return n < 0 ? all.subList(all.size() - 1, all.size()) : n <= all.size() ? all.subList(n - 1, n) : List.of();
    }

    private List<TimeSpan> spans(QuestionForm anchor) {
        if (anchor.subject().map(subject -> subject.kind() == Subject.Kind.WRITING).orElse(true)) {
            List<TextRun> read = TextRun.of(timeline);
            return anchor.literal().map(words -> TextRun.showing(words, read)).orElse(read).stream().map(TextRun::span).toList();
        }
        Inquiry inquiry = new Inquiry(anchor, timeline);
        return (anchor.occurrence() > 1 && !anchor.visits() ? inquiry.appearances() : inquiry.stretches()).stream().map(Run::span).toList();
    }
}
