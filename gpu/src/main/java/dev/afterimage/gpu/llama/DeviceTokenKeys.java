package dev.afterimage.gpu.llama;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.model.TokenKeys;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.kernel.RowKernels;
import dev.afterimage.gpu.kernel.TokenKernels;
import java.util.Arrays;
import java.util.Optional;

/** A stream's token keys on a device, in halves. They take at most a share of what is free; whatever fails, nobody uses them again. */
final class DeviceTokenKeys implements TokenKeys, AutoCloseable {

    private static final int FIRST_TOKENS = 4096;
    /** Of the free memory that keys may take when they grow. */
    private static final int SHARE = 4;

    private final Device device;
    private final int width;
    private final DeviceStream stream;
    private final Transfers transfers;
    private final DeviceBuffer floats;
    private final DeviceBuffer places;
    private final DeviceBuffer found;
    /** Null before the first block. */
    private DeviceMemory keys;
    private int[] starts = {0};
    private int blocks;
    private boolean usable = true;
    private boolean closed;

    DeviceTokenKeys(Device device, StagingPool staging, int width) {
        this.device = device;
        this.width = width;
        this.stream = device.newStream();
        this.transfers = new Transfers(staging, stream);
        this.floats = new DeviceBuffer(device, stream);
        this.places = new DeviceBuffer(device, stream);
        this.found = new DeviceBuffer(device, stream);
    }

    @Override
    public synchronized boolean add(float[] tokenKeys) {
        try {
            usable = usable && put(tokenKeys);
        } catch (AfterimageException refused) {
            usable = false;
        }
        return usable;
    }

    private boolean put(float[] tokenKeys) {
        int tokens = starts[blocks] + tokenKeys.length / width;
        if (!hasRoom(tokens)) {
            return false;
        }
        if (tokenKeys.length > 0) {
            long from = floats.floats(tokenKeys.length);
            transfers.upload(tokenKeys, from);
            new RowKernels(device.threads()).halve(stream, from, keys.address() + bytes(starts[blocks]), tokenKeys.length);
        }
        if (blocks + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length + 1);
        }
        starts[++blocks] = tokens;
        return true;
    }

    private long bytes(int tokens) {
        return (long) tokens * width * Cell.F16.bytes();
    }

    private boolean hasRoom(int tokens) {
        if (keys != null && keys.bytes() >= bytes(tokens)) {
            return true;
        }
        long wanted = bytes(Math.max(FIRST_TOKENS, 2 * tokens));
        if (wanted > device.freeBytes() / SHARE) {
            return false;
        }
        DeviceMemory larger = device.allocate(wanted);
        if (keys != null) {
            stream.copy(keys.address(), larger.address(), bytes(starts[blocks]));
            stream.synchronise();
            keys.close();
        }
        keys = larger;
        return true;
    }

    @Override
    public synchronized Optional<float[]> matches(float[] queries, int count, boolean unit) {
        if (!usable || closed || count > blocks) {
            return Optional.empty();
        }
        try {
            float[] products = new float[queries.length / width * count];
            if (products.length > 0 && starts[count] > 0) {
                match(queries, count, unit, products);
            }
            return Optional.of(products);
        } catch (AfterimageException refused) {
            usable = false;
            return Optional.empty();
        }
    }

    private void match(float[] queries, int count, boolean unit, float[] products) {
        long asked = floats.floats(queries.length);
        transfers.upload(queries, asked);
        long at = places.bytes((count + 1L) * Integer.BYTES);
        transfers.upload(Arrays.copyOf(starts, count + 1), at);
        long to = found.floats(products.length);
        new TokenKernels(device.threads()).lateInteraction(stream, Cell.F16, asked, keys.address(), at, to, queries.length / width, count,
                width, unit);
        transfers.download(to, products, 0, products.length);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!device.lost()) {
                stream.synchronise();
            }
        } finally {
            floats.close();
            places.close();
            found.close();
            transfers.close();
            if (keys != null) {
                keys.close();
            }
            stream.close();
        }
    }
}
