package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.Finding;
import dev.afterimage.answering.evaluate.UnwatchedParts;
import dev.afterimage.answering.evaluate.Support;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Findings as answers, the same for every pack: the model has no part in them. */
final class ComputedAnswers {

    private static final Reply.Usage NOTHING_READ = new Reply.Usage(0, 0, 0, 0);

    private ComputedAnswers() { }

    /** @param nearest what came near a question of which the evidence names nothing */
    static Outcome outcome(Finding finding, StreamId stream, Supplier<List<Citation>> nearest, Consumer<String> onText, StopWatch watch) {
        return finding instanceof Finding.Fact fact ? said(fact.text(), fact.supports(), stream, onText, watch)
                : new Outcome(answer(finding, stream, nearest), NOTHING_READ);
    }

    /** What there is to say where there is no fact. */
    static Answer answer(Finding finding, StreamId stream, Supplier<List<Citation>> nearest) {
        if (finding instanceof Finding.NotWatched notWatched) {
            return new Answer.NotWatched(notWatched.why().isEmpty() ? UnwatchedParts.why(notWatched.gaps())
                    : "nobody watched then: " + notWatched.why(), notWatched.gaps());
        }
        if (finding instanceof Finding.CannotTell cannotTell) {
            return new Answer.CannotTell(cannotTell.why(), cite(stream, cannotTell.closest()));
        }
        Finding.NotSeen notSeen = (Finding.NotSeen) finding;
        return new Answer.NotSeen(notSeen.why(), notSeen.closest().isEmpty() ? nearest.get() : cite(stream, notSeen.closest()));
    }

    /** A text given word by word. */
    static Outcome said(String text, List<Support> supports, StreamId stream, Consumer<String> onText, StopWatch watch) {
        for (String piece : text.split("(?<= )")) {
            onText.accept(piece);
        }
        watch.first(System.nanoTime());
        return new Outcome(new Answer.Answered(text, cite(stream, supports), "computed"), NOTHING_READ);
    }

    static List<Citation> cite(StreamId stream, List<Support> supports) {
        return supports.stream().map(support -> support.cite(stream)).toList();
    }
}
