package dev.afterimage.model.graph;

import java.util.List;

/**
 * In what the towers of Qwen-VL differ from SigLIP's form: patches turn by their row and column, pictures keep their
 * proportions, and squares of patches are merged behind a norm.
 *
 * @param gated        RMSNorm and a gated perceptron (Qwen2.5-VL); else LayerNorm and two layers
 * @param windowTokens side of the windows most layers attend within, in merged tokens; 0 where every layer attends to
 *                     the whole picture
 * @param wholeLayers  layers that attend to the whole picture all the same
 * @param deepLayers   layers whose states are merged by themselves for the decoder's first layers (DeepStack)
 * @param positionSide learnt positions along a side, which are resampled to a picture's grid; 0 where there are none
 */
public record RotaryEyes(boolean gated, int windowTokens, List<Integer> wholeLayers, List<Integer> deepLayers, int positionSide) {

    public RotaryEyes {
        wholeLayers = List.copyOf(wholeLayers);
        deepLayers = List.copyOf(deepLayers);
    }

    /** Whether a layer attends within windows. */
    boolean windowed(int layer) {
        return windowTokens > 0 && !wholeLayers.contains(layer);
    }
}
