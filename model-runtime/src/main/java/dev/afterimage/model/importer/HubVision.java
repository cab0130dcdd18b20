package dev.afterimage.model.importer;

import dev.afterimage.model.graph.Matrix;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.graph.VisionWeights;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.util.List;

/** A vision tower's weights out of a checkpoint directory. */
final class HubVision implements VisionWeights {

    /** A linear layer that joins the tower to the language model. */
    record Join(String name, int out, int in, boolean biased) { }

    private final SafetensorsCheckpoint tensors;
    private final VisionShape shape;
    private final String prefix;
    private final int[] buckets;
    private final int trained;
    private final List<Join> joins;

    /**
     * @param prefix  of the tower's tensors, e.g. {@code model.vision_model.}
     * @param trained positions along a side
     * @param buckets (side) which of them each row, or column, of patches takes
     */
    HubVision(SafetensorsCheckpoint tensors, VisionShape shape, String prefix, int trained, int[] buckets, List<Join> joins) {
        this.tensors = tensors;
        this.shape = shape;
        this.prefix = prefix;
        this.trained = trained;
        this.buckets = buckets;
        this.joins = List.copyOf(joins);
        requireTensors();
    }

    /** Faults are found before anything is written. */
    private void requireTensors() {
        int width = shape.width();
        tensors.require(prefix + "embeddings.patch_embedding.weight", width, 3, shape.patchSize(), shape.patchSize());
        tensors.require(prefix + "embeddings.patch_embedding.bias", width);
        tensors.require(prefix + "embeddings.position_embedding.weight", (long) trained * trained, width);
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = prefix + "encoder.layers." + layer + ".";
            requireBoth(name + "layer_norm1", width);
            requireBoth(name + "layer_norm2", width);
            for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                requireBoth(name + "self_attn." + part, width, width);
            }
            requireBoth(name + "mlp.fc1", shape.feedForward(), width);
            requireBoth(name + "mlp.fc2", width, shape.feedForward());
        }
        if (shape.finalNorm()) {
            requireBoth(prefix + "post_layernorm", width);
        }
        for (Join join : joins) {
            tensors.require(join.name() + ".weight", join.out(), join.in());
            if (join.biased()) {
                tensors.require(join.name() + ".bias", join.out());
            }
        }
    }

    private void requireBoth(String name, long... shape) {
        tensors.require(name + ".weight", shape);
        tensors.require(name + ".bias", shape[0]);
    }

    @Override
    public Matrix patchEmbedding() {
        String name = prefix + "embeddings.patch_embedding";
        return new Matrix(tensors.floats(name + ".weight", shape.width(), 3, shape.patchSize(), shape.patchSize()),
                tensors.floats(name + ".bias", shape.width()),
                shape.width(), shape.patchElements());
    }

    @Override
    public float[] positions() {
        int width = shape.width();
        float[] learnt = tensors.floats(prefix + "embeddings.position_embedding.weight", (long) trained * trained, width);
        float[] placed = new float[shape.patches() * width];
        for (int row = 0; row < shape.side(); row++) {
            for (int column = 0; column < shape.side(); column++) {
                System.arraycopy(learnt, (buckets[row] * trained + buckets[column]) * width, placed, (row * shape.side() + column) * width,
                        width);
            }
        }
        return placed;
    }

    @Override
    public Layer layer(int index) {
        String name = prefix + "encoder.layers." + index + ".";
        int width = shape.width();
        Matrix qkv = StackedLayers.of(linear(name + "self_attn.q_proj", width, width), linear(name + "self_attn.k_proj", width, width),
                linear(name + "self_attn.v_proj", width, width));
        return new Layer(norm(name + "layer_norm1"), qkv, linear(name + "self_attn.out_proj", width, width), norm(name + "layer_norm2"),
                linear(name + "mlp.fc1", shape.feedForward(), width), linear(name + "mlp.fc2", width, shape.feedForward()));
    }

    private Norm norm(String name) {
        return new Norm(tensors.floats(name + ".weight", shape.width()), tensors.floats(name + ".bias", shape.width()));
    }

    private Matrix linear(String name, int out, int in) {
        return new Matrix(tensors.floats(name + ".weight", out, in), tensors.floats(name + ".bias", out), out, in);
    }

    @Override
    public Norm finalNorm() {
        return norm(prefix + "post_layernorm");
    }

    @Override
    public List<Matrix> join() {
        return joins.stream().map(join -> join.biased() ? linear(join.name(), join.out(), join.in())
                : new Matrix(tensors.floats(join.name() + ".weight", join.out(), join.in()), join.out(), join.in())).toList();
    }
}
