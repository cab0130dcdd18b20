package dev.afterimage.answering.learned;

import dev.afterimage.answering.parse.QuestionWords.Word;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps that may come next in a line over the words of a question: symbols, then words. */
final class Choices {

    private static final int SYMBOLS = LineSymbols.ALL.size();

    private final List<Word> words;
    private final BitSet allowed = new BitSet();
    private final Map<Integer, List<String>> pending = new HashMap<>();

    Choices(List<String> before, List<Word> words) {
        this.words = words;
        LineSymbols.after(before).forEach((step, behind) -> {
            int symbol = LineSymbols.ALL.indexOf(step);
            if (symbol < 0) {
                copies(step, behind);
            } else if (!step.equals("window") || words.stream().anyMatch(word -> word.window() != null)) {
                allow(symbol, behind);
            }
        });
    }

    private void copies(String step, List<String> behind) {
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            boolean may = switch (step) {
                case LineSymbols.WINDOW -> word.window() != null;
                case LineSymbols.NUMBER -> word.window() == null && !word.mark() && word.number() >= 0;
                default -> word.window() == null && !word.mark();
            };
            if (may) {
                allow(SYMBOLS + i, behind);
            }
        }
    }

    private void allow(int step, List<String> behind) {
        allowed.set(step);
        pending.put(step, behind);
    }

    BitSet allowed() {
        return allowed;
    }

    /** What is still to come behind a step. */
    List<String> behind(int step) {
        return pending.get(step);
    }

    LineReader.Step step(int step) {
        return step < SYMBOLS ? new LineReader.Step(LineSymbols.ALL.get(step), -1) : new LineReader.Step("", step - SYMBOLS);
    }

    int likeliest(float[] chances) {
        int best = allowed.nextSetBit(0);
        for (int i = best; i >= 0; i = allowed.nextSetBit(i + 1)) {
            best = chances[i] > chances[best] ? i : best;
        }
        return best;
    }

    /** The chance of a step with all others that write the same: one word may stand in several places. */
    double together(float[] chances, int step) {
        if (step < SYMBOLS) {
            return chances[step];
        }
        Word word = words.get(step - SYMBOLS);
        double together = 0;
        for (int i = allowed.nextSetBit(SYMBOLS); i >= 0; i = allowed.nextSetBit(i + 1)) {
            Word other = words.get(i - SYMBOLS);
            boolean same = other.text().equals(word.text()) && (word.window() == null || word.window().equals(other.window()));
            together += same ? chances[i] : 0;
        }
        return together;
    }
}
