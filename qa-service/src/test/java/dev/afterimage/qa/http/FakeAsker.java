package dev.afterimage.qa.http;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Answers by rule: a dog was not seen, "fail" fails, everything else is a car at 15 to 18 seconds; speaks word by word. */
public final class FakeAsker implements Asker {

    public final Queue<Question> asked = new ConcurrentLinkedQueue<>();
    public final CountDownLatch brokenOff = new CountDownLatch(1);
    private final SegmentStore store;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile long pauseMillis;
    private volatile String hidden = "";

    public FakeAsker(SegmentStore store) {
        this.store = store;
    }

    /** Answers wait until the latch is open. */
    public FakeAsker hold(CountDownLatch latch) {
        gate = latch;
        return this;
    }

    /** Nothing was seen in this stream. */
    public FakeAsker hiding(String stream) {
        hidden = stream;
        return this;
    }

    /** Speaks with a pause after each word. */
    public FakeAsker slowly(long millisBetweenWords) {
        pauseMillis = millisBetweenWords;
        return this;
    }

    /** What holds the word "computed" is decided by the evidence, the rest is read. */
    @Override
    public Prepared prepare(Question question, Deadline deadline) {
        deadline.check();
        return new Prepared() {

            @Override
            public boolean read() {
                return FakeAsker.read(question);
            }

            @Override
            public Reply answer(Consumer<String> onText) {
                return FakeAsker.this.answer(question, onText, deadline);
            }
        };
    }

    private Reply answer(Question question, Consumer<String> onText, Deadline deadline) {
        asked.add(question);
        store.stream(question.stream()).orElseThrow(() -> new AfterimageException(ErrorCode.STREAM_UNKNOWN,
                "there is no stream '" + question.stream() + "'", "list all streams with: afterimage streams list"));
        try {
            while (read(question) && !gate.await(10, TimeUnit.MILLISECONDS)) {
                deadline.check();
            }
            return new Reply(answer(question, onText), new Reply.Usage(180, 3, 96, 7), new Reply.Timings(11.5, 4.25, 62, 140),
                    "notes-135m", question.at().orElse(29));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AfterimageException(ErrorCode.INTERNAL, "the service stops", "ask again later");
        }
    }

    private static boolean read(Question question) {
        return !question.text().contains("computed");
    }

    private Answer answer(Question question, Consumer<String> onText) throws InterruptedException {
        String words = question.text().toLowerCase(Locale.ROOT);
        if (words.contains("dog") || question.stream().name().equals(hidden)) {
            return new Answer.NotSeen("no dog was seen in this stream", List.of(citation(question.stream(), 5, 8, .21, "1 car, right")));
        }
        if (words.contains("outage")) {
            return new Answer.NotWatched("nobody watched from 00:10 to 00:12: the camera could not be reached",
                    List.of(new Gap(question.stream(), 10, 12, Gap.Cause.UNREACHABLE)));
        }
        if (words.contains("fail")) {
            return new Answer.Failed(ErrorCode.STORAGE_CORRUPT, "STORAGE_CORRUPT: block 7 does not match its hash; delete the stream and "
                    + "watch it again.");
        }
        String text = "Two cars were in the picture at the same time from 00:15 to 00:18.";
        for (String word : text.split("(?<= )")) {
            speak(word, onText);
            Thread.sleep(pauseMillis);
        }
        return new Answer.Answered(text, List.of(citation(question.stream(), 15, 18, .93, "2 cars, left and centre"),
                citation(question.stream(), 25, 28, .41, "1 car, centre")), "computed");
    }

    private void speak(String word, Consumer<String> onText) {
        try {
            onText.accept(word);
        } catch (RuntimeException nobodyListens) {
            brokenOff.countDown();
            throw nobodyListens;
        }
    }

    static Citation citation(StreamId stream, double start, double end, double score, String note) {
        return new Citation(start, end, score, "object", "/api/streams/" + stream + "/thumbnails/" + start, note);
    }
}
