package dev.afterimage.qa.ask;

import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.LanguageSession;
import dev.afterimage.core.LogProbabilities;
import dev.afterimage.core.PromptPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lets a model answer in its own words, token by token, and hears whether it says that it saw nothing of the kind. */
final class VisualReader {

    private final LanguageModel model;
    private final VisualSettings settings;

    VisualReader(LanguageModel model, VisualSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    /**
     * Greedy decoding. What may yet become the model's way of saying "not seen" is held back until it is something else.
     *
     * @param session whose last computed token is the prompt's last
     * @return whether there is an answer; without one {@code spoken} was told nothing
     */
    boolean read(LanguageSession session, Spoken spoken) {
        float[] logits = session.logits();
        int next = best(logits);
        int unseen = firstUnseen(logits);
        if (next != unseen && LogProbabilities.of(logits, next) - LogProbabilities.of(logits, unseen) < settings.unseenMargin()) {
            return false;
        }
        List<Integer> said = new ArrayList<>();
        int told = 0;
        while (said.size() < settings.answerTokens() && !model.endTokens().contains(next)) {
            said.add(next);
            session.read(new PromptPart.Tokens(new int[] {next}));
            next = best(session.logits());
            for (; told < said.size() && !maybeUnseen(said); told++) {
                spoken.add(said.get(told));
            }
        }
        if (said.isEmpty() || plain(said).equals(plain(model.notSeen()))) {
            return false;
        }
        for (; told < said.size(); told++) {
            spoken.add(said.get(told));
        }
        return true;
    }

    /** Families differ in whether an answer begins with a blank. */
    private int firstUnseen(float[] logits) {
        int bare = model.tokenize(model.notSeen())[0];
        int spaced = model.tokenize(" " + model.notSeen())[0];
        return logits[bare] > logits[spaced] ? bare : spaced;
    }

    private boolean maybeUnseen(List<Integer> said) {
        return plain(model.notSeen()).startsWith(plain(said));
    }

    private String plain(List<Integer> said) {
        return plain(model.detokenize(said.stream().mapToInt(Integer::intValue).toArray()));
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[\\s.!]+", " ").strip();
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            best = logits[id] > logits[best] ? id : best;
        }
        return best;
    }
}
