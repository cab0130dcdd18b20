package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.engine.Keeping;
import dev.afterimage.engine.Wiring;
import dev.afterimage.eval.haystack.ComposedFrames;
import dev.afterimage.eval.Evaluation;
import dev.afterimage.eval.haystack.Composition;
import dev.afterimage.eval.haystack.Haystack;
import dev.afterimage.eval.haystack.Animation;
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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations on the real parts: footage through the job into a store, questions through the answerer. */
class EvalTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    /**
     * The grids that every build runs, one for a pack that reads notes and one for a pack that looks, and the mean
     * score under which it fails.
     */
    @TestFactory
    Stream<DynamicTest> theSmallGridsStayAboveTheirFloors() throws IOException {
        JsonNode grids = JSON.readTree(EvalTest.class.getResourceAsStream("/evaluation-floor.json"));
        return StreamSupport.stream(grids.spliterator(), false).map(grid -> DynamicTest.dynamicTest(grid.path("model").asText(), () -> {
            Path out = directory.resolve(grid.path("model").asText());
            Command done = niavh(out, grid);
            assertThat(done.exitCode()).as(done.err()).isZero();
            JsonNode summary = done.json();
            JsonNode ours = summary.path("methods").path("afterimage");
            assertThat(ours.path("mean_score").asDouble()).as(done.out() + rows(out))
                    .isGreaterThanOrEqualTo(grid.path("mean_score").asDouble());
            assertThat(ours.path("localised").asDouble()).isGreaterThanOrEqualTo(grid.path("localised").asDouble());
            assertThat(summary.path("methods").path("blind").path("found").asDouble()).as("found without looking").isZero();
            assertThat(Path.of(summary.path("report").asText())).exists();
            assertThat(out.resolve("work")).as("streams are removed").doesNotExist();
        }));
    }

    @Test
    void aFinishedEvaluationIsNotAskedAgainNorMixedWithAnother() throws IOException {
        Path out = directory.resolve("out");
        JsonNode grid = JSON.readTree(EvalTest.class.getResourceAsStream("/evaluation-floor.json")).get(1);
        JsonNode methods = niavh(out, grid).json().path("methods");
        int asked = rows(out).size();
        assertThat(niavh(out, grid).json().path("methods")).as("nothing is left to do").isEqualTo(methods);
        assertThat(rows(out)).hasSize(asked);
        Command other = Command.run("eval", "niavh", "--lengths", "3", "--depths", "0", "--multi", "0", "--fps", "1", "--out",
                out.toString());
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("another run", "lengths is [6,14] in that run and [3] in this one");
        JsonNode run = JSON.readTree(out.resolve("run.json").toFile());
        assertThat(run.path("precision").asText()).isEqualTo("fp32");
        assertThat(run.path("kv").asText()).isNotEmpty();
        assertThat(run.toString()).doesNotContain("null");
        assertThat(run.path("made_by").path("version").asText()).isNotEmpty();
        assertThat(Command.run("eval", "compare", out.toString(), out.toString()).out()).contains("2 differs from 1: in no setting");
    }

    private static Command niavh(Path out, JsonNode grid) {
        return Command.run("eval", "niavh", "--model", grid.path("model").asText(), "--needles", grid.path("needles").asText(), "--lengths",
                grid.path("lengths").asText(),
                "--depths", grid.path("depths")
                        .asText(), "--multi", "0", "--fps", "1", "--methods", "afterimage,last-frames,blind", "--out",
                out.toString(), "--json");
    }

    private static List<JsonNode> rows(Path out) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("results.jsonl"))) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

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

    @Test
    void aMadeUpDayIsAskedInItsOwnTime() throws IOException {
        Path out = directory.resolve("out");
        Command done = Command.run("eval", "videoqa", "--level", "1", "--minutes", "1", "--fps", "1", "--methods", "afterimage,oracle",
                "--out",
                out.toString(),
                "--json");
        assertThat(done.exitCode()).as(done.err()).isZero();
        JsonNode ours = done.json().path("methods").path("afterimage");
        assertThat(ours.fieldNames()).toIterable()
                .contains("accuracy", "evidence_recall", "questions", "context_tokens", "latency_ms_p50", "latency_ms_p99", "tasks");
        assertThat(ours.path("tasks").path("never seen").asDouble()).isEqualTo(1);
        assertThat(rows(out)).hasSizeGreaterThan(8).allSatisfy(row -> {
            assertThat(row.path("streamed").asDouble()).isGreaterThanOrEqualTo(row.path("asked_at").asDouble());
            row.path("citations").forEach(citation -> assertThat(citation.path("start").asDouble())
                    .isLessThanOrEqualTo(row.path("asked_at").asDouble()));
        });
        assertThat(rows(out).get(0).path("streamed").asDouble()).as("asked while it went on").isLessThan(59);
        assertThat(Files.readAllLines(out.resolve("memory.jsonl"))).isNotEmpty();
        assertThat(out.resolve("report.html")).exists();
    }

    /** A film as StreamingBench asks about it: with options, and with an instruction whose moment is waited for. */
    @Test
    void optionsThatAreAskedAreChosenFromAndInstructionsAreFollowedInTime() throws IOException {
        Path file = Files.writeString(directory.resolve("questions.json"), """
                [{"time": "[0:00:00 - 0:00:30]", "video_path": "./videos/car-detection.mp4", "video_categories": "street", "questions": [
                  {"task_type": "Counting", "question": "How many cars were there at 00:06?", "time_stamp": "00:00:12", "answer": "B",
                   "options": ["A. none", "B. 1", "C. 3", "D. 7"], "required_ability": "memory"},
                  {"task_type": "Existence", "question": "Was there a dog?", "time_stamp": "00:00:12", "answer": "B",
                   "options": ["A. Yes", "B. No"], "required_ability": "memory"},
                  {"task_type": "Proactive Output", "question": "When a car appears, output \\"Car\\".", "time_stamp": "00:00:01",
                   "ground_truth_time_stamp": "00:00:05", "ground_truth_output": "Car", "required_ability": "memory"}]}]""");
        Path out = directory.resolve("out");
        Command done = Command.run("eval", "videoqa", "--annotations", file.toString(), "--videos",
                Path.of(Command.clip("car-detection.mp4")).getParent().toString(), "--options", "asked", "--methods", "afterimage",
                "--out",
                out.toString(), "--json");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(rows(out)).hasSize(3).allSatisfy(row -> assertThat(row.path("right").asBoolean()).as(row.toString()).isTrue());
        assertThat(rows(out)).filteredOn(row -> row.path("task").asText().equals("Existence"))
                .extracting(row -> row.path("options").toString()).containsExactly("[\"Yes\",\"No\"]");
        assertThat(rows(out)).extracting(row -> row.path("options_asked").asBoolean()).containsExactlyInAnyOrder(true, true, false);
        JsonNode proactive = rows(out).stream().filter(row -> row.has("said_at")).findFirst().orElseThrow();
        assertThat(proactive.path("said_at").asDouble()).isBetween(3.0, 7.0);
    }

    @Test
    void whatCannotBeEvaluatedIsSaidAtOnce() throws IOException {
        assertRefused(2, "niavh or videoqa", "eval");
        assertRefused(2, "huge", "eval", "niavh", "--preset", "huge");
        assertRefused(2, "take 56 s, and the longest length is 40 s", "eval", "niavh", "--lengths", "10,40", "--multi", "1");
        assertRefused(2, "no method 'magic'", "eval", "niavh", "--methods", "magic");
        assertRefused(2, "0.5 frames", "eval", "niavh", "--fps", "0.5");
        assertRefused(3, "INPUT_NOT_FOUND", "eval", "niavh", "--haystack", directory.resolve("none.mp4").toString());
        assertRefused(3, "INPUT_NO_VIDEO", "eval", "niavh", "--haystack", Files.createDirectory(directory.resolve("empty")).toString());
        Path needles = Files.writeString(directory.resolve("needles.json"), "{\"needles\": [{\"id\": \"a\", \"kind\": \"text\", "
                + "\"text\": \"X\", \"answers\": [\"x\"]}]}");
        assertRefused(3, "needle 1: field 'question' is missing", "eval", "niavh", "--needles", needles.toString());
        Path annotations = Files.writeString(directory.resolve("annotations.json"), "[{\"qid\": 1, \"video_uid\": \"nowhere\"}]");
        assertRefused(3, "item 1 (1): field 'choices' is missing", "eval", "videoqa", "--annotations", annotations.toString());
        assertRefused(2, "--minutes is for the made-up day", "eval", "videoqa", "--minutes", "2", "--annotations", annotations.toString());
        assertRefused(2, "--videos is for annotated films", "eval", "videoqa", "--videos", directory.toString());
        Path misspelt = Files.writeString(directory.resolve("misspelt.json"), "{\"needles\": [{\"text\": \"X\", \"question\": \"Q\", "
                + "\"answers\": [\"x\"], \"hieght\": 0.1}]}");
        assertRefused(3, "needle 1: field 'hieght' is unknown; is 'height' meant?", "eval", "niavh", "--needles", misspelt.toString());
        Path unknown = Files.writeString(directory.resolve("unknown.json"), "{\"needles\": [{\"text\": \"X\", \"question\": \"Q\", "
                + "\"answers\": [\"x\"], \"second\": 4}]}");
        assertRefused(3, "needle 1: field 'second' is unknown; there are answer,", "eval", "niavh", "--needles", unknown.toString());
        assertRefused(2, "0.0 minutes", "eval", "videoqa", "--minutes", "0");
    }

    @Test
    void whatIsStoredIsSpokenOfByTheOptionThatThereIs() {
        AfterimageException failed = new AfterimageException(ErrorCode.STORAGE_IN_USE, "it is in use",
                "choose another directory with --data");
        assertThat(EvalOptions.inOwnWords(failed).remedy()).isEqualTo("choose another directory with --out");
    }

    private void assertRefused(int exitCode, String told, String... words) {
        Command refused = Command.run(words);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(exitCode);
        assertThat(refused.err()).contains(told).doesNotContain("\tat ");
    }
}
