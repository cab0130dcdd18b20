package dev.afterimage.benchmark.prefill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.benchmark.report.Clock;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** llama.cpp in a Python process beside this one, idle while others are measured. */
final class LlamaCppContender implements Contender {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path log;
    private final Process process;
    private final BufferedReader replies;
    private final Writer requests;
    private final String description;

    /**
     * @param python interpreter that has llama-cpp-python
     * @param script {@code llama_cpp_peer.py}
     */
    LlamaCppContender(String python, Path script, Path gguf, int threads, int context, boolean flashAttention, Clock clock) {
        List<String> command = new ArrayList<>(List.of(python, script.toString(), "--gguf", gguf.toString(), "--threads", "" + threads, "--context", "" + context, "--clock",
                clock.name().toLowerCase(Locale.ROOT)));
        if (flashAttention) {
            command.add("--flash-attention");
        }
        try {
            log = Files.createTempFile("llama-cpp-peer", ".log");
            process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw failed("could not be started with '" + python + "': " + e.getMessage(), e);
        }
        replies = process.inputReader();
        requests = process.outputWriter();
        JsonNode ready = reply();
        description = "llama-cpp-python " + ready.get("version").asText() + " (" + ready.get("system").asText() + ")";
    }

    @Override
    public String name() {
        return "llama.cpp";
    }

    /** Version and what it was compiled for. */
    String description() {
        return description;
    }

    @Override
    public Timed measure(int[] prompt, int steps) {
        try {
            requests.write(JSON.writeValueAsString(Map.of("prompt", prompt, "decode", steps)) + "\n");
            requests.flush();
        } catch (IOException e) {
            throw failed("went away: " + logged(), e);
        }
        JsonNode timed = reply();
        return new Timed(timed.get("prefill_seconds").asDouble(), timed.get("decode_seconds").asDouble(),
                StreamSupport.stream(timed.get("tokens").spliterator(), false).map(JsonNode::asInt).toList());
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

    private static AfterimageException failed(String how, Throwable cause) {
        return new AfterimageException(ErrorCode.USAGE, "the llama.cpp peer " + how,
                "give --python an interpreter in which 'pip install -r benchmarks/peers/requirements.txt' was run, or --no-peer", cause);
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
