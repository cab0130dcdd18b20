package dev.afterimage.gpu.check;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.kernel.KernelSource;
import dev.afterimage.gpu.llama.BareModel;
import dev.afterimage.gpu.llama.GpuSettings;
import dev.afterimage.model.graph.Activation;
import dev.afterimage.model.graph.DecoderStyle;
import dev.afterimage.model.graph.LayerAttention;
import dev.afterimage.model.graph.LlamaShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A small model on a device, held against what is stored: a prompt, greedy tokens, prefilled blocks that another session loads, and a
 * question behind them. What is stored came from the emulation, which gives what packs on the CPU give.
 *
 * @param tokens  chosen greedily behind the prompt
 * @param numbers the first logits behind the prompt and behind the loaded blocks, and the first keys and values of a block
 */
record Conformance(List<Integer> tokens, float[] numbers) {

    /** Layers that turn and see all, see a window, and do not turn; biases, head norms, grouped queries, an odd vocabulary. */
    private static final LlamaShape SHAPE = new LlamaShape(3, 96, 6, 2, 16, 16, 160, Activation.SILU, 211, 512, 10_000, 1e-5f,
            new DecoderStyle(true, false, 0, List.of(new LayerAttention(10_000, 1, 0), new LayerAttention(500, 2, 20),
            new LayerAttention(0, 1, 0))));
    private static final int SEED = 26;
    private static final int PROMPT = 70;
    private static final int ANSWER = 24;
    private static final int KEPT = 12;
    private static final String EXPECTED = "/dev/afterimage/gpu/check/expected.txt";

    static Conformance run(Device device, Cell cell) {
        int[] ids = new Random(SEED).ints(2 * PROMPT, 0, SHAPE.vocabulary()).toArray();
        float[] numbers = new float[4 * KEPT];
        try (BareModel model = new BareModel(device, GeneratedWeights.distinct(SHAPE, SEED), new GpuSettings(cell, 16, 400, 48))) {
            List<Integer> tokens = answer(model, ids, numbers);
            loaded(model, ids, numbers);
            return new Conformance(tokens, numbers);
        }
    }

    private static List<Integer> answer(BareModel model, int[] ids, float[] numbers) {
        List<Integer> tokens = new ArrayList<>();
        try (LanguageSession session = model.newSession(PROMPT + ANSWER)) {
            session.read(new PromptPart.Tokens(Arrays.copyOf(ids, PROMPT)));
            System.arraycopy(session.logits(), 0, numbers, 0, KEPT);
            while (tokens.size() < ANSWER) {
                float[] logits = session.logits();
                int best = IntStream.range(0, logits.length).reduce((a, b) -> logits[b] > logits[a] ? b : a).orElseThrow();
                tokens.add(best);
                session.read(new PromptPart.Tokens(new int[] {best}));
            }
        }
        return tokens;
    }

    private static void loaded(BareModel model, int[] ids, float[] numbers) {
        try (LanguageSession writer = model.newSession(PROMPT); LanguageSession reader = model.newSession(2 * PROMPT)) {
            KeyValues first = writer.prefill(new PromptPart.Tokens(Arrays.copyOf(ids, 33)));
            KeyValues second = writer.prefill(new PromptPart.Tokens(Arrays.copyOfRange(ids, 33, PROMPT)));
            reader.append(second);
            reader.append(first);
            reader.read(new PromptPart.Tokens(Arrays.copyOfRange(ids, PROMPT, PROMPT + 19)));
            System.arraycopy(reader.logits(), 0, numbers, KEPT, KEPT);
            System.arraycopy(second.keys(), second.keys().length - KEPT, numbers, 2 * KEPT, KEPT);
            System.arraycopy(second.values(), second.values().length - KEPT, numbers, 3 * KEPT, KEPT);
        }
    }

    static Conformance expected() {
        List<String> lines = KernelSource.resource(EXPECTED).lines().toList();
        List<String> numbers = List.of(lines.get(1).split(" "));
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(numbers.get(i));
        }
        return new Conformance(Arrays.stream(lines.get(0).split(" ")).map(Integer::valueOf).toList(), floats);
    }

    /** As it is stored: tokens, and numbers, a line each. */
    String text() {
        return tokens.stream().map(String::valueOf).collect(Collectors.joining(" ")) + "\n"
                + IntStream.range(0, numbers.length).mapToObj(i -> String.format(Locale.ROOT, "%.6f", numbers[i]))
                        .collect(Collectors.joining(" ")) + "\n";
    }

    /** The largest difference of a number; not-a-number when one is. */
    double apart(Conformance other) {
        double most = 0;
        for (int i = 0; i < numbers.length; i++) {
            most = Math.max(most, Math.abs((double) numbers[i] - other.numbers[i]));
        }
        return most;
    }
}
