package dev.afterimage.qa.ask;

import dev.afterimage.core.LanguageModel;
import java.util.Arrays;
import java.util.function.Consumer;

/** An answer growing token by token, handed on piece by piece. */
final class Spoken {

    private final LanguageModel model;
    private final Consumer<String> onText;
    private int[] ids = new int[0];
    private String told = "";
    private long firstNanos;

    Spoken(LanguageModel model, Consumer<String> onText) {
        this.model = model;
        this.onText = onText;
    }

    void add(int id) {
        if (ids.length == 0) {
            firstNanos = System.nanoTime();
        }
        ids = Arrays.copyOf(ids, ids.length + 1);
        ids[ids.length - 1] = id;
        String text = model.detokenize(ids).stripLeading();
        // A character cut in two by the tokenizer shows as U+FFFD until its rest is there.
        if (text.length() > told.length() && text.startsWith(told) && !text.endsWith("\uFFFD")) {
            onText.accept(text.substring(told.length()));
            told = text;
        }
    }

    int[] ids() {
        return ids.clone();
    }

    int tokens() {
        return ids.length;
    }

    String text() {
        return model.detokenize(ids).strip();
    }

    /** {@link System#nanoTime} of the first token; 0 before it. */
    long firstNanos() {
        return firstNanos;
    }
}
