package dev.afterimage.benchmark.compression;

import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.encoder.visual.Compressor;
import dev.afterimage.encoder.visual.Compressor.Kept;
import dev.afterimage.encoder.visual.TokenGrid;
import dev.afterimage.store.codec.KvForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What compression left of a clip that played again and again as a camera.
 *
 * @param blocks  tokens of each block, the text around the picture included
 * @param nothing frames that added nothing
 */
record CompressedClip(int frames, List<Integer> blocks, int nothing, int visualTokens, int pictureTokens, double minutes) {

    /** Text around a picture in SmolVLM2's layout of a video: line, time, marks. */
    static final int TEXT_TOKENS = 13;

    /** @param embeddings (rows x columns, width) of each frame of one round */
    static CompressedClip of(List<float[]> embeddings, TokenGrid grid, int width, CompressionSettings settings, double fps,
            double minutes) {
        Compressor compressor = new Compressor(settings, grid, width, TEXT_TOKENS);
        List<Integer> blocks = new ArrayList<>();
        int frames = (int) Math.round(minutes * 60 * fps);
        int visual = 0;
        for (int frame = 0; frame < frames; frame++) {
            Kept kept = compressor.compress(embeddings.get(frame % embeddings.size()), frame / fps);
            visual += kept.tokens();
            if (kept.tokens() > 0) {
                blocks.add(kept.tokens() + TEXT_TOKENS);
            }
        }
        return new CompressedClip(frames, blocks, frames - blocks.size(), visual, frames * grid.rows() * grid.columns(), minutes);
    }

    double dropped() {
        return 1 - (double) visualTokens / pictureTokens;
    }

    double tokensPerMinute() {
        return blocks.stream().mapToInt(Integer::intValue).sum() / minutes;
    }

    /** If each frame that adds nothing got its time and one pooled token. */
    double tokensPerMinuteWithPlaceholders() {
        return tokensPerMinute() + nothing * (TEXT_TOKENS + 1) / minutes;
    }

    double gigabytesPerHour(Shape shape, KvForm form) {
        Map<Integer, Long> sizes = new HashMap<>();
        long bytes = blocks.stream().mapToLong(tokens -> sizes.computeIfAbsent(tokens, t -> shape.bytes(t, form))).sum();
        return bytes * 60 / minutes / 1e9;
    }
}
