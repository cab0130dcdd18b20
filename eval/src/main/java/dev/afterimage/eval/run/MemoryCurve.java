package dev.afterimage.eval.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.eval.input.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code memory.jsonl}: what a stream takes in the store, all data on disk, and the process in memory, every few
 * seconds of video, with the time that has gone by. Goes on after the samples of a run that was stopped.
 */
public final class MemoryCurve {

    /** Seconds of video between two samples; more in long streams, which get about this many samples. */
    private static final double STEP = 5;
    private static final double MOST_SAMPLES = 500;

    private final Path file;
    private final List<Sample> samples = new ArrayList<>();
    private String stream = "";
    private double next;
    private long started;

    /**
     * @param second         of the stream
     * @param kvBytes        its KV in the store
     * @param diskBytes      of the data directory: everything kept of all streams
     * @param residentBytes  of the process; 0 where the system does not tell
     * @param elapsedSeconds since the stream began, questions included
     */
    public record Sample(String stream, double second, long kvBytes, long diskBytes, long residentBytes, double elapsedSeconds) {

        private ObjectNode row() {
            return Json.object().put("stream", stream).put("second", second).put("kv_bytes", kvBytes).put("disk_bytes", diskBytes)
                    .put("resident_bytes", residentBytes)
                    .put("elapsed_seconds", Json.rounded(elapsedSeconds));
        }

        private static Sample of(JsonNode row) {
            return new Sample(row.path("stream").asText(), row.path("second").asDouble(), row.path("kv_bytes").asLong(),
                    row.path("disk_bytes").asLong(),
                    row.path("resident_bytes").asLong(), row.path("elapsed_seconds").asDouble());
        }
    }

    public MemoryCurve(Path out) {
        this.file = out.resolve("memory.jsonl");
        if (Files.exists(file)) {
            load();
        }
    }

    private void load() {
        try {
            for (String line : Files.readAllLines(file)) {
                add(Sample.of(Json.parse(line)));
            }
        } catch (JsonProcessingException torn) {
            // The last line of a process that was killed.
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    /** A stream that is watched again begins its curve again. */
    private void add(Sample sample) {
        samples.removeIf(other -> other.stream().equals(sample.stream()) && other.second() >= sample.second());
        samples.add(sample);
    }

    /** @param whole seconds the stream will have, as far as that is known */
    public void sample(Bench bench, StreamId of, double second, double whole) {
        if (!of.name().equals(stream)) {
            stream = of.name();
            next = 0;
            started = System.nanoTime() - (long) (1e9 * before(second));
        }
        if (second < next) {
            return;
        }
        next = second + Math.max(STEP, whole / MOST_SAMPLES);
        long kvBytes = bench.store().stream(of).map(info -> info.kvBytes()).orElse(0L);
        Sample sample = new Sample(stream, second, kvBytes, onDisk(bench.data()), resident(), (System.nanoTime() - started) / 1e9);
        add(sample);
        append(sample.row());
    }

    /** Seconds that a stopped run had spent on the stream, where it goes on from there. */
    private double before(double second) {
        return samples.stream().filter(sample -> sample.stream().equals(stream) && sample.second() < second)
                .mapToDouble(Sample::elapsedSeconds).max().orElse(0);
    }

    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    private void append(ObjectNode row) {
        try {
            Files.writeString(file, Json.text(row) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failed("write", e);
        }
    }

    private AfterimageException failed(String what, IOException e) {
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot " + what + " " + file + ": " + e.getMessage(),
                "check space and permissions of --out", e);
    }

    /** Files come and go while they are counted. */
    private static long onDisk(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(MemoryCurve::size).sum();
        } catch (IOException | UncheckedIOException changing) {
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Linux tells it. */
    private static long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(0);
        } catch (IOException elsewhere) {
            return 0;
        }
    }
}
