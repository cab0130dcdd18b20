package dev.afterimage.benchmark.codecs;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.model.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a way of keeping KV does to a model's words: blocks are prefilled behind a window that holds the kept form (as
 * the write path does it, so errors add up), loaded as a question loads them, and the logits of the question and of the
 * answer's words are compared with those without any rounding. All ways are given the words that the unrounded one
 * chose.
 */
final class LogitTrial {

    private static final int WORDS = 12;

    private final LanguageModel model;
    private final StreamPrompt prompt;
    private final List<EncodedFrame> frames;
    private final List<String> questions;
    private final List<List<float[]>> exact = new ArrayList<>();
    private int tokens;

    LogitTrial(LanguageModel model, List<EncodedFrame> frames, List<String> questions) {
        this.model = model;
        this.prompt = StreamPrompt.of(model);
        this.frames = frames;
        this.questions = questions;
        List<KeyValues> blocks = blocks(UnaryOperator.identity());
        questions.forEach(question -> exact.add(logits(blocks, question, null)));
    }

    /**
     * @param bytesPerToken   as stored
     * @param error           mean absolute difference of logits
     * @param worst           largest absolute difference of a logit among the ten likeliest words
     * @param divergence      Kullback-Leibler divergence from the unrounded distribution, nats, mean over words
     * @param sameWord        share of words that would have been chosen alike
     */
    record Outcome(double bytesPerToken, double error, double worst, double divergence, double sameWord) { }

    Outcome of(Variant variant) {
        List<KeyValues> blocks = blocks(variant::stored);
        Difference difference = new Difference();
        for (int q = 0; q < questions.size(); q++) {
            List<float[]> kept = logits(blocks, questions.get(q), exact.get(q));
            for (int word = 0; word < kept.size(); word++) {
                difference.add(exact.get(q).get(word), kept.get(word));
            }
        }
        long bytes = blocks.stream().mapToLong(block -> variant.encode(block).length).sum();
        return difference.outcome((double) bytes / tokens);
    }

    private List<KeyValues> blocks(UnaryOperator<KeyValues> stored) {
        List<KeyValues> blocks = new ArrayList<>();
        TextEmbedder none = new TextEmbedder() {
            @Override
            public float[] embed(String text) {
                return new float[0];
            }

            @Override
            public int width() {
                return 0;
            }
        };
        try (BlockPrefiller prefiller = new BlockPrefiller(model, prompt, none, model.windowTokens(), stored::apply)) {
            frames.forEach(frame -> prefiller.prefill(frame).map(KvBlock::keyValues).ifPresent(blocks::add));
        }
        tokens = blocks.stream().mapToInt(KeyValues::tokens).sum();
        return blocks;
    }

    int tokens() {
        return tokens;
    }

    /** @param words whose words are said; null: its own */
    private List<float[]> logits(List<KeyValues> blocks, String question, List<float[]> words) {
        KeyValues pinned = prompt.pinnedKeyValues();
        PromptPart.Text asked = (PromptPart.Text) prompt.question(question);
        List<float[]> all = new ArrayList<>();
        try (LanguageSession session = model.newSession(pinned.tokens() + tokens + model.tokenize(asked.text()).length + WORDS)) {
            session.append(pinned);
            blocks.forEach(session::append);
            session.read(asked);
            for (int word = 0; word < WORDS; word++) {
                all.add(session.logits().clone());
                session.read(new PromptPart.Tokens(new int[] {Generation.best(words == null ? all.get(word) : words.get(word))}));
            }
        }
        return all;
    }
}
