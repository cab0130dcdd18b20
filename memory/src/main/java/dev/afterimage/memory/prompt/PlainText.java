package dev.afterimage.memory.prompt;

import java.util.regex.Pattern;

/** Text from outside (on-screen text, questions) made harmless: it can't spell a special token such as {@code <|im_end|>}. */
public final class PlainText {

    private static final Pattern SPECIAL = Pattern.compile("<\\|([^|>]{0,64})\\|>|<(/?(?:s|pad|unk|image|fake_token_around_image|"
            + "end_of_utterance))>");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    private PlainText() { }

    /** Special tokens lose their brackets, control characters become blanks; everything else stays. */
    public static String of(String text) {
        String plain = CONTROL.matcher(text).replaceAll(" ");
        // Removing one token may join the halves of another, so until nothing changes.
        for (String before = ""; !before.equals(plain);) {
            before = plain;
            plain = SPECIAL.matcher(plain).replaceAll("$1$2");
        }
        return plain.replace("<|", "< |");
    }

    /** The same, on one line. */
    public static String line(String text) {
        return of(text).replaceAll("\\s+", " ").strip();
    }
}
