package dev.afterimage.gpu.llama;

import dev.afterimage.model.format.PackMatrix;
import dev.afterimage.model.format.PackWeights;
import dev.afterimage.model.graph.LlamaShape;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What a model on a device is made of, read when it is asked for.
 *
 * @param layers    by their numbers
 * @param recalling the layers that memory is read with, where they are others
 * @param embedding (vocabulary, width)
 * @param finalNorm (width)
 * @param head      (vocabulary, width)
 */
public record ModelWeights(LlamaShape shape, IntFunction<PackWeights.Layer> layers, Optional<IntFunction<PackWeights.Layer>> recalling,
        PackMatrix embedding, float[] finalNorm, PackMatrix head) { }
