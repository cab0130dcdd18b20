package dev.afterimage.model;

import dev.afterimage.core.model.TextEmbedder;

/** The embedder of {@link MiniLmTextEmbedder}, loaded with the first text. Safe for use by several threads. */
public final class DeferredEmbedder implements TextEmbedder {

    private TextEmbedder loaded;

    private synchronized TextEmbedder loaded() {
        if (loaded == null) {
            loaded = new MiniLmTextEmbedder();
        }
        return loaded;
    }

    @Override
    public float[] embed(String text) {
        return loaded().embed(text);
    }

    @Override
    public int width() {
        return loaded().width();
    }
}
