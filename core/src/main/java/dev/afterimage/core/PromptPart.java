package dev.afterimage.core;

/** A piece of what a language model reads. Text and pixels enter by the same door. */
public sealed interface PromptPart {

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
