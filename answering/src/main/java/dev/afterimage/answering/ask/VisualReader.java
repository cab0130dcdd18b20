package dev.afterimage.answering.ask;

import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.LogProbabilities;
import dev.afterimage.core.model.PromptPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

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
     * @param margin  how far saying that it was not seen may trail and still be believed, in nats of the first token
     * @return log-probability of a token of the answer, on average; empty without one, and then {@code spoken} was told nothing
     */
    OptionalDouble read(LanguageSession session, AnswerStream spoken, double margin) {
        float[] logits = session.logits();
        int next = best(logits);
        if (withinMargin(logits, next, margin)) {
            return OptionalDouble.empty();
        }
        List<Integer> said = new ArrayList<>();
        int told = 0;
        double weight = 0;
        while (said.size() < settings.answerTokens() && !model.endTokens().contains(next)) {
            said.add(next);
            weight += LogProbabilities.of(logits, next);
            session.read(new PromptPart.Tokens(new int[] {next}));
            logits = session.logits();
            next = best(logits);
            for (; told < said.size() && !maybeUnseen(said); told++) {
                spoken.add(said.get(told));
            }
        }
        if (said.isEmpty() || model.notSeen().map(VisualReader::plain).filter(plain(said)::equals).isPresent()) {
            return OptionalDouble.empty();
        }
        for (; told < said.size(); told++) {
            spoken.add(said.get(told));
        }
        spoken.end();
        return OptionalDouble.of(weight / said.size());
    }

    private boolean withinMargin(float[] logits, int first, double margin) {
        return model.notSeen().map(words -> firstOf(words, logits))
                .filter(unseen -> first != unseen && logits[first] - logits[unseen] < margin).isPresent();
    }

    /** Families differ in whether an answer begins with a blank. */
    private int firstOf(String words, float[] logits) {
        int bare = model.tokenize(words)[0];
        int spaced = model.tokenize(" " + words)[0];
        return logits[bare] > logits[spaced] ? bare : spaced;
    }

    private boolean maybeUnseen(List<Integer> said) {
        return model.notSeen().map(words -> plain(words).startsWith(plain(said))).orElse(false);
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
