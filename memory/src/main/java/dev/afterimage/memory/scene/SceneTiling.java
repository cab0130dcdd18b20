package dev.afterimage.memory.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SceneTilling over a whole video at once (VideoLLaMB, arXiv 2409.01071): a scene ends where the similarity of
 * neighbouring frames dips deep below the peaks on both sides. The reference that {@link IncrementalSceneTiler} is held
 * against.
 *
 * <p>Symbols: T frames; {@code s[i]}, i = 0..T-2, similarity of frames i and i+1; {@code d[i]} its depth; a boundary at
 * i makes frame i the last of its scene; T-1 is always one.
 */
public final class SceneTiling {

    /** The paper's alpha: a boundary is deeper than {@code mean(d) + alpha * std(d)}. */
    public static final double ALPHA = 0.5;

    private SceneTiling() { }

    /** {@code s} of T feature vectors: (T - 1). */
    public static double[] similarities(List<float[]> features) {
        return IntStream.range(0, Math.max(0, features.size() - 1))
                .mapToDouble(i -> Similarity.cosine(features.get(i), features.get(i + 1))).toArray();
    }

    /** {@code d[i] = leftPeak + rightPeak - 2 s[i]}: from i to either side for as long as similarity does not fall. */
    public static double[] depths(double[] s) {
        double[] depths = new double[s.length];
        for (int i = 0; i < s.length; i++) {
            int left = i;
            while (left > 0 && s[left - 1] >= s[left]) {
                left--;
            }
            int right = i;
            while (right < s.length - 1 && s[right + 1] >= s[right]) {
                right++;
            }
            depths[i] = s[left] + s[right] - 2 * s[i];
        }
        return depths;
    }

    /** {@code mean(d) + alpha * std(d)}, the deviation unbiased; NaN for fewer than two depths, so that nothing exceeds it. */
    public static double threshold(double[] depths, double alpha) {
        double mean = IntStream.range(0, depths.length).mapToDouble(i -> depths[i]).average().orElse(Double.NaN);
        double squares = 0;
        for (double depth : depths) {
            squares += (depth - mean) * (depth - mean);
        }
        return depths.length < 2 ? Double.NaN : mean + alpha * Math.sqrt(squares / (depths.length - 1));
    }

    /** Last frames of all scenes, ascending; the last is T-1 = {@code s.length}. */
    public static List<Integer> boundaries(double[] s, double alpha) {
        return boundaries(s, alpha, 0);
    }

    /** @param floor least depth of a boundary, on top of the paper's rule; 0 for the paper's rule alone */
    public static List<Integer> boundaries(double[] s, double alpha, double floor) {
        double[] depths = depths(s);
        double threshold = threshold(depths, alpha);
        return withEnd(IntStream.range(0, s.length).filter(i -> depths[i] > threshold && depths[i] >= floor).boxed().toList(), s.length);
    }

    private static List<Integer> withEnd(List<Integer> dips, int end) {
        List<Integer> boundaries = new ArrayList<>(dips);
        boundaries.add(end);
        return boundaries;
    }
}
