package dev.afterimage.benchmark.report;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** What time is measured by. */
public enum Clock {
    /** The time a user waits. */
    WALL(System::nanoTime),
    /** Time that the calling thread spent on a processor: tells two single-threaded contenders apart even where other work is running. */
    CPU(() -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());

    private final LongSupplier nanos;

    Clock(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Nanoseconds from an arbitrary origin. */
    public long nanos() {
        return nanos.getAsLong();
    }
}
