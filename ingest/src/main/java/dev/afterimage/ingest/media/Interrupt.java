package dev.afterimage.ingest.media;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Breaks off what blocks a capture: FFmpeg's calls, at a deadline or when another thread says {@link #stop}, and our own waits.
 * Safe for use by several threads.
 */
public final class Interrupt implements AutoCloseable {

    /** A number that travels as an address, so that nothing has to be allocated for it. */
    private static final class Token extends Pointer {
        private Token(long number) {
            address = number;
        }
    }

    private static final Map<Long, Interrupt> BY_NUMBER = new ConcurrentHashMap<>();

    /** One for all: JavaCPP can hold only a handful of callbacks of a kind, so who is meant is told by the opaque pointer. */
    private static final AVIOInterruptCB.Callback_Pointer CALLBACK = new AVIOInterruptCB.Callback_Pointer() {
        @Override
        public int call(Pointer opaque) {
            Interrupt interrupt = BY_NUMBER.get(opaque.address());
            return interrupt != null && interrupt.due() ? 1 : 0;
        }
    };

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long deadline;
    private volatile boolean limited;
    private volatile boolean expired;

    public Interrupt() {
        BY_NUMBER.put(number, this);
    }

    /** Attaches to a container before it is opened. */
    void watch(AVFormatContext container) {
        container.interrupt_callback().callback(CALLBACK).opaque(new Token(number));
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

    private boolean due() {
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
