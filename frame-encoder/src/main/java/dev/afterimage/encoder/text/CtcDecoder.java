package dev.afterimage.encoder.text;

import java.util.List;

/** Greedy decoding of connectionist temporal classification (Graves et al. 2006): best class a step, repeats joined, blanks dropped. */
final class CtcDecoder {

    private static final int BLANK = 0;
    /** Trained mostly on Chinese, the recogniser likes to swallow spaces: between Latin letters a trace of one counts. */
    private static final float FAINT_SPACE = 0.1f;

    private final List<String> characters;

    /** @param characters those of classes 1, 2, ...; the class after the last is the space */
    CtcDecoder(List<String> characters) {
        this.characters = characters;
    }

    /** @param steps (steps, classes) probabilities */
    LineReading decode(float[] steps, int classes) {
        StringBuilder text = new StringBuilder();
        float sum = 0;
        int kept = 0;
        int last = BLANK;
        float space = 0;
        for (int from = 0; from + classes <= steps.length; from += classes) {
            int best = best(steps, from, classes);
            space = Math.max(space, steps[from + classes - 1]);
            if (best != BLANK && best != last) {
                String sign = best <= characters.size() ? characters.get(best - 1) : " ";
                text.append(space > FAINT_SPACE && latin(text, sign) ? " " : "").append(sign);
                sum += steps[from + best];
                kept++;
                space = 0;
            }
            last = best;
        }
        return new LineReading(text.toString().strip(), kept == 0 ? 0 : sum / kept);
    }

    private static boolean latin(CharSequence before, String sign) {
        return before.length() > 0 && latin(before.charAt(before.length() - 1)) && latin(sign.charAt(0));
    }

    private static boolean latin(char sign) {
        return sign < 0x250 && Character.isLetterOrDigit(sign);
    }

    private static int best(float[] steps, int from, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (steps[from + c] > steps[from + best]) {
                best = c;
            }
        }
        return best;
    }
}
