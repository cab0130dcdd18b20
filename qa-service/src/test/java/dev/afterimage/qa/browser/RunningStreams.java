package dev.afterimage.qa.browser;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed.BlockCommitted;
import dev.afterimage.core.watch.LiveFeed.FrameSeen;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.qa.http.FakeStore;
import dev.afterimage.qa.http.FakeStreams;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets both streams run on from second 30, three times as fast as in life. */
final class RunningStreams implements AutoCloseable {

    private static final long EVERY_MS = 330;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final FakeStore store;
    private final LiveFeed feed;
    private int second = 30;

    RunningStreams(FakeStore store, LiveFeed feed) {
        this.store = store;
        this.feed = feed;
        clock.scheduleAtFixedRate(this::step, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void step() {
        for (StreamId stream : List.of(FakeStreams.STREET, FakeStreams.TABLE)) {
            if (store.stream(stream).isPresent()) {
                step(stream);
            }
        }
        second++;
    }

    private void step(StreamId stream) {
        byte[] picture = FakeStreams.picture(stream, second);
        store.putFrame(stream, second, new Thumbnail(second, picture));
        BlockEntry last = store.lastEntry(stream).orElseThrow();
        String note = store.entries(stream, 0, second % 30).stream().reduce((earlier, later) -> later).orElseThrow().note();
        feed.publish(new FrameSeen(stream, second, second, "", picture));
        if (!note.equals(last.note())) {
            store.putEntry(FakeStreams.entry(stream, last.number() + 1, second, note, "thing", 1));
            feed.publish(new BlockCommitted(stream, last.number() + 1, second, note, 12));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
