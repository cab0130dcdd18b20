package dev.afterimage.answering.ask;

import dev.afterimage.answering.evidence.Coverage;
import dev.afterimage.answering.form.QuestionForm;
import dev.afterimage.answering.parse.QuestionGrammar;
import dev.afterimage.answering.parse.QuestionParser;
import dev.afterimage.answering.query.Query;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.answer.Understood;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The first stage of every question, resolving its stream and moment, and what becomes of faults behind it. */
abstract class StreamAsker implements Asker {

    private static final int MOST_EARLIER_QUERIES = 16;
    static final QuestionParser GRAMMAR = new QuestionGrammar();

    final SegmentStore store;
    final LanguageModel model;

    private final InstantSource clock;
    private final QuestionParser parser;

    StreamAsker(SegmentStore store, LanguageModel model, InstantSource clock, QuestionParser parser) {
        this.parser = parser;
        this.store = store;
        this.model = model;
        this.clock = clock;
    }

    /**
     * What a question is asked of.
     *
     * @param now     seconds; nothing later is looked at
     * @param watched which of the time up to now was watched
     */
    record Moment(StreamInfo stream, double now, Coverage watched) { }

    /**
     * What is left of a question after the quick stage.
     *
     * @param read       whether the model has to read
     * @param understood how the question was understood; empty where the model reads it as it was asked
     */
    record Step(boolean read, Optional<Understood> understood, Function<Consumer<String>, Outcome> answer) {

        Step(boolean read, Function<Consumer<String>, Outcome> answer) {
            this(read, Optional.empty(), answer);
        }
    }

    @Override
    public final Prepared prepare(Question question, Deadline deadline) {
        StopWatch watch = new StopWatch();
        StreamInfo stream = store.stream(question.stream()).orElseThrow(() -> new AfterimageException(ErrorCode.STREAM_UNKNOWN,
                "there is no stream '" + question.stream() + "'", "list all streams to see their names"));
        List<Gap> gaps = store.gaps(question.stream(), Double.POSITIVE_INFINITY);
        double last = newest(stream, gaps);
        double now = Math.min(question.at().orElse(last), last);
        Moment moment = new Moment(stream, now, Coverage.of(gaps, now));
        try {
            Step step = begin(question, moment, watch, deadline);
            return prepared(QuestionForm.unlessPlain(question.text()).map(form -> inForm(form, step)).orElse(step), moment, watch);
        } catch (AfterimageException failure) {
            Reply failed = failed(failure, moment, watch);
            return prepared(new Step(false, onText -> new Outcome(failed.answer(), failed.usage())), moment, watch);
        }
    }

    /** The newest frame's time; where nobody watches now, the time it is: a question about now must not be answered from before. */
    private double newest(StreamInfo stream, List<Gap> gaps) {
        double frame = Math.max(0, stream.lastSeconds());
        return gaps.stream().anyMatch(Gap::open) ? Math.max(frame, Duration.between(stream.started(), clock.instant()).toMillis() / 1000.0)
                : frame;
    }

    /** What is decoded is the stem's answer, so the answer is told only when it is whole. */
    private static Step inForm(QuestionForm form, Step stem) {
        return new Step(stem.read, stem.understood, onText -> {
            Outcome outcome = stem.answer.apply(piece -> { });
            Answer given = form.given(outcome.answer());
            if (given instanceof Answer.Answered answered) {
                onText.accept(answered.text());
            }
            return new Outcome(given, outcome.usage());
        });
    }

    private Prepared prepared(Step step, Moment moment, StopWatch watch) {
        return new Prepared() {

            @Override
            public boolean read() {
                return step.read;
            }

            @Override
            public Reply answer(Consumer<String> onText) {
                try {
                    Outcome outcome = step.answer.apply(onText);
                    return new Reply(outcome.answer(), outcome.usage(), watch.timings(), model.name(), moment.now, step.understood);
                } catch (AfterimageException failure) {
                    return failed(failure, moment, watch);
                }
            }
        };
    }

    /** A question that took too long has no answer at all, not one that failed. */
    private Reply failed(AfterimageException failure, Moment moment, StopWatch watch) {
        if (failure.code() == ErrorCode.ASK_TIMEOUT) {
            throw failure;
        }
        return new Reply(new Answer.Failed(failure.code(), failure.line()), new Reply.Usage(0, 0, 0, 0), watch.timings(), model.name(),
                moment.now);
    }

    /** The quick stage, without the model. */
    private Step begin(Question question, Moment moment, StopWatch watch, Deadline deadline) {
        Query query = parser.parse(QuestionForm.of(question.text()).stem(), newest(earlier(question)));
        if (query instanceof Query.SmallTalk) {
            return new Step(false, onText -> ComputedAnswers.said(SmallTalk.reply(new StreamId(moment.stream().name())),
                    List.of(), question.stream(), onText,
                    watch));
        }
        return begin(question, query, moment, watch, deadline);
    }

    /** The same for a question that asks something of the stream. */
    abstract Step begin(Question question, Query query, Moment moment, StopWatch watch, Deadline deadline);

    /** Those that a question may lean on. */
    private static List<Query> newest(List<Query> queries) {
        return List.copyOf(queries.subList(Math.max(0, queries.size() - MOST_EARLIER_QUERIES), queries.size()));
    }

    /** The queries of the chat's questions, oldest first. */
    private List<Query> earlier(Question question) {
        List<Query> queries = new ArrayList<>();
        NotesPrompt.earlierQuestions(question.earlier())
                .forEach(text -> queries.add(parser.parse(QuestionForm.of(text).stem(), newest(queries))));
        return queries;
    }
}
