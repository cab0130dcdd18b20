package dev.afterimage.encoder.text;

import java.util.List;

/** Greedy decoding of connectionist temporal classification (Graves et al. 2006): best class a step, repeats joined, blanks dropped. */
final class CtcDecoder {

    private static final int BLANK = 0;

    private final List<String> characters;

    /** @param characters those of classes 1, 2, ...; the class after the last is the space */
    CtcDecoder(List<String> characters) {
        this.characters = characters;
    }

    /** @param steps (steps, classes) probabilities */
    Reading decode(float[] steps, int classes) {
        StringBuilder text = new StringBuilder();
        float sum = 0;
        int kept = 0;
        int last = BLANK;
        for (int from = 0; from + classes <= steps.length; from += classes) {
            int best = best(steps, from, classes);
            if (best != BLANK && best != last) {
                text.append(best <= characters.size() ? characters.get(best - 1) : " ");
                sum += steps[from + best];
                kept++;
            }
            last = best;
        }
        return new Reading(text.toString().strip(), kept == 0 ? 0 : sum / kept);
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
