package dev.afterimage.qa.ask;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.Answer;
import dev.afterimage.core.Asker;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.Question;
import dev.afterimage.core.Reply;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamInfo;
import java.util.function.Consumer;

/** The first stage of every question, resolving its stream and moment, and what becomes of faults behind it. */
abstract class StreamAsker implements Asker {

    final SegmentStore store;
    final LanguageModel model;

    StreamAsker(SegmentStore store, LanguageModel model) {
        this.store = store;
        this.model = model;
    }

    /**
     * What a question is asked of.
     *
     * @param now seconds; nothing later is looked at
     */
    record Moment(StreamInfo stream, double now) { }

    @Override
    public final Reply ask(Question question, Consumer<String> onText) {
        StopWatch watch = new StopWatch();
        StreamInfo stream = store.stream(question.stream()).orElseThrow(() -> new AfterimageException(ErrorCode.STREAM_UNKNOWN,
                "there is no stream '" + question.stream() + "'", "list the streams there are with: afterimage streams list"));
        double last = Math.max(0, stream.lastSeconds());
        Moment moment = new Moment(stream, Math.min(question.at().orElse(last), last));
        try {
            Outcome outcome = answer(question, moment, onText, watch);
            return new Reply(outcome.answer(), outcome.usage(), watch.timings(), model.name(), moment.now);
        } catch (AfterimageException failure) {
            return new Reply(new Answer.Failed(failure.code(), failure.line()), new Reply.Usage(0, 0, 0, 0), watch.timings(), model.name(), moment.now);
        }
    }

    abstract Outcome answer(Question question, Moment moment, Consumer<String> onText, StopWatch watch);
}
