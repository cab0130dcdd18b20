package dev.afterimage.core;

import java.util.List;

/** A piece of what a language model reads. Text and pixels enter by the same door. */
public sealed interface PromptPart {

    /** Pieces read one behind the other, as if they were one. */
    record Sequence(List<PromptPart> parts) implements PromptPart {

        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /** Text, tokenised by the model that reads it; special tokens written out ({@code <|im_start|>}) count as such. */
    record Text(String text) implements PromptPart { }

    /** Tokens already made by the model's own tokenizer. */
    record Tokens(int[] ids) implements PromptPart { }

    /**
     * Visual tokens: embeddings in the model's hidden width.
     *
     * @param embeddings (tokens, width)
     */
    record Visual(float[] embeddings, int tokens, int width) implements PromptPart { }
}
