package dev.afterimage.gpu.cuda;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.DeviceEvent;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.device.Launch;
import dev.afterimage.gpu.kernel.RowKernels;
import dev.afterimage.gpu.kernel.Signatures;
import java.nio.ByteBuffer;
import java.util.List;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** A CUDA stream. */
final class CudaStream implements DeviceStream {

    private final CudaDevice device;
    private final CudaStreamHandle stream = new CudaStreamHandle();
    /** Null until it is needed. */
    private Cublas.Handle handle;
    private DeviceMemory halves;

    CudaStream(CudaDevice device) {
        this.device = device;
        device.makeCurrent();
        device.check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "make a stream");
    }

    @Override
    public void upload(ByteBuffer source, long address) {
        device.makeCurrent();
        device.check(JCudaDriver.cuMemcpyHtoDAsync(DevicePointer.to(address), host(source), source.remaining(), stream),
                "take " + source.remaining() + " bytes");
    }

    @Override
    public void download(long address, ByteBuffer target) {
        device.makeCurrent();
        device.check(JCudaDriver.cuMemcpyDtoHAsync(host(target), DevicePointer.to(address), target.remaining(), stream),
                "give " + target.remaining() + " bytes");
    }

    /** An array of the heap may move while the device still copies. */
    private static Pointer host(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("a device copies from and to direct buffers alone");
        }
        return Pointer.to(buffer.slice());
    }

    @Override
    public void copy(long from, long to, long bytes) {
        device.makeCurrent();
        device.check(JCudaDriver.cuMemcpyDtoDAsync(DevicePointer.to(to), DevicePointer.to(from), bytes, stream), "copy its memory");
    }

    @Override
    public void launch(String kernel, Launch launch, Object... arguments) {
        List<Signatures.Kind> kinds = Signatures.shipped().checked(kernel, arguments);
        NativePointerObject[] pointers = new NativePointerObject[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            pointers[i] = switch (kinds.get(i)) {
                case POINTER, LONG -> Pointer.to(new long[] {(Long) arguments[i]});
                case INT -> Pointer.to(new int[] {(Integer) arguments[i]});
                case FLOAT -> Pointer.to(new float[] {(Float) arguments[i]});
            };
        }
        device.makeCurrent();
        device.check(JCudaDriver.cuLaunchKernel(device.kernels().function(kernel), launch.x(), launch.y(), launch.z(), launch.threads(),
                1, 1, launch.sharedBytes(), stream, Pointer.to(pointers), null), "run " + kernel);
    }

    /** One row is bound by reading the weights, which the kernel does as well as any library. */
    @Override
    public void product(long weights, Cell cell, long in, long out, int rows, int outs, int ins) {
        RowKernels kernels = new RowKernels(device.threads());
        if (rows <= 1 || device.cublas() == null) {
            kernels.product(this, cell, weights, in, out, rows, outs, ins);
            return;
        }
        long left = in;
        if (cell == Cell.F16) {
            left = halves((long) rows * ins * cell.bytes());
            kernels.halve(this, in, left, (long) rows * ins);
        }
        device.makeCurrent();
        if (handle == null) {
            handle = device.cublas().take(stream);
        }
        device.cublas().product(device, handle, weights, cell, left, out, rows, outs, ins);
    }

    private long halves(long bytes) {
        if (halves == null || halves.bytes() < bytes) {
            freeHalves();
            halves = device.allocate(bytes);
        }
        return halves.address();
    }

    private void freeHalves() {
        if (halves != null) {
            synchronise();
            halves.close();
            halves = null;
        }
    }

    @Override
    public DeviceEvent record() {
        device.makeCurrent();
        return new CudaEvent(device, stream);
    }

    @Override
    public void await(DeviceEvent event) {
        device.makeCurrent();
        device.check(JCudaDriver.cuStreamWaitEvent(stream, ((CudaEvent) event).event(), 0), "wait for other work");
    }

    @Override
    public void synchronise() {
        device.makeCurrent();
        device.check(JCudaDriver.cuStreamSynchronize(stream), "finish its work");
    }

    @Override
    public void close() {
        if (device.lost()) {
            return;
        }
        freeHalves();
        if (handle != null) {
            synchronise();
            device.cublas().giveBack(handle);
        }
        device.makeCurrent();
        device.check(JCudaDriver.cuStreamDestroy(stream), "end a stream");
    }
}
