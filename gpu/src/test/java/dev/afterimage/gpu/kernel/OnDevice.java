package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Arrays on a device, for as long as one test. */
final class OnDevice implements AutoCloseable {

    private final Device device;
    private final DeviceStream stream;
    private final List<DeviceMemory> memory = new ArrayList<>();

    OnDevice(Device device) {
        this.device = device;
        this.stream = device.newStream();
    }

    DeviceStream stream() {
        return stream;
    }

    /** Memory that nobody has written. */
    long room(long bytes) {
        DeviceMemory room = device.allocate(bytes);
        memory.add(room);
        return room.address();
    }

    long floats(float... values) {
        ByteBuffer buffer = buffer(values.length * Float.BYTES);
        buffer.asFloatBuffer().put(values);
        return bytes(buffer);
    }

    long cells(Cell cell, float... values) {
        if (cell == Cell.F32) {
            return floats(values);
        }
        ByteBuffer buffer = buffer(values.length * Cell.F16.bytes());
        for (float value : values) {
            buffer.putShort(Halves.of(value));
        }
        return bytes(buffer.flip());
    }

    long ints(int... values) {
        ByteBuffer buffer = buffer(values.length * Integer.BYTES);
        buffer.asIntBuffer().put(values);
        return bytes(buffer);
    }

    long bytes(byte... values) {
        return bytes(buffer(values.length).put(values).flip());
    }

    private long bytes(ByteBuffer buffer) {
        long room = room(buffer.remaining());
        stream.upload(buffer, room);
        stream.synchronise();
        return room;
    }

    float[] floatsAt(long address, int count) {
        float[] values = new float[count];
        read(address, count * Float.BYTES).asFloatBuffer().get(values);
        return values;
    }

    float[] cellsAt(Cell cell, long address, int count) {
        if (cell == Cell.F32) {
            return floatsAt(address, count);
        }
        ByteBuffer buffer = read(address, count * Cell.F16.bytes());
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Halves.toFloat(buffer.getShort());
        }
        return values;
    }

    int intAt(long address) {
        return intsAt(address, 1)[0];
    }

    int[] intsAt(long address, int count) {
        int[] values = new int[count];
        read(address, count * Integer.BYTES).asIntBuffer().get(values);
        return values;
    }

    byte[] bytesAt(long address, int count) {
        byte[] values = new byte[count];
        read(address, count).get(values);
        return values;
    }

    private ByteBuffer read(long address, int bytes) {
        ByteBuffer buffer = buffer(bytes);
        stream.download(address, buffer);
        stream.synchronise();
        return buffer;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        stream.synchronise();
        stream.close();
        memory.forEach(DeviceMemory::close);
    }
}
