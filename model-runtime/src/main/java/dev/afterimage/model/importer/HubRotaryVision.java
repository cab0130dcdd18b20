package dev.afterimage.model.importer;

import dev.afterimage.model.graph.Matrix;
import dev.afterimage.model.graph.RotaryVisionWeights;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.util.HashSet;
import java.util.Set;

/** A Qwen-VL tower's weights out of a checkpoint directory. */
final class HubRotaryVision implements RotaryVisionWeights {

    private static final float[] NONE = {};

    /**
     * @param prefix of the tower's tensors
     * @param frames that one patch spans; a still picture fills them alike
     */
    record Form(HubFamily family, String prefix, int frames) {

        boolean third() {
            return family == HubFamily.QWEN3_VL;
        }

        boolean gated() {
            return family == HubFamily.QWEN2_5_VL;
        }
    }

    private final SafetensorsCheckpoint tensors;
    private final VisionShape shape;
    private final Form form;
    private final Set<String> known = new HashSet<>();

    HubRotaryVision(SafetensorsCheckpoint tensors, VisionShape shape, Form form) {
        this.tensors = tensors;
        this.shape = shape;
        this.form = form;
        requireTensors();
    }

    /** Faults are found before anything is written: each tensor that is needed is there, and none that would be left out. */
    private void requireTensors() {
        require("patch_embed.proj.weight", shape.width(), 3, form.frames(), shape.patchSize(), shape.patchSize());
        if (form.third()) {
            require("patch_embed.proj.bias", shape.width());
            require("pos_embed.weight", (long) shape.rotary().positionSide() * shape.rotary().positionSide(), shape.width());
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = "blocks." + layer + ".";
            requireNorm(name + "norm1", shape.width());
            requireNorm(name + "norm2", shape.width());
            requireLinear(name + "attn.qkv", 3 * shape.width(), shape.width());
            requireLinear(name + "attn.proj", shape.width(), shape.width());
            if (form.gated()) {
                requireLinear(name + "mlp.gate_proj", shape.feedForward(), shape.width());
            }
            requireLinear(name + up(), shape.feedForward(), shape.width());
            requireLinear(name + down(), shape.width(), shape.feedForward());
        }
        requireMerger("merger.", shape.width());
        for (int place = 0; place < shape.rotary().deepLayers().size(); place++) {
            requireMerger("deepstack_merger_list." + place + ".", shape.joinedWidth());
        }
        for (String name : tensors.names()) {
            if (name.startsWith(form.prefix()) && !known.contains(name) && !name.endsWith("inv_freq")) {
                throw Config.unsupported("the checkpoint has the tensor '" + name + "', which its configuration says nothing of");
            }
        }
    }

    private void require(String name, long... sizes) {
        tensors.require(form.prefix() + name, sizes);
        known.add(form.prefix() + name);
    }

    private void requireNorm(String name, int size) {
        require(name + ".weight", size);
        if (!form.gated()) {
            require(name + ".bias", size);
        }
    }

    private void requireLinear(String name, int out, int in) {
        require(name + ".weight", out, in);
        require(name + ".bias", out);
    }

    private void requireMerger(String name, int normed) {
        requireNorm(name + (form.third() ? "norm" : "ln_q"), normed);
        requireLinear(name + first(), shape.joinedWidth(), shape.joinedWidth());
        requireLinear(name + second(), shape.outWidth(), shape.joinedWidth());
    }

    private String up() {
        return form.third() ? "mlp.linear_fc1" : form.gated() ? "mlp.up_proj" : "mlp.fc1";
    }

    private String down() {
        return form.third() ? "mlp.linear_fc2" : form.gated() ? "mlp.down_proj" : "mlp.fc2";
    }

    private String first() {
        return form.third() ? "linear_fc1" : "mlp.0";
    }

    private String second() {
        return form.third() ? "linear_fc2" : "mlp.2";
    }

    @Override
    public Matrix patchEmbedding() {
        int pixels = shape.patchSize() * shape.patchSize();
        float[] spanning = tensors.floats(form.prefix() + "patch_embed.proj.weight", shape.width(), 3, form.frames(), shape.patchSize(),
                shape.patchSize());
        float[] summed = new float[shape.width() * shape.patchElements()];
        for (int i = 0; i < spanning.length; i++) {
            int channel = i / (form.frames() * pixels); // of all outputs' channels
            summed[channel * pixels + i % pixels] += spanning[i];
        }
        float[] bias = form.third() ? tensors.floats(form.prefix() + "patch_embed.proj.bias", shape.width()) : NONE;
        return new Matrix(summed, bias, shape.width(), shape.patchElements());
    }

    @Override
    public float[] positions() {
        return tensors.floats(form.prefix() + "pos_embed.weight", (long) shape.rotary().positionSide() * shape.rotary().positionSide(),
                shape.width());
    }

    @Override
    public Layer layer(int index) {
        String name = "blocks." + index + ".";
        int width = shape.width();
        return new Layer(norm(name + "norm1", width), linear(name + "attn.qkv", 3 * width, width), linear(name + "attn.proj", width, width),
                norm(name + "norm2", width),
                form.gated() ? linear(name + "mlp.gate_proj", shape.feedForward(), width) : null,
                linear(name + up(), shape.feedForward(), width),
                linear(name + down(), width, shape.feedForward()));
    }

    @Override
    public Merger merger() {
        return merger("merger.", false);
    }

    @Override
    public Merger deepMerger(int place) {
        return merger("deepstack_merger_list." + place + ".", true);
    }

    private Merger merger(String name, boolean normsJoined) {
        int joined = shape.joinedWidth();
        return new Merger(norm(name + (form.third() ? "norm" : "ln_q"), normsJoined ? joined : shape.width()), normsJoined,
                linear(name + first(), joined, joined),
                linear(name + second(), shape.outWidth(), joined));
    }

    private Norm norm(String name, int size) {
        return new Norm(tensors.floats(form.prefix() + name + ".weight", size),
                form.gated() ? NONE : tensors.floats(form.prefix() + name + ".bias", size));
    }

    private Matrix linear(String name, int out, int in) {
        return new Matrix(tensors.floats(form.prefix() + name + ".weight", out, in), tensors.floats(form.prefix() + name + ".bias", out),
                out, in);
    }
}
