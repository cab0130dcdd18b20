package dev.afterimage.model;

import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.model.tokenizer.OfflineDjl;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;

/** all-MiniLM-L6-v2, quantised, out of its Maven artifact: 384 floats a sentence, no file to fetch. */
public final class MiniLmTextEmbedder implements TextEmbedder {

    private static final int WIDTH = 384;

    private final AllMiniLmL6V2QuantizedEmbeddingModel model;

    public MiniLmTextEmbedder() {
        OfflineDjl.apply();
        // Single texts are embedded on the caller's thread; the executor would serve batches only.
        model = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
    }

    /** The vector of a blank text is all zeros: it is like nothing. */
    @Override
    public float[] embed(String text) {
        if (text.isBlank()) {
            return new float[WIDTH];
        }
        return normalised(model.embed(text).content().vector());
    }

    @Override
    public int width() {
        return WIDTH;
    }

    private static float[] normalised(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        float scale = (float) (1 / Math.sqrt(squares));
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = vector[i] * scale;
        }
        return unit;
    }
}
