package dev.afterimage.qa.ask;

import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.LanguageSession;
import dev.afterimage.core.PromptPart;
import java.util.Arrays;
import java.util.List;

/**
 * Words a computed fact: the model walks a tree of the ways to say it, choosing where they part, so that it picks the wording and can't
 * touch the value. Tokens without a choice are not computed unless a choice follows them.
 */
final class PhraseDecoder {

    private final LanguageModel model;

    PhraseDecoder(LanguageModel model) {
        this.model = model;
    }

    /** @param session whose last computed token is the prompt's last */
    void speak(LanguageSession session, List<String> phrasings, Spoken spoken) {
        List<int[]> ways = phrasings.stream().map(model::tokenize).toList();
        int end = model.endTokens().get(0);
        int computed = 0;
        for (int at = 0;; at++) {
            int position = at;
            List<Integer> next = ways.stream().map(way -> position < way.length ? way[position] : end).distinct().toList();
            if (next.size() > 1 && at > computed) {
                session.read(new PromptPart.Tokens(Arrays.copyOfRange(ways.get(0), computed, at)));
                computed = at;
            }
            int chosen = next.size() == 1 ? next.get(0) : best(session.logits(), next);
            if (chosen == end) {
                return;
            }
            spoken.add(chosen);
            ways = ways.stream().filter(way -> position < way.length && way[position] == chosen).toList();
        }
    }

    private static int best(float[] logits, List<Integer> ids) {
        int best = ids.get(0);
        for (int id : ids) {
            best = logits[id] > logits[best] ? id : best;
        }
        return best;
    }
}
