package dev.afterimage.ingest.media;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/**
 * Breaks off what blocks a capture: FFmpeg's calls, at a deadline or when another thread says {@link #stop}, and our own waits.
 * Safe for use by several threads.
 */
public final class Interrupt implements AutoCloseable {

    private static final Map<Long, Interrupt> BY_NUMBER = new ConcurrentHashMap<>();

    /**
     * One for all: JavaCPP can hold only a handful of callbacks of a kind, so who is meant is told by the opaque
     * pointer. Apart, since it loads FFmpeg, which a process that ends has no time for.
     */
    private static final class Callback {
        private static final AVIOInterruptCB.Callback_Pointer CALLBACK = new AVIOInterruptCB.Callback_Pointer() {
            @Override
            public int call(Pointer opaque) {
                Interrupt interrupt = BY_NUMBER.get(opaque.address());
                if (interrupt != null) {
                    interrupt.seal();
                }
                return interrupt != null && interrupt.due() ? 1 : 0;
            }
        };
    }

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long deadline;
    private volatile boolean limited;
    private volatile boolean expired;
    private final Set<Runnable> whenStopped = ConcurrentHashMap.newKeySet();
    private AVFormatContext unsealed;
    private volatile boolean guarded;

    public Interrupt() {
        BY_NUMBER.put(number, this);
    }

    /** Attaches to a container before it is opened. */
    void watch(AVFormatContext container) {
        container.interrupt_callback().callback(Callback.CALLBACK).opaque(new Token(number));
    }

    /**
     * Lets a container make the connection that it is about to make and no other: FFmpeg follows RTSP redirects by itself, to wherever they
     * lead. It asks this callback while it connects and before it sends anything, and looks at the list of protocols before it connects.
     */
    void watchOneConnection(AVFormatContext container) {
        unsealed = container;
    }

    private void seal() {
        if (unsealed != null) {
            AVFormatContext container = unsealed;
            unsealed = null;
            avutil.av_opt_set(container, "protocol_whitelist", "none", 0);
        }
    }

    /** The container was opened, or is gone. */
    void opened(AVFormatContext container) {
        if (container != null) {
            seal();
        }
        unsealed = null;
    }

    /** What servers answer must not be reported from now on. */
    public void guard() {
        guarded = true;
    }

    boolean guarded() {
        return guarded;
    }

    /** @return takes {@code action} back; it is run, by any thread, when this is stopped */
    public Runnable onStop(Runnable action) {
        whenStopped.add(action);
        if (stopped()) {
            action.run();
        }
        return () -> whenStopped.remove(action);
    }

    /** Gives what is called from now on this long; zero lifts the limit. */
    public void allow(Duration limit) {
        expired = false;
        deadline = System.nanoTime() + limit.toNanos();
        limited = !limit.isZero();
    }

    /** Whether the limit last given has run out and broken off a call. */
    public boolean expired() {
        return expired;
    }

    /** Breaks off everything from now on. */
    public void stop() {
        stopped.countDown();
        whenStopped.forEach(Runnable::run);
    }

    /** Breaks off every source of this process, for its end. */
    public static void stopAll() {
        BY_NUMBER.values().forEach(Interrupt::stop);
    }

    public boolean stopped() {
        return stopped.getCount() == 0;
    }

    /**
     * Sleeps, at most until {@link #stop}.
     *
     * @return whether it was stopped
     */
    public boolean sleep(long nanos) throws InterruptedException {
        return stopped.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Whether what runs is to break off. */
    public boolean due() {
        if (limited && System.nanoTime() - deadline > 0) {
            expired = true;
        }
        return expired || stopped();
    }

    /** After the containers it watches are closed. */
    @Override
    public void close() {
        stop();
        BY_NUMBER.remove(number);
    }
}
