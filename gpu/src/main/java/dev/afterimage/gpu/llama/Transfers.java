package dev.afterimage.gpu.llama;

import dev.afterimage.gpu.device.DeviceEvent;
import dev.afterimage.gpu.device.DeviceStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Copies between arrays and a device, by a few staging buffers in turn. Arrays may be changed once an upload returns; the copy itself is
 * done in the stream's order. A download returns when it is done.
 */
final class Transfers implements AutoCloseable {

    private static final int STAGING = 1 << 18;
    private static final int BUFFERS = 4;

    private final StagingPool pool;
    private final DeviceStream stream;
    private final ByteBuffer[] staging = new ByteBuffer[BUFFERS];
    /** When each buffer has been read; null where it is not being read. */
    private final DeviceEvent[] read = new DeviceEvent[BUFFERS];
    private int turn;

    Transfers(StagingPool pool, DeviceStream stream) {
        this.pool = pool;
        this.stream = stream;
    }

    void upload(float[] source, long address) {
        upload(FloatBuffer.wrap(source), address);
    }

    void upload(FloatBuffer source, long address) {
        FloatBuffer rest = source.duplicate();
        for (long to = address; rest.hasRemaining(); ) {
            int count = Math.min(rest.remaining(), STAGING / Float.BYTES);
            free().asFloatBuffer().put(rest.slice(rest.position(), count));
            rest.position(rest.position() + count);
            to = send(count * Float.BYTES, to);
        }
    }

    void upload(ByteBuffer source, long address) {
        ByteBuffer rest = source.duplicate();
        for (long to = address; rest.hasRemaining(); ) {
            int count = Math.min(rest.remaining(), STAGING);
            free().put(rest.slice(rest.position(), count));
            rest.position(rest.position() + count);
            to = send(count, to);
        }
    }

    void upload(int[] source, long address) {
        for (int from = 0; from < source.length; from += STAGING / Integer.BYTES) {
            int count = Math.min(source.length - from, STAGING / Integer.BYTES);
            free().asIntBuffer().put(source, from, count);
            send(count * Integer.BYTES, address + (long) from * Integer.BYTES);
        }
    }

    /** The next buffer, once the device has read what was in it. */
    private ByteBuffer free() {
        turn = (turn + 1) % BUFFERS;
        if (staging[turn] == null) {
            staging[turn] = pool.take(STAGING);
        }
        if (read[turn] != null) {
            read[turn].synchronise();
            read[turn].close();
            read[turn] = null;
        }
        return staging[turn].clear();
    }

    private long send(int bytes, long to) {
        stream.upload(staging[turn].clear().limit(bytes), to);
        read[turn] = stream.record();
        return to + bytes;
    }

    /** Fills a part of the array. */
    void download(long address, float[] target, int at, int count) {
        for (int done = 0; done < count; ) {
            int floats = Math.min(count - done, STAGING / Float.BYTES);
            ByteBuffer buffer = free();
            stream.download(address + (long) done * Float.BYTES, buffer.limit(floats * Float.BYTES));
            stream.synchronise();
            buffer.clear().asFloatBuffer().get(target, at + done, floats);
            done += floats;
        }
    }

    /** Nothing of the stream may be under way any more. */
    @Override
    public void close() {
        for (int i = 0; i < BUFFERS; i++) {
            if (read[i] != null) {
                read[i].close();
                read[i] = null;
            }
            if (staging[i] != null) {
                pool.giveBack(staging[i]);
                staging[i] = null;
            }
        }
    }
}
