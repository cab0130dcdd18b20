package dev.afterimage.core.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of one sender, a browser, on their way to whoever decodes them. Bounded: a sender that is told that they are
 * full waits until there is room. Safe for use by several threads.
 */
public final class SentBytes implements AutoCloseable {

    /** Bytes held at most, beyond the piece that filled them: some twenty seconds of a usual camera. */
    static final int MOST = 4 << 20;

    private static final int ENDED = -1;

    private final String formats;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private Runnable onRoom = () -> { };
    private int used;
    private int held;
    private boolean full;
    private boolean ended;

    /** @param formats FFmpeg's names of the containers that the bytes may be of, comma-separated */
    SentBytes(String formats) {
        this.formats = formats;
    }

    /** FFmpeg's names of the containers that the bytes may be of, comma-separated. */
    public String formats() {
        return formats;
    }

    /** @param listener is called, by the reading thread, when there is room again after {@link #add} said that there is none */
    public synchronized void onRoom(Runnable listener) {
        onRoom = listener;
    }

    /**
     * Adds a piece, which belongs to this from now on.
     *
     * @return whether there is room for more
     */
    public synchronized boolean add(byte[] piece) {
        if (!ended && piece.length > 0) {
            waiting.addLast(piece);
            held += piece.length;
            full = held >= MOST;
            notifyAll();
        }
        return !full;
    }

    /**
     * Waits for bytes.
     *
     * @return how many were read; 0 when none came in time, -1 at the end
     */
    public int read(byte[] into, int length, long millis) throws InterruptedException {
        Runnable room = () -> { };
        int count;
        synchronized (this) {
            awaitBytes(millis);
            if (waiting.isEmpty()) {
                return ended ? ENDED : 0;
            }
            count = take(into, length);
            if (full && held < MOST / 2) {
                full = false;
                room = onRoom;
            }
        }
        room.run();
        return count;
    }

    /** Whether more may be added: also where nobody reads any more. */
    public synchronized boolean hasRoom() {
        return !full;
    }

    private void awaitBytes(long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; waiting.isEmpty() && !ended && left > 0; left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())) {
            wait(left);
        }
    }

    private int take(byte[] into, int length) {
        byte[] first = waiting.peekFirst();
        int count = Math.min(length, first.length - used);
        System.arraycopy(first, used, into, 0, count);
        used += count;
        if (used == first.length) {
            waiting.removeFirst();
            held -= first.length;
            used = 0;
        }
        return count;
    }

    /** The sender is gone. What was added is still read. */
    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
    }

    /** Nobody reads any more: what was added is dropped, and so is what is still added. */
    public void discard() {
        Runnable room;
        synchronized (this) {
            ended = true;
            waiting.clear();
            held = 0;
            full = false;
            room = onRoom;
            notifyAll();
        }
        room.run();
    }

    /** Whether the sender is gone, or nobody reads any more. */
    public synchronized boolean ended() {
        return ended;
    }
}
