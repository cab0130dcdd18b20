package dev.afterimage.gpu.emulation;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.DeviceEvent;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.device.Launch;
import dev.afterimage.gpu.kernel.Signatures;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Does what it is given at once, or as late as it may: when somebody waits for it. */
final class EmulatedStream implements DeviceStream {

    private final EmulatedDevice device;
    private final boolean late;
    private final Deque<Runnable> given = new ArrayDeque<>();
    private long count;
    private long done;

    EmulatedStream(EmulatedDevice device, boolean late) {
        this.device = device;
        this.late = late;
    }

    private void give(Runnable work) {
        given.add(work);
        count++;
        if (!late) {
            synchronise();
        }
    }

    private void finish(long until) {
        while (done < until) {
            done++;
            given.remove().run();
        }
    }

    @Override
    public void upload(ByteBuffer source, long address) {
        ByteBuffer bytes = direct(source).slice();
        give(() -> {
            device.requireWithin(address, bytes.remaining());
            new Pointer(address).getByteBuffer(0, bytes.remaining()).put(bytes.duplicate());
        });
    }

    @Override
    public void download(long address, ByteBuffer target) {
        ByteBuffer bytes = direct(target).slice();
        give(() -> {
            device.requireWithin(address, bytes.remaining());
            bytes.duplicate().put(new Pointer(address).getByteBuffer(0, bytes.remaining()));
        });
    }

    private static ByteBuffer direct(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("a device copies from and to direct buffers alone");
        }
        return buffer;
    }

    @Override
    public void copy(long from, long to, long bytes) {
        give(() -> {
            device.requireWithin(from, bytes);
            device.requireWithin(to, bytes);
            new Pointer(to).getByteBuffer(0, bytes).put(new Pointer(from).getByteBuffer(0, bytes));
        });
    }

    @Override
    public void launch(String kernel, Launch launch, Object... arguments) {
        List<Signatures.Kind> kinds = device.signatures().checked(kernel, arguments);
        give(() -> run(kernel, launch, kinds, arguments));
    }

    private void run(String kernel, Launch launch, List<Signatures.Kind> kinds, Object... arguments) {
        try (Memory values = new Memory((long) Long.BYTES * arguments.length);
                Memory addresses = new Memory((long) Native.POINTER_SIZE * arguments.length)) {
            for (int i = 0; i < arguments.length; i++) {
                long at = (long) Long.BYTES * i;
                switch (kinds.get(i)) {
                    case POINTER, LONG -> values.setLong(at, (Long) arguments[i]);
                    case INT -> values.setInt(at, (Integer) arguments[i]);
                    case FLOAT -> values.setFloat(at, (Float) arguments[i]);
                }
                addresses.setPointer((long) Native.POINTER_SIZE * i, values.share(at));
            }
            device.run(kernel, launch, addresses);
        }
    }

    @Override
    public void product(long weights, Cell cell, long in, long out, int rows, int outs, int ins) {
        give(() -> {
            device.requireWithin(weights, (long) outs * ins * cell.bytes());
            device.requireWithin(in, (long) rows * ins * Float.BYTES);
            device.requireWithin(out, (long) rows * outs * Float.BYTES);
            device.multiply(weights, cell, in, out, rows, outs, ins);
        });
    }

    @Override
    public DeviceEvent record() {
        long until = count;
        return new DeviceEvent() {
            @Override
            public void synchronise() {
                finish(until);
            }

            @Override
            public void close() { }
        };
    }

    @Override
    public void await(DeviceEvent event) {
        give(event::synchronise);
    }

    @Override
    public void synchronise() {
        finish(count);
    }

    @Override
    public void close() {
        synchronise();
    }
}
