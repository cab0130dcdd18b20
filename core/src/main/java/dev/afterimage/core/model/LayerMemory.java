package dev.afterimage.core.model;

import dev.afterimage.core.block.StoredKeyValues;
import java.util.List;

/**
 * What a model's layers remember of a stream, chosen by each layer for itself (ReKV's internal retrieval). Asked by
 * {@link LanguageSession#recall} from layer 0 upwards, each layer once.
 */
public interface LayerMemory {

    /**
     * @param queries (tokens, queryHeads, headDim), before RoPE, of the tokens being read; by now they have attended to
     *                what earlier layers recalled
     * @return this layer's KV of the chosen blocks, in time order, each of one layer
     */
    List<? extends StoredKeyValues> recall(int layer, float[] queries);
}
