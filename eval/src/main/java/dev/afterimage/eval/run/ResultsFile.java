package dev.afterimage.eval.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code results.jsonl}: one row for each question asked of each method, on disk before the next is asked, so that a killed run goes on where it
 * stopped. {@code run.json} beside it says which run it is; rows of another are never mixed in.
 */
public final class ResultsFile implements AutoCloseable {

    private static final String ROWS = "results.jsonl";
    private static final String RUN = "run.json";

    private final List<JsonNode> rows = new ArrayList<>();
    private final Set<String> done = new HashSet<>();
    private final ObjectNode run;
    private final FileChannel channel;

    private ResultsFile(Path file, ObjectNode run) throws IOException {
        this.run = run;
        long whole = Files.exists(file) ? load(file) : 0;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // A row that was being written when the process was killed is asked again.
        channel.truncate(whole);
        channel.position(whole);
    }

    /** Whether a run has begun there. */
    public static boolean begun(Path out) {
        return Files.exists(out.resolve(RUN));
    }

    /** @param run everything that decides what a row means */
    public static ResultsFile open(Path out, ObjectNode run) {
        try {
            Files.createDirectories(out);
            Path description = out.resolve(RUN);
            if (Files.exists(description) && !Json.read(description).equals(Json.parse(Json.text(run)))) {
                throw new AfterimageException(ErrorCode.USAGE, out + " holds the results of another run (other settings, needles, haystack or model)",
                        "choose another --out, or delete it");
            }
            Files.writeString(description, Json.pretty(run));
            return new ResultsFile(out.resolve(ROWS), run);
        } catch (IOException e) {
            throw failed(out, e);
        }
    }

    private long load(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                try {
                    add(Json.parse(new String(bytes, start, i - start, StandardCharsets.UTF_8)));
                } catch (JsonProcessingException torn) {
                    return start;
                }
                start = i + 1;
            }
        }
        return start;
    }

    private void add(JsonNode row) {
        rows.add(row);
        done.add(key(row.path("cell").asText(), row.path("method").asText()));
    }

    private static String key(String cell, String method) {
        return cell + '\n' + method;
    }

    public boolean has(String cell, String method) {
        return done.contains(key(cell, method));
    }

    /** Durable once it returns. */
    public void append(ObjectNode row) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((Json.text(row) + '\n').getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
            // As it will be read back: whole numbers and fractions alike, wherever a row comes from.
            add(Json.parse(Json.text(row)));
        } catch (IOException e) {
            throw failed(Path.of(ROWS), e);
        }
    }

    /** Which run it is. */
    public ObjectNode run() {
        return run;
    }

    public List<JsonNode> rows() {
        return List.copyOf(rows);
    }

    private static AfterimageException failed(Path what, IOException e) {
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot write " + what + ": " + e.getMessage(), "check space and permissions of --out", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(Path.of(ROWS), e);
        }
    }
}
