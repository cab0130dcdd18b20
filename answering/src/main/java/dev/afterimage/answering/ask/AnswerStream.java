package dev.afterimage.answering.ask;

import dev.afterimage.core.model.LanguageModel;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** An answer growing token by token, handed on piece by piece. */
final class AnswerStream {

    /** What may yet become a time, or a longer one. */
    private static final Pattern BEGUN = Pattern.compile("(?<!\\d)\\d[\\d:]*+$");

    private final LanguageModel model;
    private final Consumer<String> onText;
    private final UnaryOperator<String> restated;
    private final boolean held;
    private int[] ids = new int[0];
    private String told = "";
    private long firstNanos;

    AnswerStream(LanguageModel model, Consumer<String> onText) {
        this(model, onText, UnaryOperator.identity(), false);
    }

    /** @param restated puts the times of an answer as people do: a time is handed on when it is whole, the last one by {@link #end} */
    AnswerStream(LanguageModel model, Consumer<String> onText, UnaryOperator<String> restated) {
        this(model, onText, restated, true);
    }

    private AnswerStream(LanguageModel model, Consumer<String> onText, UnaryOperator<String> restated, boolean held) {
        this.model = model;
        this.onText = onText;
        this.restated = restated;
        this.held = held;
    }

    void add(int id) {
        if (ids.length == 0) {
            firstNanos = System.nanoTime();
        }
        ids = Arrays.copyOf(ids, ids.length + 1);
        ids[ids.length - 1] = id;
        String text = model.detokenize(ids).stripLeading();
        // A character cut in two by the tokenizer shows as U+FFFD until its rest is there.
        if (!text.endsWith("\uFFFD")) {
            hand(restated.apply(held ? BEGUN.matcher(text).replaceFirst("") : text));
        }
    }

    /** Hands on what was held back. */
    void end() {
        hand(restated.apply(model.detokenize(ids).stripLeading()));
    }

    private void hand(String text) {
        if (text.length() > told.length() && text.startsWith(told)) {
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
        return restated.apply(model.detokenize(ids)).strip();
    }

    /** {@link System#nanoTime} of the first token; 0 before it. */
    long firstNanos() {
        return firstNanos;
    }
}
