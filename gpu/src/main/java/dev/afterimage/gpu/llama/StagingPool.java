package dev.afterimage.gpu.llama;

import dev.afterimage.gpu.device.Device;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Buffers that a device copies to and from at full speed, lent to sessions: pinning memory takes longer than most copies. Safe for use by
 * several threads.
 */
final class StagingPool implements AutoCloseable {

    private final Device device;
    private final List<ByteBuffer> idle = new ArrayList<>();

    StagingPool(Device device) {
        this.device = device;
    }

    /** @return of this many bytes at least, at position 0; until it is given back */
    ByteBuffer take(int bytes) {
        synchronized (idle) {
            ByteBuffer smallest = idle.stream().filter(buffer -> buffer.capacity() >= bytes)
                    .min(Comparator.comparingInt(ByteBuffer::capacity)).orElse(null);
            if (smallest != null) {
                idle.removeIf(buffer -> buffer == smallest);
                return smallest.clear();
            }
        }
        return device.allocateStaging(roundedUp(bytes));
    }

    /** To few sizes, so that most requests find a buffer. */
    private static int roundedUp(int bytes) {
        int power = Integer.highestOneBit(Math.max(bytes, 2) - 1) << 1;
        return power > 0 ? power : bytes;
    }

    /** Nothing on the device may use it any more. */
    void giveBack(ByteBuffer buffer) {
        synchronized (idle) {
            idle.add(buffer);
        }
    }

    /** Everything lent has been given back. */
    @Override
    public void close() {
        idle.forEach(device::freeStaging);
        idle.clear();
    }
}
