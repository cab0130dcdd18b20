package dev.afterimage.benchmark.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.benchmark.report.Clock;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** faster-whisper in a Python process of its own, over files. */
final class FasterWhisper {

    private final String python;
    private final Path script;
    private final int threads;
    private final Clock clock;

    record Transcription(String text, double seconds) { }

    FasterWhisper(String python, Path script, int threads, Clock clock) {
        this.python = python;
        this.script = script;
        this.threads = threads;
        this.clock = clock;
    }

    /** One text a file; the model is loaded before the time counts. */
    List<Transcription> hear(List<Path> files) {
        Stream<String> options = Stream.of(python, script.toString(), "--threads", "" + threads, "--clock",
                clock.name().toLowerCase(Locale.ROOT));
        List<String> command = Stream.concat(options, files.stream().map(Path::toString)).toList();
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            JsonNode replies = new ObjectMapper().readTree(process.getInputStream());
            if (process.waitFor() != 0 || replies == null || replies.size() != files.size()) {
                throw failed("ended without a reply", null);
            }
            List<Transcription> heard = new ArrayList<>();
            replies.forEach(reply -> heard.add(new Transcription(reply.get("text").asText(), reply.get("seconds").asDouble())));
            return heard;
        } catch (IOException e) {
            throw failed(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted", e);
        }
    }

    private static AfterimageException failed(String how, Throwable cause) {
        return new AfterimageException(ErrorCode.USAGE, "the faster-whisper peer failed: " + how,
                "give --python an interpreter in which 'pip install -r benchmarks/peers/requirements-speech.txt' was run, or leave it out",
                cause);
    }
}
