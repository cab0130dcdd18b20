package dev.afterimage.model.question;

import dev.afterimage.core.model.QuestionReader;
import dev.afterimage.model.question.ReaderWeights.Matrix;
import java.util.BitSet;

/** One question being read: the words as the reader remembers them, and how far its line has come. */
final class PointerReading implements QuestionReader.Reading {

    /** Words farther from the last one copied than this are all alike. */
    private static final int NEAR = 8;
    /** The symbol that stands before the first step. */
    private static final int BEGIN = 0;

    private final ReaderWeights weights;
    private final float[][] memory;
    private final PointerQuestionReader.Cell cell;
    private final int symbols;
    private final boolean[] used;
    private float[] context;
    private int last = -1;
    private int step = BEGIN;
    private boolean taken = true;

    PointerReading(ReaderWeights weights, float[][] memory, float[] start) {
        this.weights = weights;
        this.memory = memory;
        this.cell = new PointerQuestionReader.Cell(weights, "step", start);
        this.symbols = weights.matrix("symbol.out").columns();
        this.used = new boolean[memory.length];
        this.context = new float[weights.matrix("point").columns()];
    }

    @Override
    public float[] chances(BitSet allowed) {
        if (!taken) {
            throw new IllegalStateException("take a step before asking for the next one");
        }
        taken = false;
        float[] hidden = cell.step(PointerQuestionReader.joined(written(), context));
        context = attended(hidden);
        float[] out = weights.matrix("out.bias").data().clone();
        weights.matrix("out").multiply(PointerQuestionReader.joined(hidden, context), 0, out);
        return softmax(scores(PointerQuestionReader.tanh(out)), allowed);
    }

    @Override
    public void take(int next) {
        step = next;
        taken = true;
        if (next >= symbols) {
            last = next - symbols;
            used[last] = true;
        }
    }

    /** The step before, as the next one sees it. */
    private float[] written() {
        float[] sum = new float[weights.matrix("symbols").columns()];
        weights.matrix("symbols").add(Math.min(step, symbols), 1, sum);
        if (step >= symbols) {
            weights.matrix("copied").multiply(memory[step - symbols], 0, sum);
        }
        return sum;
    }

    private float[] attended(float[] hidden) {
        float[] query = new float[context.length];
        weights.matrix("query").multiply(hidden, 0, query);
        float[] scores = new float[memory.length];
        BitSet all = new BitSet();
        all.set(0, memory.length);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = dot(query, memory[i]);
        }
        float[] shares = softmax(scores, all);
        float[] sum = new float[context.length];
        for (int i = 0; i < memory.length; i++) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += shares[i] * memory[i][k];
            }
        }
        return sum;
    }

    private float[] scores(float[] out) {
        float[] scores = new float[symbols + memory.length];
        float[] written = weights.matrix("symbol.bias").data().clone();
        weights.matrix("symbol.out").multiply(out, 0, written);
        System.arraycopy(written, 0, scores, 0, symbols);
        Matrix point = weights.matrix("point");
        float[] pointer = new float[point.columns()];
        point.multiply(out, 0, pointer);
        float[] near = weights.matrix("near").data();
        float again = weights.matrix("again").data()[0];
        for (int i = 0; i < memory.length; i++) {
            int apart = last < 0 ? 2 * NEAR + 1 : Math.max(-NEAR, Math.min(NEAR, i - last)) + NEAR;
            scores[symbols + i] = dot(pointer, memory[i]) + near[apart] + (used[i] ? again : 0);
        }
        return scores;
    }

    /** Scaled as in training. */
    private static float dot(float[] one, float[] other) {
        float sum = 0;
        for (int k = 0; k < one.length; k++) {
            sum += one[k] * other[k];
        }
        return (float) (sum / Math.sqrt(one.length));
    }

    private static float[] softmax(float[] scores, BitSet allowed) {
        float most = Float.NEGATIVE_INFINITY;
        for (int i = allowed.nextSetBit(0); i >= 0; i = allowed.nextSetBit(i + 1)) {
            most = Math.max(most, scores[i]);
        }
        float[] shares = new float[scores.length];
        double sum = 0;
        for (int i = allowed.nextSetBit(0); i >= 0; i = allowed.nextSetBit(i + 1)) {
            shares[i] = (float) Math.exp(scores[i] - most);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }
}
