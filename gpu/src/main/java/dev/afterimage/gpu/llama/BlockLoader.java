package dev.afterimage.gpu.llama;

import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceEvent;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Brings blocks to a device: while one is turned into pages on the session's stream, the next is copied on a stream of its own, and the one
 * behind that is put into a staging buffer. Events keep them apart.
 */
final class BlockLoader implements AutoCloseable {

    private static final int SLOTS = 2;

    /** Room for one block on its way. */
    private static final class Slot {
        private ByteBuffer staging;
        private DeviceMemory memory;
        /** Null before the first block. */
        private DeviceEvent copied;
        private DeviceEvent used;
    }

    private final Device device;
    private final StagingPool pool;
    private final DeviceStream stream;
    private final Slot[] slots = {new Slot(), new Slot()};
    /** Null until the first block. */
    private DeviceStream copies;
    private int turn;

    /** @param stream what reads the blocks */
    BlockLoader(Device device, StagingPool pool, DeviceStream stream) {
        this.device = device;
        this.pool = pool;
        this.stream = stream;
    }

    /**
     * What is given to the session's stream from now on, up to {@link #used}, finds the bytes on the device.
     *
     * @param filling puts them into a buffer in native order, at its position
     * @return their address
     */
    long bring(int bytes, Consumer<ByteBuffer> filling) {
        if (copies == null) {
            copies = device.newStream();
        }
        turn = (turn + 1) % SLOTS;
        Slot slot = slots[turn];
        if (slot.copied != null) {
            slot.copied.synchronise();
        }
        makeRoom(slot, bytes);
        filling.accept(slot.staging.clear());
        if (slot.used != null) {
            copies.await(slot.used);
        }
        copies.upload(slot.staging.clear().limit(bytes), slot.memory.address());
        slot.copied = replaced(slot.copied, copies);
        stream.await(slot.copied);
        return slot.memory.address();
    }

    private void makeRoom(Slot slot, int bytes) {
        if (slot.memory != null && slot.memory.bytes() >= bytes) {
            return;
        }
        if (slot.used != null) {
            slot.used.synchronise();
        }
        free(slot);
        slot.staging = pool.take(bytes);
        slot.memory = device.allocate(slot.staging.capacity());
    }

    /** What reads the bytes that were brought last has been given to the session's stream. */
    void used() {
        slots[turn].used = replaced(slots[turn].used, stream);
    }

    private static DeviceEvent replaced(DeviceEvent old, DeviceStream stream) {
        if (old != null) {
            old.close();
        }
        return stream.record();
    }

    private void free(Slot slot) {
        if (slot.staging != null) {
            pool.giveBack(slot.staging);
            slot.staging = null;
        }
        if (slot.memory != null) {
            slot.memory.close();
            slot.memory = null;
        }
    }

    /** Nothing of the session's stream may be under way any more, so that of the copies nothing is. */
    @Override
    public void close() {
        for (Slot slot : slots) {
            free(slot);
            if (slot.copied != null) {
                slot.copied.close();
            }
            if (slot.used != null) {
                slot.used.close();
            }
        }
        if (copies != null) {
            copies.close();
        }
    }
}
