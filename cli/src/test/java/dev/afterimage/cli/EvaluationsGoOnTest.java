package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.engine.Keeping;
import dev.afterimage.engine.Wiring;
import dev.afterimage.eval.Evaluation;
import dev.afterimage.eval.haystack.Animation;
import dev.afterimage.eval.haystack.ComposedFrames;
import dev.afterimage.eval.haystack.Composition;
import dev.afterimage.eval.haystack.Haystack;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.needle.NeedleSet;
import dev.afterimage.eval.needle.Overlay;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.store.DataDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations that were killed or stopped go on as if they had not been, and a moment of a stream is as good as its end. */
class EvaluationsGoOnTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void aKilledEvaluationGoesOnWhereItStopped() throws Exception {
        Path out = directory.resolve("out");
        String[] words = {"eval", "niavh", "--lengths", "4,10", "--depths", "0,50", "--multi", "0", "--fps", "1", "--methods", "afterimage",
                "--out",
                out.toString(), "--json"};
        Process process = Command.start(directory.resolve("log"), words);
        Path results = out.resolve("results.jsonl");
        while (process.isAlive() && (!Files.exists(results) || Files.readAllLines(results).size() < 5)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        process.destroyForcibly().waitFor();
        String before = Files.readString(results);
        assertThat(before.lines().count()).as(Files.readString(directory.resolve("log"))).isBetween(5L, 7L);
        Command done = Command.run(words);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(Files.readString(results)).startsWith(before.substring(0, before.lastIndexOf('\n') + 1));
        assertThat(rows(out)).hasSize(8).extracting(row -> row.path("cell").asText()).doesNotHaveDuplicates();
        assertThat(rows(out)).allSatisfy(row -> assertThat(row.path("footage").asText()).hasSize(16));
        JsonNode run = JSON.readTree(out.resolve("run.json").toFile());
        assertThat(run.path("multi").asInt(-1)).isZero();
        assertThat(run.path("retrieval").path("policy").asText()).isEqualTo("default");
        String[] more = words.clone();
        more[Arrays.asList(words).indexOf("--lengths") + 1] = "4,60";
        more[Arrays.asList(words).indexOf("--multi") + 1] = "1";
        assertThat(Command.run(more).err()).contains("multi is 0 in that run and 1 in this one");
    }

    /**
     * Hours are not watched again because somebody stopped them: a slow film is stopped within, and what comes is what
     * an unbroken run keeps.
     */
    @Test
    void anEvaluationStoppedWithinAStreamGoesOnWithinIt() {
        Path data = directory.resolve("data");
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicReference<Set<Path>> early = new AtomicReference<>();
        List<Long> before = new CopyOnWriteArrayList<>();
        List<Long> after = new CopyOnWriteArrayList<>();
        StreamId broken = new StreamId("broken");
        try (Haystack haystack = Haystack.sample(Path.of(Command.clip("car-detection.mp4")), Wiring.frames(), 1, 40,
                directory.resolve("hay"))) {
            Composition composition = new Composition(40,
                    List.of(new Composition.Placement(3, NeedleSet.of(NeedleSet.TEXTS).needles().get(0))));
            try (Evaluation evaluation = evaluation(data, stopped::get)) {
                assertThatThrownBy(() -> evaluation.bench().watch(broken, 1, drawn(haystack, composition, evaluation.bench(), 600, before),
                        second -> stopped.set(second >= 4 && checkpoints(data).stream().anyMatch(laterThan(early, data)))))
                        .hasMessageContaining("stopped before its end");
            }
            assertThat(before).as("stopped within").contains(4L).doesNotContain(39L);
            try (Evaluation evaluation = evaluation(data, () -> false)) {
                Bench bench = evaluation.bench();
                bench.watch(broken, 1, drawn(haystack, composition, bench, 0, after), second -> { });
                StreamId whole = watch(bench, haystack, "whole", composition);
                assertThat(after.stream().filter(index -> index > 0)).as("frames drawn again").allMatch(index -> index > 2).contains(39L);
                List<BlockEntry> kept = bench.store().entries(broken, 0, Double.POSITIVE_INFINITY);
                List<BlockEntry> unbroken = bench.store().entries(whole, 0, Double.POSITIVE_INFINITY);
                assertThat(kept).usingRecursiveFieldByFieldElementComparatorIgnoringFields("stream").isEqualTo(unbroken);
                for (int i = 0; i < kept.size(); i++) {
                    assertThat(bench.store().read(broken, i).keyValues().keys()).isEqualTo(bench.store().read(whole, i).keyValues().keys());
                }
            }
        }
    }

