package dev.afterimage.model.importer;

import dev.afterimage.model.graph.Matrix;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.graph.VisionWeights;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.util.Arrays;
import java.util.List;

/** An InternViT's weights out of a checkpoint directory. Its layer scales are multiplied into the matrices that they follow. */
final class HubInternVision implements VisionWeights {

    private static final float[] NO_BIAS = {};

    /**
     * @param tower prefix of the tower's tensors
     * @param join  prefix of what joins it to the language model
     */
    record Names(String tower, String join) { }

    private final SafetensorsCheckpoint tensors;
    private final VisionShape shape;
    private final Names names;
    private final boolean biased;

    /** @param biased whether queries, keys and values have biases */
    HubInternVision(SafetensorsCheckpoint tensors, VisionShape shape, Names names, boolean biased) {
        this.tensors = tensors;
        this.shape = shape;
        this.names = names;
        this.biased = biased;
        requireTensors();
    }

    /** Faults are found before anything is written. */
    private void requireTensors() {
        int width = shape.width();
        tensors.require(names.tower() + "embeddings.cls_token", 1, 1, width);
        tensors.require(names.tower() + "embeddings.position_embeddings", 1, 1L + shape.patches(), width);
        tensors.require(names.tower() + "embeddings.patch_embeddings.projection.weight", width, 3, shape.patchSize(), shape.patchSize());
        tensors.require(names.tower() + "embeddings.patch_embeddings.projection.bias", width);
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = name(layer);
            requireBoth(name + "layernorm_before", width);
            requireBoth(name + "layernorm_after", width);
            for (String part : List.of("q_proj", "k_proj", "v_proj")) {
                tensors.require(name + "attention." + part + ".weight", width, width);
                if (biased) {
                    tensors.require(name + "attention." + part + ".bias", width);
                }
            }
            requireBoth(name + "attention.projection_layer", width, width);
            requireBoth(name + "mlp.fc1", shape.feedForward(), width);
            requireBoth(name + "mlp.fc2", width, shape.feedForward());
            tensors.require(name + "lambda_1", width);
            tensors.require(name + "lambda_2", width);
        }
        requireBoth(names.join() + "layer_norm", shape.joinedWidth());
        requireBoth(names.join() + "linear_1", shape.outWidth(), shape.joinedWidth());
        requireBoth(names.join() + "linear_2", shape.outWidth(), shape.outWidth());
    }

    private String name(int layer) {
        return names.tower() + "encoder.layer." + layer + ".";
    }

    private void requireBoth(String name, long... sizes) {
        tensors.require(name + ".weight", sizes);
        tensors.require(name + ".bias", sizes[0]);
    }

    @Override
    public Matrix patchEmbedding() {
        String name = names.tower() + "embeddings.patch_embeddings.projection";
        return new Matrix(tensors.floats(name + ".weight", shape.width(), 3, shape.patchSize(), shape.patchSize()),
                tensors.floats(name + ".bias", shape.width()),
                shape.width(), shape.patchElements());
    }

    @Override
    public float[] positions() {
        float[] all = allPositions();
        return Arrays.copyOfRange(all, shape.width(), all.length);
    }

    private float[] allPositions() {
        return tensors.floats(names.tower() + "embeddings.position_embeddings", 1, 1L + shape.patches(), shape.width());
    }

    @Override
    public float[] classToken() {
        float[] token = tensors.floats(names.tower() + "embeddings.cls_token", 1, 1, shape.width());
        float[] positions = allPositions();
        for (int i = 0; i < token.length; i++) {
            token[i] += positions[i];
        }
        return token;
    }

    @Override
    public Layer layer(int index) {
        String name = name(index);
        int width = shape.width();
        Matrix qkv = StackedLayers.of(linear(name + "attention.q_proj", width, width, biased),
                linear(name + "attention.k_proj", width, width, biased),
                linear(name + "attention.v_proj", width, width, biased));
        return new Layer(norm(name + "layernorm_before", width), qkv,
                scaled(name + "attention.projection_layer", width, width, name + "lambda_1"),
                norm(name + "layernorm_after", width), linear(name + "mlp.fc1", shape.feedForward(), width, true),
                scaled(name + "mlp.fc2", width, shape.feedForward(), name + "lambda_2"));
    }

    /** A linear layer whose outputs are each multiplied by a learnt scale. */
    private Matrix scaled(String name, int out, int in, String scale) {
        Matrix plain = linear(name, out, in, true);
        float[] scales = tensors.floats(scale, out);
        for (int i = 0; i < plain.weight().length; i++) {
            plain.weight()[i] *= scales[i / in];
        }
        for (int i = 0; i < out; i++) {
            plain.bias()[i] *= scales[i];
        }
        return plain;
    }

    private Norm norm(String name, int size) {
        return new Norm(tensors.floats(name + ".weight", size), tensors.floats(name + ".bias", size));
    }

    private Matrix linear(String name, int out, int in, boolean withBias) {
        return new Matrix(tensors.floats(name + ".weight", out, in), withBias ? tensors.floats(name + ".bias", out) : NO_BIAS, out, in);
    }

    @Override
    public Norm finalNorm() {
        throw new IllegalStateException("InternVL reads its tower's last layer without a norm");
    }

    @Override
    public Norm joinNorm() {
        return norm(names.join() + "layer_norm", shape.joinedWidth());
    }

    @Override
    public List<Matrix> join() {
        return List.of(linear(names.join() + "linear_1", shape.outWidth(), shape.joinedWidth(), true),
                linear(names.join() + "linear_2", shape.outWidth(), shape.outWidth(), true));
    }
}
