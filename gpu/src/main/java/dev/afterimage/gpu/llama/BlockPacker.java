package dev.afterimage.gpu.llama;

import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.gpu.device.DeviceEvent;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.kernel.StoredNumbers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts what is prefilled into a store's form where it was computed: a layer is made smaller and copied to the host on a stream of its own,
 * while the session's stream computes the layers behind it. So of a block the bus carries what is stored, and no floats.
 */
final class BlockPacker implements AutoCloseable {

    private final GpuNetwork network;
    private final DeviceStream stream;
    /** What {@link #own} waits for; kept until it did. */
    private final List<DeviceEvent> computed = new ArrayList<>();
    /** Null before the first block. */
    private DeviceStream own;
    private DeviceBuffer packed;
    private ByteBuffer staging;
    private PackedLayer form;
    private long address;

    /** @param stream what computes the layers */
    BlockPacker(GpuNetwork network, DeviceStream stream) {
        this.network = network;
        this.stream = stream;
    }

    /** Another block, whose layers come one after the other. */
    void begin(PackedLayer layer) {
        if (own == null) {
            own = network.device().newStream();
            packed = new DeviceBuffer(network.device(), own);
        }
        finish();
        form = layer;
        int bytes = Math.multiplyExact(layer.bytes(), network.shape().layers());
        address = packed.bytes(bytes);
        makeRoom(bytes);
    }

    private void makeRoom(int bytes) {
        if (staging == null || staging.capacity() < bytes) {
            giveBack();
            staging = network.staging().take(bytes);
        }
        staging.clear();
    }

    /** @param keys address of a layer's (kvHeads, tokens, headDim) floats, given to the session's stream; {@code values} likewise */
    void pack(int layer, long keys, long values) {
        DeviceEvent there = stream.record();
        computed.add(there);
        own.await(there);
        int from = form.bytes() * layer;
        pack(keys, address + from, form.keys());
        pack(values, address + from, form.values());
        own.download(address + from, staging.slice(from, form.bytes()));
    }

    private void pack(long floats, long to, StoredNumbers.Numbers numbers) {
        if (form.halves()) {
            network.rows().halve(own, floats, to + numbers.numbers(), (long) form.kvHeads() * form.tokens() * form.headDim());
        } else {
            network.cache(0).quantise(own, floats, to, numbers, form.kvHeads(), form.tokens(), form.form().bits());
        }
    }

    /** All layers of the block that was begun last, once they are on the host. */
    List<StoredKeyValues.Piece> packed() {
        finish();
        byte[] bytes = new byte[form.bytes() * network.shape().layers()];
        staging.get(0, bytes);
        return IntStream.range(0, network.shape().layers()).mapToObj(layer -> form.piece(layer, bytes)).toList();
    }

    private void finish() {
        own.synchronise();
        computed.forEach(DeviceEvent::close);
        computed.clear();
    }

    private void giveBack() {
        if (staging != null) {
            network.staging().giveBack(staging);
            staging = null;
        }
    }

    /** Nothing of the session's stream may be under way any more. */
    @Override
    public void close() {
        if (own == null) {
            return;
        }
        if (!network.device().lost()) {
            own.synchronise();
        }
        computed.forEach(DeviceEvent::close);
        packed.close();
        giveBack();
        own.close();
    }
}
