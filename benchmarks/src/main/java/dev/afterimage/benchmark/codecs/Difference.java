package dev.afterimage.benchmark.codecs;

import dev.afterimage.benchmark.codecs.LogitTrial.Outcome;
import dev.afterimage.model.Generation;
import java.util.stream.IntStream;

/** Adds up how far logits lie apart. */
final class Difference {

    private static final int LIKELIEST = 10;

    private int words;
    private int same;
    private double error;
    private double worst;
    private double divergence;

    void add(float[] exact, float[] kept) {
        words++;
        same += Generation.best(exact) == Generation.best(kept) ? 1 : 0;
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            sum += Math.abs(exact[i] - kept[i]);
        }
        error += sum / exact.length;
        int[] likeliest = IntStream.range(0, exact.length).boxed().sorted((a, b) -> Float.compare(exact[b], exact[a])).limit(LIKELIEST)
                .mapToInt(Integer::intValue).toArray();
        for (int id : likeliest) {
            worst = Math.max(worst, Math.abs(exact[id] - kept[id]));
        }
        divergence += divergence(exact, kept);
    }

    private static double divergence(float[] exact, float[] kept) {
        double exactNorm = logSum(exact);
        double keptNorm = logSum(kept);
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            double log = exact[i] - exactNorm;
            sum += Math.exp(log) * (log - (kept[i] - keptNorm));
        }
        return sum;
    }

    private static double logSum(float[] logits) {
        float most = logits[Generation.best(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        return most + Math.log(sum);
    }

    Outcome outcome(double bytesPerToken) {
        return new Outcome(bytesPerToken, error / words, worst, divergence / words, (double) same / words);
    }
}
