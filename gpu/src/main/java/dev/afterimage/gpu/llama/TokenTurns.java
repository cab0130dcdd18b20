package dev.afterimage.gpu.llama;

import dev.afterimage.core.block.TokenPositions;
import dev.afterimage.gpu.kernel.CacheKernels;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.RotaryTable;
import java.util.Arrays;

/**
 * By which rows of which tables a session's tokens turn. Tokens that stand one after the other turn by the layer's own table; those with
 * three positions each (M-RoPE) by rows that are reckoned for them, as packs on the CPU do.
 */
final class TokenTurns implements AutoCloseable {

    /** @param row of the first token in the tables of {@code kernels} */
    record Turn(CacheKernels kernels, int row) { }

    /** What the buffers hold now. */
    private record Reckoned(RotaryTable table, int start, int[] moved) {

        boolean same(Reckoned other) {
            return other != null && table == other.table && start == other.start && Arrays.equals(moved, other.moved);
        }
    }

    private final GpuNetwork network;
    private final Transfers transfers;
    private final DeviceBuffer cosines;
    private final DeviceBuffer sines;
    private Reckoned reckoned;

    TokenTurns(GpuNetwork network, Transfers transfers, DeviceBuffer cosines, DeviceBuffer sines) {
        this.network = network;
        this.transfers = transfers;
        this.cosines = cosines;
        this.sines = sines;
    }

    /**
     * For work that is given to the session's stream before this is asked again.
     *
     * @param start     where the first token of all stands
     * @param positions of all tokens, relative to it; null for one after the other
     * @param from      the first token that turns now, and {@code count} how many do
     */
    Turn of(int layer, int start, TokenPositions positions, int from, int count) {
        LlamaShape shape = network.shape();
        boolean plain = positions == null || positions.plain();
        if (shape.axes() == null || plain && start + from + count <= shape.contextLength()) {
            return new Turn(network.cache(layer), start + from);
        }
        TokenPositions all = positions == null ? TokenPositions.text(from + count) : positions;
        int axes = TokenPositions.AXES;
        return of(layer, new Reckoned(network.rotary(layer), start, Arrays.copyOfRange(all.axes(), from * axes, (from + count) * axes)));
    }

    /** The copies wait for what reads the rows before, since both are given to one stream. */
    private Turn of(int layer, Reckoned wanted) {
        int half = wanted.table.half();
        int tokens = wanted.moved.length / TokenPositions.AXES;
        long first = cosines.floats((long) tokens * half);
        long second = sines.floats((long) tokens * half);
        if (!wanted.same(reckoned)) {
            float[][] angles = new float[2][tokens * half];
            wanted.table.angles(network.shape().axes(), Arrays.stream(wanted.moved).map(axis -> wanted.start + axis).toArray(), angles);
            transfers.upload(angles[0], first);
            transfers.upload(angles[1], second);
            reckoned = wanted;
        }
        CacheKernels table = network.cache(layer);
        return new Turn(new CacheKernels(table.pages(), table.heads(), first, second), 0);
    }

    @Override
    public void close() {
        cosines.close();
        sines.close();
    }
}
