package dev.afterimage.eval.videoqa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.StreamId;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.eval.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** {@code memory.jsonl}: what the stream takes on disk and the process in memory, every few seconds of video. */
public final class MemoryCurve {

    /** Seconds of video between two samples. */
    private static final double STEP = 5;

    private final Path file;
    private final List<Sample> samples = new ArrayList<>();
    private String stream = "";
    private double next;

    /**
     * @param second        of the stream
     * @param kvBytes       its KV in the store
     * @param residentBytes of the process; 0 where the system does not tell
     */
    record Sample(String stream, double second, long kvBytes, long residentBytes) { }

    public MemoryCurve(Path out) {
        this.file = out.resolve("memory.jsonl");
    }

    void sample(Bench bench, StreamId of, double second) {
        if (!of.name().equals(stream)) {
            stream = of.name();
            next = 0;
        }
        if (second < next) {
            return;
        }
        next = second + STEP;
        long kvBytes = bench.store().stream(of).map(info -> info.kvBytes()).orElse(0L);
        Sample sample = new Sample(stream, second, kvBytes, resident());
        samples.add(sample);
        append(Json.object().put("stream", stream).put("second", second).put("kv_bytes", kvBytes).put("resident_bytes", sample.residentBytes()));
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    private void append(ObjectNode row) {
        try {
            Files.writeString(file, Json.text(row) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot write " + file + ": " + e.getMessage(), "check space and permissions of --out", e);
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
