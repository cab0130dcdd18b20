package dev.afterimage.flink.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.flink.parts.WritePathParts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Reads one capture in a thread of its own, one piece ahead of who takes it. */
final class CaptureReading {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureReading.class);
    private final String key;
    private final SourceSettings settings;
    private final VideoSplit from;
    private final WritePathParts parts;
    private final Consumer<CaptureReading> onPiece;
    private final SourceGaps gaps;
    private volatile FrameSource.Capture capture;
    private boolean live;
    private SignalCheck signal;
    private volatile boolean stopped;
    private Captured piece;

    /** @param onPiece is called in this thread for each piece that can be taken, and must return at once */
    CaptureReading(String key, SourceSettings settings, VideoSplit from, WritePathParts parts, Consumer<CaptureReading> onPiece) {
        this.key = key;
        this.settings = settings;
        this.from = from;
        this.parts = parts;
        this.onPiece = onPiece;
        this.gaps = new SourceGaps(parts.store(), settings.stream());
    }

    /** @param delay before it is opened */
    void start(Duration delay) {
        daemon(() -> read(delay), "read-" + settings.stream()).start();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void read(Duration delay) {
        pause(delay);
        boolean goesOn = true;
        while (goesOn && !stopped) {
            Captured next = next();
            goesOn = next.kind() == Captured.Kind.FRAME;
            put(next);
        }
        put(Captured.ended(key));
        closeCapture();
    }

    private Captured next() {
        try {
            FrameSource.Capture open = open();
            Frame frame = open.next();
            List<Sound> sounds = open.takeSound();
            if (frame == null) {
                return Captured.rest(key, sounds);
            }
            if (live) {
                parts.feed().load(settings.stream()).signal(signal.after(frame, sounds));
            }
            return Captured.of(key, frame, sounds, open.facts().sound(), gaps.endedBy(frame.seconds()));
        } catch (RuntimeException | Error fault) {
            return Captured.failed(key, AfterimageException.of(fault));
        }
    }

    private FrameSource.Capture open() {
        if (capture == null) {
            double missed = missed();
            if (missed >= 0) {
                gaps.resume();
            }
            FrameSource.Capture opened = parts.frames().open(settings, Math.max(from.afterSeconds(), missed), from.nextIndex(),
                    Math.max(from.heardSeconds(), missed), gaps, began());
            count(settings.stream(), opened);
            live = opened.facts().live();
            signal = new SignalCheck(settings.uri().equals(SourceSettings.BROWSER + "screen"));
            capture = opened;
            if (stopped) {
                opened.close();
            }
        }
        return capture;
    }

    /** Null of a stream without a picture: it begins with its first one. */
    private Instant began() {
        return from.nextIndex() == 0 ? null : parts.store().stream(settings.stream()).map(StreamInfo::started).orElse(null);
    }

    private void count(StreamId stream, FrameSource.Capture opened) {
        StreamLoad load = parts.feed().load(stream);
        load.opened();
        opened.countInto(load);
    }

    /** A camera goes on while nobody watches: a stream taken up again, or begun late, goes on at the wall clock's time. A file waits. */
    private double missed() {
        if (!settings.network() || from.nextIndex() == 0 && !gaps.interrupted()) {
            return -1;
        }
        return parts.store().stream(settings.stream())
                .map(info -> Duration.between(info.started(), Instant.now()).toMillis() / 1000.0).orElse(-1.0);
    }

    private synchronized void pause(Duration delay) {
        long until = System.nanoTime() + delay.toNanos();
        for (long left = delay.toMillis(); left > 0 && !stopped; left = (until - System.nanoTime()) / 1_000_000) {
            waitFor(left);
        }
    }

    private void put(Captured next) {
        synchronized (this) {
            while (piece != null && !stopped) {
                waitFor(0);
            }
            if (stopped) {
                return;
            }
            piece = next;
        }
        onPiece.accept(this);
    }

    /** Nobody interrupts this thread: it may be in the store, whose files an interrupt would close. */
    private void waitFor(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException unexpected) {
            stopped = true;
        }
    }

    /** Once for each time the listener was called; null when it was stopped. */
    synchronized Captured take() {
        Captured taken = piece;
        piece = null;
        notifyAll();
        return stopped ? null : taken;
    }

    /**
     * Breaks the reading off, also where it blocks. Returns at once.
     *
     * @return ends when the capture is closed, or left behind because it hangs
     */
    Thread stop() {
        synchronized (this) {
            stopped = true;
            piece = null;
            notifyAll();
        }
        Thread closer = daemon(this::closeCapture, "stop-" + settings.stream());
        try {
            closer.start();
        } catch (OutOfMemoryError noMoreThreads) {
            LOG.warn("{}: its source is closed once it sends something: {}", settings.stream(), noMoreThreads.getMessage());
        }
        return closer;
    }

    private void closeCapture() {
        FrameSource.Capture open = capture;
        if (open != null) {
            open.close();
        }
    }
}
