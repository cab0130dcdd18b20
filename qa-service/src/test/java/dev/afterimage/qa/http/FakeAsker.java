package dev.afterimage.qa.http;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.Answer;
import dev.afterimage.core.Asker;
import dev.afterimage.core.Citation;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.Question;
import dev.afterimage.core.Reply;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Answers by rule: a dog was not seen, "fail" fails, everything else is a car at 15 to 18 seconds; speaks word by word. */
public final class FakeAsker implements Asker {

    public final Queue<Question> asked = new ConcurrentLinkedQueue<>();
    public final CountDownLatch brokenOff = new CountDownLatch(1);
    private final SegmentStore store;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile long pauseMillis;

    public FakeAsker(SegmentStore store) {
        this.store = store;
    }

    /** Answers wait until the latch is open. */
    public FakeAsker hold(CountDownLatch latch) {
        gate = latch;
        return this;
    }

    /** Speaks with a pause after each word. */
    public FakeAsker slowly(long millisBetweenWords) {
        pauseMillis = millisBetweenWords;
        return this;
    }

    @Override
    public Reply ask(Question question, Consumer<String> onText) {
        asked.add(question);
        store.stream(question.stream()).orElseThrow(() -> new AfterimageException(ErrorCode.STREAM_UNKNOWN,
                "there is no stream '" + question.stream() + "'", "list the streams there are with: afterimage streams list"));
        try {
            gate.await();
            return new Reply(answer(question, onText), new Reply.Usage(180, 3, 96, 7), new Reply.Timings(11.5, 4.25, 62, 140),
                    "notes-135m", question.at().orElse(29));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AfterimageException(ErrorCode.INTERNAL, "the service stops", "ask again later");
        }
    }

    private Answer answer(Question question, Consumer<String> onText) throws InterruptedException {
        String words = question.text().toLowerCase(Locale.ROOT);
        if (words.contains("dog")) {
            return new Answer.NotSeen("no dog was seen in this stream", List.of(citation(question.stream(), 5, 8, .21, "1 car, right")));
        }
        if (words.contains("fail")) {
            return new Answer.Failed(ErrorCode.STORAGE_CORRUPT, "STORAGE_CORRUPT: block 7 does not match its hash; delete the stream and watch it again.");
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
