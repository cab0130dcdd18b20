package dev.afterimage.gpu.llama;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.kernel.AttentionKernels;
import dev.afterimage.gpu.kernel.RowKernels;
import dev.afterimage.model.graph.LlamaShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs single layers over new tokens, on one stream, with memory of its own for what lies between: the steps of {@link
 * dev.afterimage.model.graph.LlamaGraphs}. Hidden states are (tokens, width) floats.
 */
final class LayerRunner implements AutoCloseable {

    /** Keys that one part of a single token's attention reads. */
    private static final int PART = 128;
    private static final int MOST_PARTS = 64;

    private final GpuNetwork network;
    private final LlamaShape shape;
    private final DeviceStream stream;
    private final RowKernels rows;
    private final Cell cell;
    private final List<DeviceBuffer> buffers = new ArrayList<>();
    private final DeviceBuffer normed;
    private final DeviceBuffer qkv;
    private final DeviceBuffer queries;
    private final DeviceBuffer attended;
    private final DeviceBuffer partial;
    private final DeviceBuffer wide;
    private final DeviceBuffer gated;
    private final DeviceBuffer out;
    private final DeviceBuffer logits;
    private final DeviceBuffer widened;

    LayerRunner(GpuNetwork network, DeviceStream stream) {
        this.network = network;
        this.shape = network.shape();
        this.stream = stream;
        this.rows = network.rows();
        this.cell = network.pool().pages().cell();
        Device device = network.device();
        this.normed = buffer(device);
        this.qkv = buffer(device);
        this.queries = buffer(device);
        this.attended = buffer(device);
        this.partial = buffer(device);
        this.wide = buffer(device);
        this.gated = buffer(device);
        this.out = buffer(device);
        this.logits = buffer(device);
        this.widened = buffer(device);
    }

    private DeviceBuffer buffer(Device device) {
        DeviceBuffer buffer = new DeviceBuffer(device, stream);
        buffers.add(buffer);
        return buffer;
    }

    /**
     * Queries, keys and values before RoPE, normalised where the model does that.
     *
     * @param hidden address of what goes into the layer
     * @return address of (tokens, qkvWidth) floats, until the next call
     */
    long project(DeviceWeights weights, int index, long hidden, int tokens) {
        DeviceWeights.Layer layer = weights.layer(index);
        long projected = qkv.floats((long) tokens * shape.qkvWidth());
        linear(layer.qkv(), norm(hidden, layer.attentionNorm(), tokens), projected, tokens);
        if (layer.queryNorm() != 0) {
            rows.headNorm(stream, projected, layer.queryNorm(), tokens, shape.qkvWidth(), 0, shape.heads(), shape.headDim(),
                    layer.headEpsilon());
            rows.headNorm(stream, projected, layer.keyNorm(), tokens, shape.qkvWidth(), shape.queryWidth(), shape.kvHeads(),
                    shape.headDim(), layer.headEpsilon());
        }
        return projected;
    }

    /**
     * The rest of a layer behind {@link #project}: keys and values into the cache, attention, and the gated layer.
     *
     * @param hidden what went into the layer; afterwards what comes out of it
     * @param past   tokens that this layer has in the cache; there is room for the new ones
     */
    void finish(DeviceWeights weights, int index, long hidden, long projected, int tokens, PagedCache cache, int past,
            TokenTurns.Turn turn) {
        DeviceWeights.Layer layer = weights.layer(index);
        long found = attend(index, projected, tokens, cache, past, turn);
        addTo(hidden, layer.attentionOut(), found, layer.attentionOutNorm(), tokens);
        long both = wide.floats((long) tokens * layer.gateUp().outs());
        linear(layer.gateUp(), norm(hidden, layer.feedNorm(), tokens), both, tokens);
        long active = gated.floats((long) tokens * shape.feedForward());
        rows.gate(stream, both, active, tokens, shape.feedForward(), shape.activation().ordinal());
        addTo(hidden, layer.down(), active, layer.feedOutNorm(), tokens);
    }

    /** Adds what a picture has more behind one of the first layers. @param from the first of these tokens among all of {@code input} */
    void deepen(PromptInput.Hidden input, int index, int from, int tokens) {
        for (PromptInput.Deep deep : index < shape.deepStack() ? input.deep() : List.<PromptInput.Deep>of()) {
            int first = Math.max(from, deep.from());
            int end = Math.min(from + tokens, deep.from() + deep.tokens());
            if (first < end) {
                long row = (long) index * deep.tokens() + first - deep.from();
                rows.add(stream, input.row(first, shape.width()), deep.address() + row * shape.width() * Float.BYTES,
                        (long) (end - first) * shape.width());
            }
        }
    }

    private long attend(int index, long projected, int tokens, PagedCache cache, int past, TokenTurns.Turn turn) {
        long turned = queries.floats((long) tokens * shape.queryWidth());
        long result = attended.floats((long) tokens * shape.queryWidth());
        turn.kernels().rotateQueries(stream, projected, turned, tokens, turn.row());
        turn.kernels().write(stream, projected, cache.pool(), cache.table(index), tokens, past, turn.row());
        AttentionKernels kernels = network.attention(index, tokens > 1);
        if (tokens == 1) {
            int parts = Math.min((past + PART) / PART, MOST_PARTS);
            kernels.one(stream, turned, cache.pool(), cache.table(index), partial.floats(kernels.partialFloats(parts)), result, past + 1,
                    parts);
        } else {
            kernels.chunk(stream, turned, cache.pool(), cache.table(index), result, tokens, past);
        }
        return result;
    }

    private void addTo(long hidden, DeviceMatrix matrix, long in, long outNorm, int tokens) {
        long product = out.floats((long) tokens * shape.width());
        linear(matrix, in, product, tokens);
        if (outNorm != 0) {
            rows.rmsNorm(stream, product, outNorm, product, tokens, shape.width(), shape.rmsEpsilon());
        }
        rows.add(stream, hidden, product, (long) tokens * shape.width());
    }

    private long norm(long hidden, long scale, int tokens) {
        long result = normed.floats((long) tokens * shape.width());
        rows.rmsNorm(stream, hidden, scale, result, tokens, shape.width(), shape.rmsEpsilon());
        return result;
    }

    private void linear(DeviceMatrix matrix, long in, long result, int tokens) {
        if (!matrix.fourBits()) {
            stream.product(matrix.weight(), cell, in, result, tokens, matrix.outs(), matrix.ins());
        } else if (tokens == 1) {
            rows.productFourBits(stream, matrix.weight(), matrix.scales(), in, result, matrix.outs(), matrix.ins());
        } else {
            // Of many rows the product itself takes longest: it is given cells, which the device's own library multiplies quickest.
            long cells = widened.bytes((long) matrix.outs() * matrix.ins() * cell.bytes());
            rows.widenFourBits(stream, cell, matrix.weight(), matrix.scales(), cells, matrix.outs(), matrix.ins());
            stream.product(cells, cell, in, result, tokens, matrix.outs(), matrix.ins());
        }
        if (matrix.bias() != 0) {
            rows.addBias(stream, result, matrix.bias(), tokens, matrix.outs());
        }
    }

    /** @param hidden one token's state behind the last layer; @return address of (vocabulary) floats */
    long logits(long hidden) {
        long result = logits.floats(shape.vocabulary());
        linear(network.head(), norm(hidden, network.finalNorm(), 1), result, 1);
        return result;
    }

    @Override
    public void close() {
        buffers.forEach(DeviceBuffer::close);
    }
}
