package dev.afterimage.model.runtime;

import dev.afterimage.core.block.TokenPositions;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.graph.LlamaShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a decoder reads at once.
 *
 * @param hidden    (tokens, width)
 * @param deep      (deepStack, tokens, width): added behind the first layers; null where there is nothing to add
 * @param positions null for one after the other
 * @param pictures  whose tokens attend to each other both ways, in their order; none where tokens see those before them alone
 */
record ModelInput(float[] hidden, int tokens, float[][] deep, TokenPositions positions, List<Stretch> pictures) {

    /** Tokens of one picture. */
    record Stretch(int from, int tokens) {

        boolean holds(int token) {
            return token >= from && token < end();
        }

        int end() {
            return from + tokens;
        }
    }

    ModelInput(float[] hidden, int tokens) {
        this(hidden, tokens, null, null, List.of());
    }

    /** Visual tokens as a model of these sizes reads them. */
    static ModelInput of(PromptPart.Visual visual, LlamaShape shape) {
        if (visual.width() != shape.visualWidth() || visual.embeddings().length != visual.tokens() * visual.width()) {
            throw new IllegalArgumentException("visual tokens of width " + visual.width() + " do not fit a model of width "
                    + shape.visualWidth());
        }
        TokenPositions positions = shape.axes() == null || visual.grid() == null ? null : TokenPositions.picture(visual.grid());
        List<Stretch> pictures = shape.bothWays() ? List.of(new Stretch(0, visual.tokens())) : List.of();
        if (shape.deepStack() == 0) {
            return new ModelInput(visual.embeddings(), visual.tokens(), null, positions, pictures);
        }
        float[][] levels = new float[1 + shape.deepStack()][visual.tokens() * shape.width()];
        for (int i = 0; i < visual.tokens() * levels.length; i++) {
            System.arraycopy(visual.embeddings(), i * shape.width(), levels[i % levels.length], i / levels.length * shape.width(),
                    shape.width());
        }
        return new ModelInput(levels[0], visual.tokens(), Arrays.copyOfRange(levels, 1, levels.length), positions, pictures);
    }

    static ModelInput joined(List<ModelInput> parts, int width, int deepStack) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int tokens = parts.stream().mapToInt(ModelInput::tokens).sum();
        float[] hidden = OnnxLanguageModel.joined(parts.stream().map(ModelInput::hidden).toList());
        float[][] deep = parts.stream().allMatch(part -> part.deep == null) ? null : new float[deepStack][tokens * width];
        List<Stretch> pictures = new ArrayList<>();
        int at = 0;
        for (ModelInput part : parts) {
            for (Stretch picture : part.pictures) {
                pictures.add(new Stretch(at + picture.from(), picture.tokens()));
            }
            for (int level = 0; part.deep != null && level < deepStack; level++) {
                System.arraycopy(part.deep[level], 0, deep[level], at * width, part.tokens * width);
            }
            at += part.tokens;
        }
        boolean plain = parts.stream().allMatch(part -> part.positions == null);
        return new ModelInput(hidden, tokens, deep, plain ? null : TokenPositions.joined(parts.stream()
                .map(part -> part.positions == null ? TokenPositions.text(part.tokens) : part.positions).toList()), pictures);
    }

    /** How many tokens are computed at once: at most {@code most}, but a picture whose tokens see each other is not cut. */
    int chunk(int from, int most) {
        int end = Math.min(tokens, from + most);
        for (Stretch picture : pictures) {
            if (picture.from() < end && end < picture.end()) {
                return picture.from() > from ? picture.from() - from : picture.end() - from;
            }
        }
        return end - from;
    }

    /** Whether some of these tokens are a picture's and see each other both ways. */
    boolean bothWays(int from, int count) {
        return pictures.stream().anyMatch(picture -> picture.from() < from + count && picture.end() > from);
    }

    /** By token, counted from {@code from}: what is behind the last token of its picture; of a token of no picture, the next. */
    long[] seenUntil(int from, int count) {
        long[] until = new long[count];
        for (int i = 0; i < count; i++) {
            int token = from + i;
            until[i] = pictures.stream().filter(picture -> picture.holds(token)).findFirst().orElse(new Stretch(token, 1)).end() - from;
        }
        return until;
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
