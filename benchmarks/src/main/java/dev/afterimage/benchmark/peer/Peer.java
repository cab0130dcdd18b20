package dev.afterimage.benchmark.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another implementation in a Python process beside this one, idle while others are measured: a line of JSON asks, a line answers. */
public final class Peer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final String remedy;
    private final Path log;
    private final Process process;
    private final BufferedReader replies;
    private final Writer requests;
    private final JsonNode ready;

    /**
     * Starts it and waits for the line in which it tells what runs.
     *
     * @param name         of the implementation
     * @param python       interpreter that has it
     * @param script       below {@code benchmarks/peers}
     * @param requirements the file there that names what the interpreter needs
     */
    public Peer(String name, String python, String script, List<String> options, String requirements) {
        this.name = name;
        this.remedy = "give --python an interpreter in which 'pip install -r " + requirements + "' was run, or --no-peer";
        List<String> command = new ArrayList<>(List.of(python, root().resolve("benchmarks/peers").resolve(script).toString()));
        command.addAll(options);
        try {
            log = Files.createTempFile("peer", ".log");
            process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw failed("could not be started with '" + python + "': " + e.getMessage(), e);
        }
        replies = process.inputReader();
        requests = process.outputWriter();
        ready = reply();
    }

    /** The checkout. */
    public static Path root() {
        return Path.of(System.getProperty("afterimage.root", "."));
    }

    /** What it said when it was ready. */
    public JsonNode ready() {
        return ready;
    }

    public JsonNode ask(Object request) {
        try {
            requests.write(JSON.writeValueAsString(request) + "\n");
            requests.flush();
        } catch (IOException e) {
            throw failed("went away: " + logged(), e);
        }
        return reply();
    }

    private JsonNode reply() {
        try {
            String line = replies.readLine();
            if (line == null) {
                throw failed("ended: " + logged(), null);
            }
            return JSON.readTree(line);
        } catch (IOException e) {
            throw failed("cannot be understood: " + e.getMessage(), e);
        }
    }

    private String logged() {
        try {
            return Files.readAllLines(log).stream().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("without a word");
        } catch (IOException e) {
            return "and its log cannot be read: " + e.getMessage();
        }
    }

    private AfterimageException failed(String how, Throwable cause) {
        return new AfterimageException(ErrorCode.USAGE, "the peer " + name + " " + how, remedy, cause);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            log.toFile().deleteOnExit();
        }
    }
}
