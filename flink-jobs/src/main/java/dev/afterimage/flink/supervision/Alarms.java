package dev.afterimage.flink.supervision;

import java.time.Duration;
import java.time.Instant;

/** The time, and things to be done later, on threads of their own; a test has one whose time it moves itself. */
public interface Alarms extends AutoCloseable {

    Instant now();

    /** Does it once, after the delay; it may block. */
    Alarm after(Duration delay, Runnable action);

    /** What is yet to be done is dropped. */
    @Override
    void close();

    /** Something to be done later. */
    interface Alarm {
        /** Drops it unless it has begun. */
        void cancel();
    }
}
