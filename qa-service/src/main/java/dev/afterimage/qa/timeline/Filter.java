package dev.afterimage.qa.timeline;

import java.util.Locale;

/**
 * What is looked for.
 *
 * @param label a kind of thing; anything where empty
 * @param text  what must be written, said or noted; anything where empty
 */
public record Filter(String label, String text) {

    public Filter {
        text = text.strip().toLowerCase(Locale.ROOT);
    }

    boolean takes(Seen seen) {
        return seen.any() && (label.isEmpty() || seen.labels().contains(label)) && seen.words().contains(text);
    }

    /** Speech is no thing, and looked for by its words alone. */
    boolean takesSpeech(String said) {
        return label.isEmpty() && !text.isEmpty() && said.contains(text);
    }
}
