package dev.afterimage.gpu.device;

/** A place in a stream's work. */
public interface DeviceEvent extends AutoCloseable {

    /** Returns when the device has come to it. */
    void synchronise();

    @Override
    void close();
}
