package dev.afterimage.gpu.device;

import java.nio.ByteBuffer;

/** A machine for kernels with memory of its own. Safe for use by several threads. */
public interface Device extends AutoCloseable {

    /** For people: {@code NVIDIA H200}, or what emulates one. */
    String name();

    /** Whether it failed so that nothing on it can be used any more. */
    boolean lost();

    /** Bytes that can still be allocated, by what the device says. */
    long freeBytes();

    /** Threads of a block that suit kernels over rows. */
    int threads();

    /** @return memory with undefined content */
    DeviceMemory allocate(long bytes);

    /** A direct buffer, native order, that the device copies to and from at full speed; freed with {@link #freeStaging}. */
    ByteBuffer allocateStaging(int bytes);

    void freeStaging(ByteBuffer staging);

    DeviceStream newStream();

    @Override
    void close();
}
