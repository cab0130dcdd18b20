package dev.afterimage.model.importer;

import dev.afterimage.model.graph.BridgeShape;
import dev.afterimage.model.graph.BridgeWeights;
import dev.afterimage.model.graph.Matrix;
import dev.afterimage.model.graph.VisionWeights.Norm;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.nio.file.Path;
import java.util.Optional;

/** A memory bridge's weights out of {@code bridge.safetensors}. */
final class HubBridge implements BridgeWeights, AutoCloseable {

    private static final String FILE = "bridge.safetensors";
    private static final float[] NO_BIAS = {};

    private final SafetensorsCheckpoint tensors;
    private final BridgeShape shape;

    private HubBridge(SafetensorsCheckpoint tensors, BridgeShape shape) {
        this.tensors = tensors;
        this.shape = shape;
        requireTensors();
    }

    /** The bridge in a directory whose settings speak of one. @param width the language model's hidden size */
    static Optional<HubBridge> open(Path directory, StreamSettings settings, int width) {
        return settings.bridge(width).map(shape -> open(SafetensorsCheckpoint.open(directory, FILE), shape));
    }

    private static HubBridge open(SafetensorsCheckpoint tensors, BridgeShape shape) {
        try {
            return new HubBridge(tensors, shape);
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    ModelSource.Bridge described() {
        return new ModelSource.Bridge(shape, this);
    }

    /** Faults are found before anything is written. */
    private void requireTensors() {
        int width = shape.width();
        tensors.require("place", shape.tokens(), width);
        tensors.require("noted", shape.tokens(), width);
        tensors.require("novelty.weight", 1, width);
        tensors.require("entry.weight", width, width);
        for (int layer = 0; layer < shape.layers(); layer++) {
            tensors.require("layers." + layer + ".self_attn.q_proj.weight", width, width);
            tensors.require("layers." + layer + ".mlp.gate_proj.weight", shape.feedForward(), width);
        }
        if (tensors.has("layers." + shape.layers() + ".layer_norm1.weight")) {
            throw Config.malformed("the bridge has more than the " + shape.layers() + " layers that afterimage.json speaks of");
        }
    }

    @Override
    public float[] places() {
        return tensors.floats("place", shape.tokens(), shape.width());
    }

    @Override
    public Layer layer(int index) {
        String name = "layers." + index + ".";
        return new Layer(norm(name + "layer_norm1"), looking(name + "self_attn."), norm(name + "layer_norm2"),
                matrix(name + "mlp.gate_proj", shape.feedForward(), shape.width()),
                matrix(name + "mlp.up_proj", shape.feedForward(), shape.width()),
                matrix(name + "mlp.down_proj", shape.width(), shape.feedForward()));
    }

    @Override
    public Norm norm() {
        return norm("norm");
    }

    @Override
    public Matrix change() {
        return matrix("change", shape.width(), shape.width());
    }

    @Override
    public Matrix novelty() {
        return biased("novelty", 1);
    }

    @Override
    public Matrix entry() {
        return biased("entry", shape.width());
    }

    @Override
    public Norm pastNorm() {
        return norm("past_norm");
    }

    @Override
    public Looking past() {
        return looking("past.");
    }

    @Override
    public float[] noted() {
        return tensors.floats("noted", shape.tokens(), shape.width());
    }

    private Looking looking(String prefix) {
        int width = shape.width();
        return new Looking(matrix(prefix + "q_proj", width, width), matrix(prefix + "k_proj", width, width),
                matrix(prefix + "v_proj", width, width),
                matrix(prefix + "o_proj", width, width));
    }

    private Norm norm(String name) {
        return new Norm(tensors.floats(name + ".weight", shape.width()), tensors.floats(name + ".bias", shape.width()));
    }

    private Matrix matrix(String name, int out, int in) {
        return new Matrix(tensors.floats(name + ".weight", out, in), NO_BIAS, out, in);
    }

    private Matrix biased(String name, int out) {
        return new Matrix(tensors.floats(name + ".weight", out, shape.width()), tensors.floats(name + ".bias", out), out, shape.width());
    }

    @Override
    public void close() {
        tensors.close();
    }
}
