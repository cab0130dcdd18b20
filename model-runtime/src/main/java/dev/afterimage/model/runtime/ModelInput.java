package dev.afterimage.model.runtime;

import dev.afterimage.core.block.TokenPositions;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.graph.LlamaShape;
import java.util.Arrays;
import java.util.List;

/**
 * What a decoder reads at once.
 *
 * @param hidden    (tokens, width)
 * @param deep      (deepStack, tokens, width): added behind the first layers; null where there is nothing to add
 * @param positions null for one after the other
 */
record ModelInput(float[] hidden, int tokens, float[][] deep, TokenPositions positions) {

    ModelInput(float[] hidden, int tokens) {
        this(hidden, tokens, null, null);
    }

    /** Visual tokens as a model of these sizes reads them. */
    static ModelInput of(PromptPart.Visual visual, LlamaShape shape) {
        if (visual.width() != shape.visualWidth() || visual.embeddings().length != visual.tokens() * visual.width()) {
            throw new IllegalArgumentException("visual tokens of width " + visual.width() + " do not fit a model of width "
                    + shape.visualWidth());
        }
        TokenPositions positions = shape.axes() == null || visual.grid() == null ? null : TokenPositions.picture(visual.grid());
        if (shape.deepStack() == 0) {
            return new ModelInput(visual.embeddings(), visual.tokens(), null, positions);
        }
        float[][] levels = new float[1 + shape.deepStack()][visual.tokens() * shape.width()];
        for (int i = 0; i < visual.tokens() * levels.length; i++) {
            System.arraycopy(visual.embeddings(), i * shape.width(), levels[i % levels.length], i / levels.length * shape.width(),
                    shape.width());
        }
        return new ModelInput(levels[0], visual.tokens(), Arrays.copyOfRange(levels, 1, levels.length), positions);
    }

    static ModelInput joined(List<ModelInput> parts, int width, int deepStack) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int tokens = parts.stream().mapToInt(ModelInput::tokens).sum();
        float[] hidden = OnnxLanguageModel.joined(parts.stream().map(ModelInput::hidden).toList());
        float[][] deep = parts.stream().allMatch(part -> part.deep == null) ? null : new float[deepStack][tokens * width];
        int at = 0;
        for (ModelInput part : parts) {
            for (int level = 0; part.deep != null && level < deepStack; level++) {
                System.arraycopy(part.deep[level], 0, deep[level], at * width, part.tokens * width);
            }
            at += part.tokens;
        }
        boolean plain = parts.stream().allMatch(part -> part.positions == null);
        return new ModelInput(hidden, tokens, deep, plain ? null : TokenPositions.joined(parts.stream()
                .map(part -> part.positions == null ? TokenPositions.text(part.tokens) : part.positions).toList()));
    }

    /** Tokens {@code from} to {@code from + count - 1}. */
    float[] hidden(int from, int count) {
        return cut(hidden, from, count);
    }

    float[] deep(int level, int from, int count) {
        return cut(deep[level], from, count);
    }

    private float[] cut(float[] rows, int from, int count) {
        int width = rows.length / tokens;
        return count == tokens ? rows : Arrays.copyOfRange(rows, from * width, (from + count) * width);
    }

    /** (count, 3), relative to the first token of all. */
    int[] axes(int from, int count) {
        TokenPositions all = positions == null ? TokenPositions.text(tokens) : positions;
        return Arrays.copyOfRange(all.axes(), from * TokenPositions.AXES, (from + count) * TokenPositions.AXES);
    }

    int span() {
        return positions == null ? tokens : positions.span();
    }
}
