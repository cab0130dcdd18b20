package dev.afterimage.core.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Who sends media to this process right now, by stream: browsers, which connect by themselves instead of being connected to.
 * A stream has one sender at a time. Safe for use by several threads.
 */
public final class Senders {

    /** Between two looks whether whoever waits was told to stop. */
    private static final long LOOK_MILLIS = 100;

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
