package dev.afterimage.gpu.device;

import java.nio.ByteBuffer;

/**
 * Work that a device does in the order it is given, beside that of other streams. Methods return before the work is done; what went wrong
 * may be told by a later call. Used by one thread at a time.
 */
public interface DeviceStream extends AutoCloseable {

    /**
     * Copies to the device.
     *
     * @param source direct; its remaining bytes are not changed until the copy is done ({@link #synchronise}, or an event behind it)
     */
    void upload(ByteBuffer source, long address);

    /** Copies from the device. @param target direct; its remaining bytes are filled once the copy is done */
    void download(long address, ByteBuffer target);

    /** Copies within the device. */
    void copy(long from, long to, long bytes);

    /**
     * Runs a kernel.
     *
     * @param arguments a {@link Long} for a pointer or {@code long long}, an {@link Integer}, a {@link Float}: as the kernel's source has
     *                  them
     * @throws IllegalArgumentException when the source has others
     */
    void launch(String kernel, Launch launch, Object... arguments);

    /**
     * y = x W^T.
     *
     * @param weights address of (outs, ins), row-major
     * @param in      address of (rows, ins) floats
     * @param out     address of (rows, outs) floats, filled
     */
    void product(long weights, Cell cell, long in, long out, int rows, int outs, int ins);

    /** Marks what was given to this stream until now. */
    DeviceEvent record();

    /** What is given to this stream from now on waits for another stream's event. */
    void await(DeviceEvent event);

    /** Returns when everything given to this stream is done. */
    void synchronise();

    @Override
    void close();
}