    /** Whether a checkpoint was not there yet when this was first asked: it holds what came before. */
    private static Predicate<Path> laterThan(AtomicReference<Set<Path>> early, Path data) {
        early.compareAndSet(null, checkpoints(data));
        return checkpoint -> !early.get().contains(checkpoint);
    }

    /** Those of the job, which watches all streams. */
    private static Set<Path> checkpoints(Path data) {
        try (Stream<Path> files = Files.walk(data.resolve("checkpoints"))) {
            return files.filter(file -> file.endsWith("_metadata")).collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException notYetOrJustRemoved) {
            return Set.of();
        }
    }

    private static Evaluation evaluation(Path data, BooleanSupplier stopped) {
        return Evaluation.in(new DataDirectory(data), Wiring.DEFAULT_MODEL, Keeping.UNSAID, 768, stopped, new PrintWriter(System.err));
    }

    /** The composition's pictures, each after a while; {@code indices} are told which were asked for. */
    private static Animation drawn(Haystack haystack, Composition composition, Bench bench, long millis, List<Long> indices) {
        Animation pictures = ComposedFrames.of(haystack, composition, new Overlay(bench.frames()));
        return new Animation() {
            @Override
            public BufferedImage picture(long index, double seconds) {
                indices.add(index);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                return pictures.picture(index, seconds);
            }

            @Override
            public double seconds() {
                return pictures.seconds();
            }
        };
    }

    /** What lets the twins of all lengths share one stream: up to a moment, a long stream is the short one that ended there. */
    @Test
    void aMomentOfALongStreamIsTheEndOfAShortOne() {
        try (Evaluation evaluation = evaluation(directory.resolve("data"), () -> false);
             Haystack haystack = Haystack.sample(Path.of(Command.clip("car-detection.mp4")), Wiring.frames(), 1, 16,
                     directory.resolve("hay"))) {
            Bench bench = evaluation.bench();
            Composition.Placement placed = new Composition.Placement(2, NeedleSet.of(NeedleSet.TEXTS).needles().get(0));
            StreamId shorter = watch(bench, haystack, "short", new Composition(8, List.of(placed)));
            StreamId longer = watch(bench, haystack, "long", new Composition(16, List.of(placed)));
            List<BlockEntry> ended = bench.store().entries(shorter, 0, Double.POSITIVE_INFINITY);
            List<BlockEntry> upTo = bench.store().entries(longer, 0, 7);
            assertThat(upTo).hasSameSizeAs(ended).hasSizeGreaterThan(1);
            for (int i = 0; i < ended.size(); i++) {
                assertThat(upTo.get(i)).usingRecursiveComparison().ignoringFields("stream").isEqualTo(ended.get(i));
                assertThat(bench.store().read(longer, i).keyValues().keys()).isEqualTo(bench.store().read(shorter, i).keyValues().keys());
                assertThat(bench.store().read(longer, i).keyValues().values())
                        .isEqualTo(bench.store().read(shorter, i).keyValues().values());
            }
            for (String question : List.of(placed.needle().question(), "How many cars were there?", "Was there a dog?")) {
                Reply whole = ask(bench, shorter, question, OptionalDouble.empty());
                Reply moment = ask(bench, longer, question, OptionalDouble.of(7));
                assertThat(moment.answer()).usingRecursiveComparison().ignoringFieldsMatchingRegexes(".*thumbnail")
                        .isEqualTo(whole.answer());
                assertThat(moment.usage()).isEqualTo(whole.usage());
            }
        }
    }

    private static StreamId watch(Bench bench, Haystack haystack, String name, Composition composition) {
        StreamId stream = new StreamId(name);
        bench.watch(stream, 1, ComposedFrames.of(haystack, composition, new Overlay(bench.frames())), second -> { });
        return stream;
    }

    private static Reply ask(Bench bench, StreamId stream, String question, OptionalDouble at) {
        return bench.reading().ask(Method.TABLE.get(0), new Question(stream, question, at, List.of()), List.of());
    }

    private static List<JsonNode> rows(Path out) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("results.jsonl"))) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }
}
