package dev.afterimage.model.importer;

import dev.afterimage.model.graph.Matrix;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.graph.VisionWeights;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.util.List;
import java.util.stream.IntStream;

/** A Gemma 3 tower's weights out of a checkpoint directory: SigLIP's, with RMSNorm and one projection behind it. */
final class HubGemmaVision implements VisionWeights {

    private static final List<String> TOWERS = List.of("model.vision_tower.", "model.vision_tower.vision_model.",
            "vision_tower.vision_model.", "vision_tower.");
    private static final List<String> JOINS = List.of("model.multi_modal_projector.", "multi_modal_projector.");
    private static final String PROJECTION = "mm_input_projection_weight";
    private static final String NORM = "mm_soft_emb_norm.weight";

    private final SafetensorsCheckpoint tensors;
    private final VisionShape shape;
    private final HubVision tower;
    private final String join;

    HubGemmaVision(SafetensorsCheckpoint tensors, VisionShape shape) {
        this.tensors = tensors;
        this.shape = shape;
        String prefix = HubFamily.first(tensors, TOWERS, "embeddings.patch_embedding.weight");
        this.tower = new HubVision(tensors, shape, prefix, shape.side(), IntStream.range(0, shape.side()).toArray(), List.of());
        this.join = HubFamily.first(tensors, JOINS, PROJECTION);
        tensors.require(join + PROJECTION, shape.joinedWidth(), shape.outWidth());
        tensors.require(join + NORM, shape.joinedWidth());
    }

    @Override
    public Matrix patchEmbedding() {
        return tower.patchEmbedding();
    }

    @Override
    public float[] positions() {
        return tower.positions();
    }

    @Override
    public Layer layer(int index) {
        return tower.layer(index);
    }

    @Override
    public Norm finalNorm() {
        return tower.finalNorm();
    }

    /** Its scale is kept as what it is above 1. */
    @Override
    public Norm joinNorm() {
        float[] scale = tensors.floats(join + NORM, shape.joinedWidth());
        for (int i = 0; i < scale.length; i++) {
            scale[i] += 1;
        }
        return new Norm(scale, null);
    }

    /** Stored by input, so turned here. */
    @Override
    public List<Matrix> join() {
        int in = shape.joinedWidth();
        int out = shape.outWidth();
        float[] stored = tensors.floats(join + PROJECTION, in, out);
        float[] turned = new float[stored.length];
        for (int i = 0; i < stored.length; i++) {
            turned[i % out * in + i / out] = stored[i];
        }
        return List.of(new Matrix(turned, out, in));
    }
}
