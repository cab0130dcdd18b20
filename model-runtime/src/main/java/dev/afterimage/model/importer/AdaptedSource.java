package dev.afterimage.model.importer;

import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.graph.HeadPadding;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.graph.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A checkpoint with a LoRA merged into its floats, before anything is quantised: W + scale B A. What is not adapted
 * stays as it is. An activated LoRA is merged into a second set of the decoder's layers, which memory is read with;
 * what it changes of the vision tower is merged, since a picture is seen once whatever is asked. A memory bridge that
 * lies beside the adapter goes before the checkpoint's own.
 */
final class AdaptedSource implements ModelSource, LlamaWeights {

    private final ModelSource base;
    private final LoraAdapter adapter;
    private final Optional<HubBridge> bridge;

    /** Takes over {@code base}: it is closed with this, and when the adapter does not fit it. */
    AdaptedSource(ModelSource base, Path adapter) {
        this.base = base;
        LoraAdapter opened = null;
        try {
            opened = LoraAdapter.open(adapter, base.shape(), base.eyes().filter(eyes -> eyes.rotary() == null)
                    .map(eyes -> eyes.description().shape()).orElse(null));
            this.adapter = opened;
            this.bridge = opened.bridge();
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            base.close();
            throw e;
        }
    }

    @Override
    public String family() {
        return base.family();
    }

    @Override
    public String title(String unlessGiven) {
        return base.title(unlessGiven);
    }

    @Override
    public String licence() {
        return base.licence();
    }

    @Override
    public PackDescription.Source source() throws IOException {
        return base.source();
    }

    @Override
    public Optional<PackDescription.Adapter> adapter() throws IOException {
        return Optional.of(adapter.description());
    }

    @Override
    public LlamaShape shape() {
        return base.shape();
    }

    @Override
    public LlamaWeights weights() {
        return adapter.invocation().isEmpty() ? this : base.weights();
    }

    @Override
    public Optional<Recalling> recalling() {
        return adapter.invocation().isEmpty() ? Optional.empty() : Optional.of(new Recalling(this::adapt, adapter.invocation()));
    }

    @Override
    public byte[] tokenizer() throws IOException {
        return base.tokenizer();
    }

    @Override
    public Speech speech() {
        return base.speech();
    }

    @Override
    public Optional<Eyes> eyes() {
        return adapter.sees() ? base.eyes().map(this::adapted) : base.eyes();
    }

    private Eyes adapted(Eyes eyes) {
        if (eyes.rotary() != null) {
            throw Config.unsupported("the adapter changes the vision tower, and of towers of the " + family() + " family none is adapted "
                    + "here", "give an adapter of the language model alone");
        }
        return new Eyes(eyes.description(), new AdaptedVision(eyes.weights(), adapter), eyes.newline());
    }

    @Override
    public Optional<Bridge> bridge() {
        return bridge.map(HubBridge::described).or(base::bridge);
    }

    @Override
    public Reading reading() {
        Reading plain = base.reading();
        return new Reading(plain.probe(), plain.retrievalLayer(), plain.windowTokens(), adapter.notSeen() == null ? plain.notSeen()
                : adapter.notSeen());
    }

    @Override
    public float[] embedding() {
        return base.weights().embedding();
    }

    @Override
    public float[] head() {
        return base.weights().head();
    }

    @Override
    public float[] finalNorm() {
        return base.weights().finalNorm();
    }

    @Override
    public Layer layer(int index) {
        Layer layer = base.weights().layer(index);
        adapt(index, layer);
        return layer;
    }

    private void adapt(int index, Layer layer) {
        heads(index, "self_attn.q_proj", shape().heads(), layer.qkv(), 0);
        heads(index, "self_attn.k_proj", shape().kvHeads(), layer.qkv(), shape().queryWidth());
        heads(index, "self_attn.v_proj", shape().kvHeads(), layer.qkv(), shape().queryWidth() + shape().keyWidth());
        change(index, "self_attn.o_proj").ifPresent(change -> layer.attentionOut()
                .add(HeadPadding.columns(shape(), change, shape().width()), 0));
        change(index, "mlp.gate_proj").ifPresent(change -> layer.gate().add(change, 0));
        change(index, "mlp.up_proj").ifPresent(change -> layer.up().add(change, 0));
        change(index, "mlp.down_proj").ifPresent(change -> layer.down().add(change, 0));
    }

    private Optional<float[]> change(int layer, String part) {
        return adapter.change(new LoraAdapter.Place(false, layer, part));
    }

    private void heads(int layer, String part, int heads, Matrix qkv, int firstRow) {
        change(layer, part).ifPresent(change -> qkv.add(HeadPadding.rows(shape(), change, heads), firstRow));
    }

    @Override
    public void close() {
        bridge.ifPresent(HubBridge::close);
        adapter.close();
        base.close();
    }
}
