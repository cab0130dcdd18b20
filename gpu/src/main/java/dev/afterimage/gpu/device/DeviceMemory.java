package dev.afterimage.gpu.device;

/** Memory of a device. Freed once, when nothing on any stream uses it any more. */
public interface DeviceMemory extends AutoCloseable {

    /** As kernels are given it; addresses within are reckoned from it. */
    long address();

    long bytes();

    @Override
    void close();
}
