package dev.afterimage.core.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Who sends media to this process right now, by stream: browsers and encoders, which connect by themselves instead of being connected to.
 * A stream has one sender at a time. Safe for use by several threads.
 */
public final class Senders {

    /** Between two looks whether whoever waits was told to stop. */
    private static final long LOOK_MILLIS = 100;

    /** How long a key is good after it was last said that its stream waits for a sender. */
    static final Duration EXPECTED = Duration.ofMinutes(1);

    private final Map<StreamId, Expected> expected = new HashMap<>();
    private boolean listening;
    private final Map<StreamId, SentBytes> sending = new HashMap<>();
    private final Map<StreamId, SentBytes> notRead = new HashMap<>();

    /**
     * A sender begins.
     *
     * @param formats FFmpeg's names of the containers that it may send, comma-separated
     * @throws AfterimageException {@link ErrorCode#USAGE_STREAM_EXISTS} while another one sends
     */
    public synchronized SentBytes begin(StreamId stream, String formats) {
        SentBytes before = sending.get(stream);
        if (before != null && !before.ended()) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "something else sends to '" + stream + "' already",
                    "stop sending there first, or take another name");
        }
        SentBytes bytes = new SentBytes(formats);
        sending.put(stream, bytes);
        notRead.put(stream, bytes);
        notifyAll();
        return bytes;
    }

    private record Expected(PublishKey key, long until) {

        boolean over() {
            return System.nanoTime() - until > 0;
        }
    }

    /** Encoders can publish from now on. */
    public synchronized void listen() {
        listening = true;
    }

    /**
     * Refuses a source that is published where nobody could, or without a usable key. No effect on others.
     *
     * @throws AfterimageException {@link ErrorCode#USAGE_CONFIG} or {@link ErrorCode#USAGE}
     */
    public synchronized void requirePossible(SourceSettings settings) {
        if (!settings.published()) {
            return;
        }
        PublishKey key = PublishKey.of(settings);
        if (!listening) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "'" + settings.stream()
                    + "' cannot be published: nothing listens for RTMP",
                    "give 'rtmp' in the configuration of 'afterimage serve' a port");
        }
        for (Map.Entry<StreamId, Expected> other : expected.entrySet()) {
            if (!other.getKey().equals(settings.stream()) && good(other) && other.getValue().key().same(key)) {
                throw new AfterimageException(ErrorCode.USAGE, "'" + settings.stream() + "' has the same key as another stream",
                        "give each stream a key of its own");
            }
        }
    }

    /** A stream waits for an encoder that has its key, or is about to read one; said again as long as that is so. No effect on others. */
    public synchronized void expect(SourceSettings settings) {
        if (!settings.published()) {
            return;
        }
        requirePossible(settings);
        expected.put(settings.stream(), new Expected(PublishKey.of(settings), System.nanoTime() + EXPECTED.toNanos()));
    }

    private boolean good(Map.Entry<StreamId, Expected> entry) {
        SentBytes now = sending.get(entry.getKey());
        return !entry.getValue().over() || now != null && !now.ended();
    }

    /** The stream that waits for whoever has this key. All are compared, in a time that tells nothing about any. */
    public synchronized Optional<StreamId> expecting(String key) {
        expected.entrySet().removeIf(entry -> !good(entry));
        PublishKey given = PublishKey.of(key);
        StreamId found = null;
        for (Map.Entry<StreamId, Expected> entry : expected.entrySet()) {
            found = entry.getValue().key().same(given) ? entry.getKey() : found;
        }
        return Optional.ofNullable(found);
    }

    /** Whether a sender waits to be read. */
    public synchronized boolean waiting(StreamId stream) {
        return notRead.containsKey(stream) && !notRead.get(stream).ended();
    }

    /**
     * Takes what the stream's next sender sends; from its first byte on, and once only.
     *
     * @param stop ends the waiting early
     * @return empty when none came in time
     */
    public synchronized Optional<SentBytes> take(StreamId stream, long millis, BooleanSupplier stop) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!waiting(stream) && !stop.getAsBoolean() && System.nanoTime() < until) {
            wait(LOOK_MILLIS);
        }
        return waiting(stream) ? Optional.of(notRead.remove(stream)) : Optional.empty();
    }

    /** The sender is gone. No effect where another one has taken its place. */
    public synchronized void end(StreamId stream, SentBytes bytes) {
        bytes.close();
        sending.remove(stream, bytes);
        notRead.remove(stream, bytes);
    }
}
