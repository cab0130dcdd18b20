package dev.afterimage.core.model;

/** Logits as probabilities. */
public final class LogProbabilities {

    private LogProbabilities() { }

    /** @return natural logarithm of the softmax of {@code logits} at {@code id} */
    public static double of(float[] logits, int id) {
        float most = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        return logits[id] - most - Math.log(sum);
    }
}
