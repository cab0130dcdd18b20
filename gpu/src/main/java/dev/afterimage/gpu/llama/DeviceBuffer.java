package dev.afterimage.gpu.llama;

import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;

/** Memory of one session that grows when more is asked for; what was in it is then lost. */
final class DeviceBuffer implements AutoCloseable {

    private final Device device;
    private final DeviceStream stream;
    private DeviceMemory memory;

    DeviceBuffer(Device device, DeviceStream stream) {
        this.device = device;
        this.stream = stream;
    }

    /** @return address of this many floats at least */
    long floats(long count) {
        return bytes(Math.multiplyExact(count, Float.BYTES));
    }

    long bytes(long count) {
        if (memory == null || memory.bytes() < count) {
            close();
            memory = device.allocate(Math.max(count, 1));
        }
        return memory.address();
    }

    /** Nothing on the stream uses it any more once this returns. */
    @Override
    public void close() {
        if (memory != null) {
            if (!device.lost()) {
                stream.synchronise();
            }
            memory.close();
            memory = null;
        }
    }
}
