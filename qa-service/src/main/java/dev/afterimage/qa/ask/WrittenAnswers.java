package dev.afterimage.qa.ask;

import dev.afterimage.memory.evidence.TextRun;
import dev.afterimage.memory.evidence.Timeline;
import dev.afterimage.memory.question.Subject;
import dev.afterimage.memory.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a thing that no detector saw, but whose name stands written in the picture: when, how often and where the name was there. That is
 * said as what it is, a text; that the thing itself was there does not follow.
 */
final class WrittenAnswers {

    private final Inquiry inquiry;

    WrittenAnswers(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    /** The stretches over which a subject's name, or the words it stands for, could be read, in order of time. */
    static List<TextRun> of(Subject subject, Timeline timeline) {
        List<TextRun> read = TextRun.of(timeline);
        if (subject.kind() == Subject.Kind.WRITING) {
            return subject.labels().isEmpty() ? read : subject.labels().stream().flatMap(words -> TextRun.showing(words, read).stream()).toList();
        }
        List<String> names = Stream.concat(Stream.of(subject.singular(), subject.plural()), subject.labels().stream()).distinct().toList();
        return read.stream().filter(text -> names.stream().anyMatch(text::names)).toList();
    }

    /** Nothing where the name was not written within the question's time, or the question asks for more than a text tells. */
    Optional<Finding> find() {
        List<TextRun> runs = within();
        int occurrence = inquiry.form.occurrence();
        if (runs.isEmpty() || occurrence > runs.size()) {
            return Optional.empty();
        }
        List<TextRun> told = occurrence == 0 ? runs : List.of(runs.get(occurrence < 0 ? runs.size() - 1 : occurrence - 1));
        String text = "the text \"" + told.get(told.size() - 1).text() + "\"";
        return Optional.ofNullable(switch (inquiry.form.ask()) {
            case WHEN -> Phrases.capital(text) + " was there " + spans(told) + ".";
            case HOW_OFTEN -> runs.size() + (runs.size() == 1 ? " time, at " : " times, at ") + Phrases.list(runs.stream().map(run -> Clock.text(run.span().start())).toList())
                    + ": " + text + ".";
            case HOW_LONG -> "About " + Clock.length(told.stream().mapToDouble(run -> run.span().length()).sum()) + ", " + spans(told) + ": " + text + ".";
            case WHERE -> told.stream().allMatch(run -> run.places().isEmpty()) ? null : Phrases.capital(Phrases.places(told.stream().flatMap(run -> run.places().stream()).toList())) + ": " + text + ".";
            default -> null;
        }).map(answer -> new Finding.Fact(answer, closest(told)));
    }

    private List<TextRun> within() {
        return of(inquiry.subject, inquiry.timeline).stream().filter(run -> !inquiry.form.time().bounded() || run.span().overlap(inquiry.window()) > 0).toList();
    }

    private static String spans(List<TextRun> runs) {
        return Phrases.list(runs.stream().map(run -> Phrases.fromTo(run.span())).distinct().toList());
    }

    /** Where the name was written. */
    List<Support> closest() {
        return closest(within());
    }

    private static List<Support> closest(List<TextRun> runs) {
        return runs.stream().map(Support::of).toList();
    }
}
