package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.stream.StreamId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limits that hold, with their file, and what keeps to them: before each write, when they change, and every minute. */
final class LimitKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LimitKeeper.class);
    private static final long SWEPT_EVERY_SECONDS = 60;

    private final LimitsFile file;
    private final Retention retention;
    /** Null until {@link #begin}. */
    private ScheduledExecutorService sweeper;

    /** Reads the limits; nothing is removed for its age before {@link #begin}. */
    LimitKeeper(Path dataDirectory, Retention.Shelves shelves) {
        this.file = new LimitsFile(dataDirectory);
        this.retention = new Retention(shelves);
        file.all().forEach(retention::setStream);
    }

    /** From now on what becomes too old is removed, too. A process that was killed may have left the limits of a deleted stream. */
    void begin(Set<StreamId> streams) {
        file.all().keySet().stream().filter(stream -> !streams.contains(stream)).forEach(this::forget);
        sweeper = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "retention");
            thread.setDaemon(true);
            return thread;
        });
        sweeper.scheduleWithFixedDelay(this::sweepQuietly, SWEPT_EVERY_SECONDS, SWEPT_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void sweepQuietly() {
        try {
            sweep();
        } catch (RuntimeException notNow) {
            LOG.warn("What is too old could not be removed, and is tried again: {}", notNow.getMessage());
        }
    }

    void sweep() {
        retention.sweep(System.currentTimeMillis());
    }

    Retention.Room makeRoom(StreamId stream, Kept kind, long bytes) {
        return retention.makeRoom(stream, kind, bytes);
    }

    Limits total() {
        return retention.total();
    }

    Limits of(StreamId stream) {
        return retention.of(stream);
    }

    void setTotal(Limits limits) {
        retention.setTotal(limits);
        sweep();
    }

    void set(StreamId stream, Limits limits) {
        file.keep(stream, limits);
        retention.setStream(stream, limits);
        sweep();
    }

    void configure(Map<StreamId, Limits> configured) {
        file.configure(configured).forEach(retention::setStream);
        sweep();
    }

    /** Of a deleted stream: another of its name begins without limits, also where the file cannot be written now. */
    void forget(StreamId stream) {
        retention.forget(stream);
        try {
            file.forget(stream);
        } catch (AfterimageException notNow) {
            LOG.warn("The limits of the deleted stream '{}' stay in their file until the next start: {}", stream, notNow.line());
        }
    }

    @Override
    public void close() {
        if (sweeper != null) {
            sweeper.shutdownNow();
        }
    }
}
