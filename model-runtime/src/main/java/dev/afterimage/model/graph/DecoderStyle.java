package dev.afterimage.model.graph;

import java.util.List;

/**
 * In what a decoder differs from Llama.
 *
 * @param headNorms RMSNorm over each head's queries and keys before rotation (Qwen3, Gemma 3); stored keys are normalised
 * @param outNorms  RMSNorm behind attention and behind the gated layer, before their sums (Gemma 3's "sandwich")
 * @param scale     of attention; 0 for one over the root of a head's size
 * @param layers    how each layer attends; empty where all attend to everything and turn by the model's one base
 * @param axes      which positions heads turn by where tokens have three (Qwen-VL); null where they have one
 * @param deepStack how many of the first layers have more of a picture added behind them (DeepStack, Meng et al. 2024)
 * @param bothWays  whether a picture's tokens attend to each other both ways; a layer's window bounds what lies before (Gemma 3)
 */
public record DecoderStyle(boolean headNorms, boolean outNorms, float scale, List<LayerAttention> layers, RotaryAxes axes, int deepStack,
        boolean bothWays) {

    /** With one position a token. */
    public DecoderStyle(boolean headNorms, boolean outNorms, float scale, List<LayerAttention> layers) {
        this(headNorms, outNorms, scale, layers, null, 0, false);
    }

    public DecoderStyle {
        layers = layers == null ? List.of() : List.copyOf(layers);
    }
}
