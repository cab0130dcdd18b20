package dev.afterimage.model.question;

import dev.afterimage.core.model.QuestionReader;
import dev.afterimage.model.question.ReaderWeights.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;

/**
 * The trained reader of {@code model-training/questions}: the states of a frozen encoder, one layer of LSTM in both directions over the
 * words, and an LSTM that writes symbols or points to words. Some 1.5 million weights; a question takes a few milliseconds.
 */
public final class PointerQuestionReader implements QuestionReader {

    private static final String WEIGHTS = "question-reader.safetensors";

    private final WordStates states = new WordStates();
    private final ReaderWeights weights;

    public PointerQuestionReader() {
        try (InputStream in = PointerQuestionReader.class.getResourceAsStream(WEIGHTS)) {
            weights = ReaderWeights.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Reading read(List<String> words, List<BitSet> facts) {
        float[][] inputs = inputs(words, facts);
        int width = inputs.length == 0 ? 0 : inputs[0].length;
        float[][] forward = new float[inputs.length][];
        float[][] backward = new float[inputs.length][];
        float[] last = new float[width];
        Cell ahead = new Cell(weights, "forward");
        for (int i = 0; i < inputs.length; i++) {
            forward[i] = ahead.step(inputs[i]);
        }
        Cell back = new Cell(weights, "backward");
        for (int i = inputs.length - 1; i >= 0; i--) {
            backward[i] = back.step(inputs[i]);
        }
        System.arraycopy(ahead.hidden(), 0, last, 0, width / 2);
        System.arraycopy(back.hidden(), 0, last, width / 2, width / 2);
        float[][] memory = new float[inputs.length][];
        for (int i = 0; i < memory.length; i++) {
            memory[i] = joined(inputs[i], forward[i], backward[i]);
        }
        float[] start = new float[width];
        weights.matrix("start").multiply(last, 0, start);
        return new PointerReading(weights, memory, tanh(start));
    }

    /** What each word is by itself. */
    private float[][] inputs(List<String> words, List<BitSet> facts) {
        float[][] rows = states.of(words);
        float[][] inputs = new float[words.size()][];
        for (int i = 0; i < inputs.length; i++) {
            float[] sum = weights.matrix("in").data().clone();
            weights.matrix("states").multiply(rows[i], 0, sum);
            Matrix fact = weights.matrix("facts");
            facts.get(i).stream().forEach(bit -> fact.add(bit, 1, sum));
            weights.matrix("words").add(weights.row(words.get(i)), 1, sum);
            inputs[i] = tanh(sum);
        }
        return inputs;
    }

    static float[] tanh(float[] vector) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) Math.tanh(vector[i]);
        }
        return vector;
    }

    static float[] joined(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] joined = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    /** An LSTM's cell with what it holds. */
    static final class Cell {
        private final Matrix matrix;
        private final float[] bias;
        private float[] hidden;
        private final float[] held;

        Cell(ReaderWeights weights, String name) {
            this(weights, name, new float[weights.matrix(name).columns() / 4]);
        }

        Cell(ReaderWeights weights, String name, float[] hidden) {
            matrix = weights.matrix(name);
            bias = weights.matrix(name + ".bias").data();
            this.hidden = hidden;
            held = new float[hidden.length];
        }

        float[] hidden() {
            return hidden;
        }

        float[] step(float[] input) {
            float[] gates = bias.clone();
            matrix.multiply(input, 0, gates);
            matrix.multiply(hidden, input.length, gates);
            int n = held.length;
            float[] next = new float[n];
            for (int i = 0; i < n; i++) {
                double keep = sigmoid(gates[n + i] + 1);
                held[i] = (float) (keep * held[i] + sigmoid(gates[i]) * Math.tanh(gates[2 * n + i]));
                next[i] = (float) (sigmoid(gates[3 * n + i]) * Math.tanh(held[i]));
            }
            hidden = next;
            return next;
        }

        private static double sigmoid(double x) {
            return 1 / (1 + Math.exp(-x));
        }
    }
}
