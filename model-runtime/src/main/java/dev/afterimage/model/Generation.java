package dev.afterimage.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.format.PackDescription.Logit;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.runtime.PicturePrompt;
import dev.afterimage.model.vision.Rgb;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A greedy continuation, with what is needed to hold it against another implementation.
 *
 * @param text           without the token that ended it
 * @param tokenIds       the token that ended it included
 * @param promptTokenIds what was read
 * @param firstLogits    the ten best (id, logit) after the prompt, best first
 */
public record Generation(String text, @JsonProperty("token_ids") List<Integer> tokenIds,
        @JsonProperty("prompt_token_ids") List<Integer> promptTokenIds,
                         @JsonProperty("first_logits") List<List<Number>> firstLogits) {

    private static final int SHOWN_LOGITS = 10;

    /** Answers {@code prompt} as a user's message about {@code pictures} in the model's chat template. */
    public static Generation chat(OnnxLanguageModel model, String prompt, List<Rgb> pictures, int maxTokens) {
        return raw(model, model.chat(prompt, pictures.size()), pictures, maxTokens);
    }

    /** Goes on with {@code prompt} as it stands, pictures at its placeholders. */
    public static Generation raw(OnnxLanguageModel model, String prompt, List<Rgb> pictures, int maxTokens) {
        PicturePrompt whole = model.prompt(prompt, pictures);
        return greedy(model, whole.part(), whole.ids(), maxTokens);
    }

    /** At most {@code maxTokens} tokens, ending early behind a token that ends a turn. */
    public static Generation greedy(LanguageModel model, int[] prompt, int maxTokens) {
        return greedy(model, new PromptPart.Tokens(prompt), prompt, maxTokens);
    }

    private static Generation greedy(LanguageModel model, PromptPart part, int[] prompt, int maxTokens) {
        List<Integer> tokens = new ArrayList<>();
        try (LanguageSession session = model.newSession(Math.min(model.contextLength(), prompt.length + maxTokens))) {
            session.read(part);
            float[] logits = session.logits();
            List<List<Number>> first = best(logits, SHOWN_LOGITS).stream().map(logit -> List.<Number>of(logit.id(), logit.value()))
                    .toList();
            while (tokens.size() < maxTokens) {
                int next = best(logits);
                tokens.add(next);
                if (model.endTokens().contains(next) || tokens.size() == maxTokens) {
                    break;
                }
                session.read(new PromptPart.Tokens(new int[] {next}));
                logits = session.logits();
            }
            return new Generation(text(model, tokens), List.copyOf(tokens), IntStream.of(prompt).boxed().toList(), first);
        }
    }

    private static String text(LanguageModel model, List<Integer> tokens) {
        return model.detokenize(tokens.stream().filter(token -> !model.endTokens().contains(token)).mapToInt(i -> i).toArray());
    }

    /** The id of the largest logit; the first of equals. */
    public static int best(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The {@code count} largest logits, largest first. */
    public static List<Logit> best(float[] logits, int count) {
        return IntStream.range(0, logits.length).boxed().sorted(Comparator.comparingDouble(id -> -logits[id])).limit(count)
                .map(id -> new Logit(id, logits[id])).toList();
    }
}
