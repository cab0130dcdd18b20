package dev.afterimage.gpu.emulation;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.afterimage.gpu.device.DeviceMemory;

/** Memory of the host between two guards, full of not-a-number at first: what is read too early or written too far is seen. */
final class EmulatedMemory implements DeviceMemory {

    private static final int GUARD = 256;
    private static final byte UNWRITTEN = (byte) 0xff;

    private final long start;
    private final long bytes;
    private boolean closed;

    EmulatedMemory(long bytes) {
        this.bytes = bytes;
        this.start = Native.malloc(bytes + 2 * GUARD);
        if (start == 0) {
            throw new OutOfMemoryError("the host has no " + bytes + " bytes for the emulated device");
        }
        new Pointer(start).setMemory(0, bytes + 2 * GUARD, UNWRITTEN);
    }

    @Override
    public long address() {
        return start + GUARD;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("device memory is freed twice");
        }
        closed = true;
        boolean whole = untouched(0) && untouched(GUARD + bytes);
        Native.free(start);
        if (!whole) {
            throw new IllegalStateException("a kernel wrote beside the " + bytes + " bytes of its memory");
        }
    }

    private boolean untouched(long from) {
        for (byte guard : new Pointer(start).getByteArray(from, GUARD)) {
            if (guard != UNWRITTEN) {
                return false;
            }
        }
        return true;
    }
}
