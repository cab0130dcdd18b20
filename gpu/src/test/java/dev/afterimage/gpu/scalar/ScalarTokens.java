package dev.afterimage.gpu.scalar;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What sampling.cu and retrieval.cu compute, in plain Java. */
public final class ScalarTokens {

    private ScalarTokens() { }

    /** The first of the largest. */
    public static int argmax(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    /** Natural softmax at a temperature. */
    public static double[] probabilities(float[] logits, double temperature) {
        double most = logits[argmax(logits)];
        double[] weights = IntStream.range(0, logits.length).mapToDouble(i -> Math.exp((logits[i] - most) / temperature)).toArray();
        double sum = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
        return IntStream.range(0, weights.length).mapToDouble(i -> weights[i] / sum).toArray();
    }

    /** The fewest likeliest that together have {@code topP}, and what is as likely as the last of them; in the order of their numbers. */
    public static List<Integer> nucleus(double[] probabilities, double topP) {
        List<Integer> likeliest = IntStream.range(0, probabilities.length).boxed().sorted(Comparator.comparingDouble(i ->
                -probabilities[i])).toList();
        TreeSet<Integer> chosen = new TreeSet<>();
        double mass = 0;
        double least = 1;
        for (int i : likeliest) {
            if (mass >= topP && probabilities[i] < least) {
                break;
            }
            chosen.add(i);
            least = probabilities[i];
            mass += probabilities[i];
        }
        return List.copyOf(chosen);
    }

    /** Where {@code uniform} falls when the probabilities of the nucleus stand side by side. */
    public static int sample(double[] probabilities, List<Integer> nucleus, double uniform) {
        double rest = uniform * nucleus.stream().mapToDouble(i -> probabilities[i]).sum();
        for (int i : nucleus) {
            rest -= probabilities[i];
            if (rest < 0) {
                return i;
            }
        }
        return nucleus.get(nucleus.size() - 1);
    }

    /** @return (questions, blocks) */
    public static float[] lateInteraction(float[] queries, float[] keys, int[] starts, int width, boolean unit) {
        int questions = queries.length / width;
        int blocks = starts.length - 1;
        float[] out = new float[questions * blocks];
        for (int q = 0; q < questions; q++) {
            for (int b = 0; b < blocks; b++) {
                double best = starts[b] == starts[b + 1] ? 0 : Double.NEGATIVE_INFINITY;
                for (int token = starts[b]; token < starts[b + 1]; token++) {
                    double length = unit ? Math.max(Math.sqrt(dot(keys, token * width, keys, token * width, width)), 1e-12) : 1;
                    best = Math.max(best, dot(queries, q * width, keys, token * width, width) / length);
                }
                out[q * blocks + b] = (float) best;
            }
        }
        return out;
    }

    private static double dot(float[] a, int from, float[] b, int to, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) a[from + i] * b[to + i];
        }
        return sum;
    }
}
