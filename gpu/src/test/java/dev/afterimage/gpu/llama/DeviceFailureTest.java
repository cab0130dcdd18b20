package dev.afterimage.gpu.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.FailingDevice;
import dev.afterimage.gpu.emulation.Emulations;
import dev.afterimage.model.Generation;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of answers when the device fails in the middle of one. */
class DeviceFailureTest {

    private static final int ANSWER = 10;
    private static final int[] IDS = IntStream.range(0, 100).map(i -> (i * 7919 + 1) % 260).toArray();

    @TempDir
    private static Path directory;
    private static Packs packs;
    private static OnnxLanguageModel cpu;
    private static List<KeyValues> blocks;
    private final List<String> notices = new ArrayList<>();

    @BeforeAll
    static void load() {
        packs = new Packs(directory);
        cpu = packs.onTheCpu("smolvlm-f32", Precision.FP32);
        try (LanguageSession writer = cpu.newSession(120)) {
            blocks = List.of(writer.prefill(tokens(0, 15)), writer.prefill(tokens(15, 24)), writer.prefill(tokens(24, 40)));
        }
    }

    @AfterAll
    static void close() {
        cpu.close();
    }

    private static PromptPart tokens(int from, int to) {
        return new PromptPart.Tokens(IntStream.range(from, to).map(i -> IDS[i]).toArray());
    }

    private interface Use<T> {
        T with(LanguageModel model);
    }

    /** With a device that is lost after so many kernels; it throws where memory is not given back. */
    private <T> T lostAfter(long launches, Use<T> use) {
        try (FailingDevice device = new FailingDevice(Emulations.open(32, false));
                LanguageModel model = packs.onDevice(device, packs.onTheCpu("smolvlm-f32", Precision.FP32),
                        new GpuSettings(Cell.F32, 7, 700, 33), notices)) {
            device.loseAfter(launches);
            return use.with(model);
        }
    }

    /** Loaded blocks, layers that recall, what is cut off again, and greedy tokens. @param asked how often memory is asked by each layer */
    private static List<Integer> answer(LanguageModel model, int[] asked) {
        List<Integer> said = new ArrayList<>();
        try (LanguageSession session = model.newSession(120)) {
            session.append(blocks.get(0));
            session.recall(tokens(50, 58), (layer, queries) -> {
                asked[layer]++;
                return blocks.subList(1, 3).stream().map(block -> block.layer(layer)).toList();
            });
            session.read(tokens(60, 75));
            session.weigh(new int[] {4, 9});
            session.truncate(session.length() - 5);
            session.read(tokens(80, 84));
            while (said.size() < ANSWER) {
                said.add(Generation.best(session.logits()));
                session.read(new PromptPart.Tokens(new int[] {said.get(said.size() - 1)}));
            }
            assertThat(session.computedTokens()).isEqualTo(8 + 15 + 2 + 4 + ANSWER);
        }
        return said;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 31, 60, 90, 130, 250})
    void anAnswerGoesOnOnTheCpuWhereverTheDeviceIsLost(int launches) {
        int layers = cpu.layout().layers();
        List<Integer> expected = answer(cpu, new int[layers]);
        int[] asked = new int[layers];
        List<Integer> said = lostAfter(launches, model -> answer(model, asked));
        assertThat(said).isEqualTo(expected);
        assertThat(asked).as("how often each layer asked its memory").containsOnly(1);
        assertThat(notices).as("told once").singleElement().asString().startsWith("The GPU is lost, and the language model runs on the CPU "
                + "from now on: the device was lost");
    }

    @Test
    void blocksThatAreBeingPrefilledAreNotLost() {
        List<KeyValues> made = lostAfter(70, model -> {
            try (LanguageSession writer = model.newSession(120)) {
                return List.of(writer.prefill(tokens(0, 15)), writer.prefill(tokens(15, 24)), writer.prefill(tokens(24, 40)));
            }
        });
        assertThat(notices).hasSize(1);
        for (int i = 0; i < made.size(); i++) {
            assertThat(made.get(i).keys()).usingComparatorWithPrecision(2e-4f).containsExactly(blocks.get(i).keys());
            assertThat(made.get(i).values()).usingComparatorWithPrecision(2e-4f).containsExactly(blocks.get(i).values());
        }
    }

    @Test
    void queriesComeFromTheCpuToo() {
        float[] queries = lostAfter(5, model -> model.queries(tokens(0, 9), 2));
        assertThat(queries).containsExactly(cpu.queries(tokens(0, 9), 2));
        assertThat(notices).hasSize(1);
    }

    @Test
    void aSessionThatTheDeviceHasNoMemoryForGoesOnOnTheCpuAndOthersStay() {
        try (FailingDevice device = new FailingDevice(Emulations.open(32, false));
                LanguageModel model = packs.onDevice(device, packs.onTheCpu("smolvlm-f32", Precision.FP32),
                        new GpuSettings(Cell.F32, 7, 60, 33), notices);
                LanguageSession small = model.newSession(40); LanguageSession large = model.newSession(120);
                LanguageSession reference = cpu.newSession(120)) {
            small.append(blocks.get(0));
            for (LanguageSession session : List.of(large, reference)) {
                blocks.forEach(session::append);
                session.read(tokens(40, 70));
            }
            assertThat(large.logits()).usingComparatorWithPrecision(2e-4f).containsExactly(reference.logits());
            assertThat(notices).singleElement().asString().contains("the GPU's memory for contexts is full");
            small.read(tokens(40, 50));
            assertThat(small.logits()).hasSize(reference.logits().length);
            assertThat(device.lost()).isFalse();
            device.fillAfter(0);
            try (LanguageSession another = model.newSession(20)) {
                another.read(tokens(40, 50));
            }
            assertThat(notices).as("the same is not told again").hasSize(1);
        }
    }

    /** A stream's window is cut and filled again for ever. */
    @Test
    void whatIsCutOffIsNotKept() {
        SessionLog log = new SessionLog();
        log.add(session -> { }, 0, 10);
        for (int i = 0; i < 100; i++) {
            log.add(session -> { }, 10, 14);
            log.truncate(10);
        }
        assertThat(log.steps()).isEqualTo(1);
        log.truncate(4);
        log.add(session -> { }, 4, 6);
        try (LanguageSession session = cpu.newSession(20)) {
            log.repeat(session);
        }
    }
}
