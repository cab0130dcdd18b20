package dev.afterimage.gpu.emulation;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.device.Launch;
import dev.afterimage.gpu.kernel.Signatures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Runs the kernels' own source on the host: to prove them correct where there is no GPU, not to be quick. It finds threads that wait at
 * different barriers, writes beside memory, reads of memory that nobody wrote (as not-a-number), copies beyond what is allocated, and
 * memory that is never freed.
 */
public final class EmulatedDevice implements Device {

    private final HostKernels kernels;
    private final Signatures signatures;
    private final int threads;
    private final boolean backwards;
    private final ConcurrentSkipListMap<Long, EmulatedMemory> allocated = new ConcurrentSkipListMap<>();

    /**
     * @param library   of {@link HostCompiler#compile}
     * @param threads   of a block in kernels over rows, whole warps; few are quicker here
     * @param backwards whether the last thread of a block runs first, and streams work as late as they may: a kernel that gives something
     *                  else then lacks a barrier, and a model an event or a wait
     */
    public EmulatedDevice(Path library, int threads, boolean backwards) {
        this(library, Signatures.shipped(), threads, backwards);
    }

    EmulatedDevice(Path library, Signatures signatures, int threads, boolean backwards) {
        this.signatures = signatures;
        this.kernels = Native.load(library.toString(), HostKernels.class);
        this.threads = threads;
        this.backwards = backwards;
    }

    @Override
    public String name() {
        return "emulation on the host";
    }

    @Override
    public boolean lost() {
        return false;
    }

    @Override
    public long freeBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        EmulatedMemory memory = new EmulatedMemory(bytes);
        allocated.put(memory.address(), memory);
        return new DeviceMemory() {
            @Override
            public long address() {
                return memory.address();
            }

            @Override
            public long bytes() {
                return bytes;
            }

            @Override
            public void close() {
                allocated.remove(memory.address());
                memory.close();
            }
        };
    }

    @Override
    public ByteBuffer allocateStaging(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void freeStaging(ByteBuffer staging) { }

    @Override
    public DeviceStream newStream() {
        return new EmulatedStream(this, backwards);
    }

    Signatures signatures() {
        return signatures;
    }

    /** @throws IllegalArgumentException when the bytes are not all of one piece of allocated memory */
    void requireWithin(long address, long bytes) {
        Map.Entry<Long, EmulatedMemory> entry = allocated.floorEntry(address);
        if (entry == null || address + bytes > entry.getKey() + entry.getValue().bytes()) {
            throw new IllegalArgumentException(bytes + " bytes at " + Long.toHexString(address) + " are not allocated");
        }
    }

    synchronized void run(String kernel, Launch launch, Memory arguments) {
        String wrong = kernels.emulate_launch(kernel, launch.x(), launch.y(), launch.z(), launch.threads(), launch.sharedBytes(),
                arguments, backwards ? 1 : 0);
        if (wrong != null) {
            throw new IllegalStateException(wrong);
        }
    }

    synchronized void multiply(long weights, Cell cell, long in, long out, int rows, int outs, int ins) {
        kernels.emulate_product(new Pointer(weights), cell == Cell.F16 ? 1 : 0, new Pointer(in), new Pointer(out), rows, outs, ins);
    }

    /** @throws IllegalStateException when memory has not been freed */
    @Override
    public void close() {
        if (!allocated.isEmpty()) {
            throw new IllegalStateException(allocated.size() + " pieces of device memory were never freed");
        }
    }
}
