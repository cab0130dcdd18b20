package dev.afterimage.eval.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.eval.input.Json;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code results.jsonl}: one row for each question asked of each method, on disk before the next is asked, so that a
 * killed run goes on where it stopped. {@code run.json} beside it says which run it is; rows of another are never mixed
 * in.
 */
public final class ResultsFile implements AutoCloseable {

    private static final String ROWS = "results.jsonl";
    private static final String RUN = "run.json";
    /** The part of {@code run.json} that does not decide what a row means. */
    public static final String MADE_BY = "made_by";

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

    /**
     * Settings by which two runs differ, as {@code NAME is A in FIRST and B in SECOND}; when and by what they were made is none.
     *
     * @param first  what to call the one
     * @param second what to call the other
     */
    public static List<String> differences(ObjectNode one, String first, ObjectNode other, String second) {
        Set<String> names = new TreeSet<>();
        one.fieldNames().forEachRemaining(names::add);
        other.fieldNames().forEachRemaining(names::add);
        names.remove(MADE_BY);
        return names.stream().filter(name -> !Objects.equals(one.get(name), other.get(name)))
                .map(name -> name + " is " + told(one, name) + " in " + first + " and " + told(other, name) + " in " + second).toList();
    }

    private static String told(ObjectNode run, String name) {
        return run.has(name) ? run.get(name).toString() : "not given";
    }

    /** A run that has been made, to be read. @param rows as far as they are whole */
    public record Made(Path directory, ObjectNode run, List<JsonNode> rows) { }

    /** @throws AfterimageException for a directory that holds no run */
    public static Made read(Path out) {
        if (!begun(out) || !Files.exists(out.resolve(ROWS))) {
            throw new AfterimageException(ErrorCode.INPUT_NOT_FOUND, out + " holds no run of an evaluation",
                    "give a directory that an evaluation was told by --out");
        }
        List<JsonNode> rows = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(out.resolve(ROWS))) {
                rows.add(Json.parse(line));
            }
        } catch (JsonProcessingException torn) {
            // The last line of a process that was killed.
        } catch (IOException unreadable) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, "cannot read " + out + ": " + unreadable.getMessage(),
                    "check its permissions", unreadable);
        }
        return new Made(out, (ObjectNode) Json.read(out.resolve(RUN)), rows);
    }

    /** @param run everything that decides what a row means, and {@link #MADE_BY} */
    public static ResultsFile open(Path out, ObjectNode run) {
        try {
            Files.createDirectories(out);
            Path description = out.resolve(RUN);
            if (Files.exists(description)) {
                ObjectNode begun = (ObjectNode) Json.read(description);
                List<String> differences = differences(begun, "that run", (ObjectNode) Json.parse(Json.text(run)), "this one");
                if (!differences.isEmpty()) {
                    throw new AfterimageException(ErrorCode.USAGE, out + " holds the results of another run: " + String.join("; ",
                            differences), "choose another --out, or delete it");
                }
                // The one that began it: rows that are there were made by it.
                Optional.ofNullable(begun.get(MADE_BY)).ifPresent(first -> run.set(MADE_BY, first));
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
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot write " + what + ": " + e.getMessage(),
                "check space and permissions of --out", e);
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
