package dev.afterimage.core.model;

import dev.afterimage.core.block.PictureGrid;
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
     * @param grid       where the tokens lie in their picture, for models whose positions have rows and columns; null
     *                   where that is not known
     */
    record Visual(float[] embeddings, int tokens, int width, PictureGrid grid) implements PromptPart {

        public Visual {
            if (grid != null && grid.places().length != tokens) {
                throw new IllegalArgumentException(tokens + " visual tokens have " + grid.places().length + " places in their picture");
            }
        }

        public Visual(float[] embeddings, int tokens, int width) {
            this(embeddings, tokens, width, null);
        }
    }
}
