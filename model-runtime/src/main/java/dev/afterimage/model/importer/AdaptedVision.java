package dev.afterimage.model.importer;

import dev.afterimage.model.graph.Matrix;
import dev.afterimage.model.graph.VisionWeights;
import java.util.List;

/** A vision tower with a LoRA merged into its floats. */
record AdaptedVision(VisionWeights base, LoraAdapter adapter) implements VisionWeights {

    @Override
    public Matrix patchEmbedding() {
        return base.patchEmbedding();
    }

    @Override
    public float[] positions() {
        return base.positions();
    }

    @Override
    public Layer layer(int index) {
        Layer layer = base.layer(index);
        int width = layer.qkv().in();
        add(index, "self_attn.q_proj", layer.qkv(), 0);
        add(index, "self_attn.k_proj", layer.qkv(), width);
        add(index, "self_attn.v_proj", layer.qkv(), 2 * width);
        add(index, "self_attn.out_proj", layer.attentionOut(), 0);
        add(index, "mlp.fc1", layer.up(), 0);
        add(index, "mlp.fc2", layer.down(), 0);
        return layer;
    }

    private void add(int layer, String part, Matrix matrix, int firstRow) {
        adapter.change(new LoraAdapter.Place(true, layer, part)).ifPresent(change -> matrix.add(change, firstRow));
    }

    @Override
    public Norm finalNorm() {
        return base.finalNorm();
    }

    @Override
    public float[] classToken() {
        return base.classToken();
    }

    @Override
    public Norm joinNorm() {
        return base.joinNorm();
    }

    @Override
    public List<Matrix> join() {
        return base.join();
    }
}
