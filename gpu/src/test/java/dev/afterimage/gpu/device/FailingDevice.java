package dev.afterimage.gpu.device;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A device that is lost, or whose memory is full, when a test wants it. What lies on it is freed all the same, so that leaks are seen. It
 * notes what it is given to do.
 */
public final class FailingDevice implements Device {

    private final Device device;
    private long launchesLeft = Long.MAX_VALUE;
    private long allocationsLeft = Long.MAX_VALUE;
    private long freeBytes = Long.MAX_VALUE;
    private boolean lost;
    private final List<String> work = new ArrayList<>();
    private long downloaded;

    public FailingDevice(Device device) {
        this.device = device;
    }

    /** Is lost with the kernel after so many more. */
    public void loseAfter(long launches) {
        launchesLeft = launches;
    }

    /** Has memory for so many more pieces. */
    public void fillAfter(long allocations) {
        allocationsLeft = allocations;
    }

    public FailingDevice withFreeBytes(long bytes) {
        freeBytes = bytes;
        return this;
    }

    /** Kernels by their names, and {@code wait} where a stream is waited for, in the order in which they were asked for. */
    public List<String> work() {
        return work;
    }

    /** Bytes that were copied from the device. */
    public long downloaded() {
        return downloaded;
    }

    private void use() {
        if (lost) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the device was lost", "use another");
        }
    }

    @Override
    public String name() {
        return "failing " + device.name();
    }

    @Override
    public boolean lost() {
        return lost;
    }

    @Override
    public long freeBytes() {
        return freeBytes;
    }

    @Override
    public int threads() {
        return device.threads();
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        use();
        if (allocationsLeft-- <= 0) {
            throw new AfterimageException(ErrorCode.MODEL_GPU_MEMORY, "the device has no " + bytes + " bytes", "use another");
        }
        return device.allocate(bytes);
    }

    @Override
    public ByteBuffer allocateStaging(int bytes) {
        use();
        return device.allocateStaging(bytes);
    }

    @Override
    public void freeStaging(ByteBuffer staging) {
        device.freeStaging(staging);
    }

    @Override
    public DeviceStream newStream() {
        use();
        return new Stream(device.newStream());
    }

    @Override
    public void close() {
        device.close();
    }

    private final class Stream implements DeviceStream {

        private final DeviceStream stream;

        Stream(DeviceStream stream) {
            this.stream = stream;
        }

        @Override
        public void upload(ByteBuffer source, long address) {
            use();
            stream.upload(source, address);
        }

        @Override
        public void download(long address, ByteBuffer target) {
            use();
            downloaded += target.remaining();
            stream.download(address, target);
        }

        @Override
        public void copy(long from, long to, long bytes) {
            use();
            stream.copy(from, to, bytes);
        }

        @Override
        public void launch(String kernel, Launch launch, Object... arguments) {
            lost |= launchesLeft-- <= 0;
            use();
            work.add(kernel);
            stream.launch(kernel, launch, arguments);
        }

        @Override
        public void product(long weights, Cell cell, long in, long out, int rows, int outs, int ins) {
            use();
            stream.product(weights, cell, in, out, rows, outs, ins);
        }

        @Override
        public DeviceEvent record() {
            use();
            return stream.record();
        }

        @Override
        public void await(DeviceEvent event) {
            use();
            stream.await(event);
        }

        @Override
        public void synchronise() {
            use();
            work.add("wait");
            stream.synchronise();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
