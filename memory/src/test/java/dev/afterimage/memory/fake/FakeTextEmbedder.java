package dev.afterimage.memory.fake;

import dev.afterimage.core.model.TextEmbedder;
import java.util.Locale;

/** A bag of words, hashed: texts that share words are near. */
public final class FakeTextEmbedder implements TextEmbedder {

    @Override
    public float[] embed(String text) {
        float[] vector = new float[width()];
        for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) {
            if (!word.isEmpty()) {
                vector[Math.floorMod(word.replaceAll("s$", "").hashCode(), width())] += 1;
            }
        }
        double norm = 0;
        for (float x : vector) {
            norm += x * x;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.max(Math.sqrt(norm), 1e-9);
        }
        return vector;
    }

    @Override
    public int width() {
        return 64;
    }
}
