package dev.afterimage.benchmark.computed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.benchmark.peer.Peer;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.model.pack.ModelPacks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What an answer that is computed takes: asked on the command line, which starts and ends for it, and of a running service. */
@Command(name = "computed", mixinStandardHelpOptions = true,
        description = "Time of computed answers over an hour of notes: of a cold 'afterimage ask', and of a running service.")
public final class ComputedCommand implements Callable<Integer> {

    private static final List<String> QUESTIONS = List.of("How many cars are there at 00:17?", "When did the first bus come?",
            "How many dogs were there in the first ten minutes?", "Was there a truck between 30:00 and 31:00?",
            "How long was the first bus there?",
            "What did the sign say?", "How many times did a bicycle come?", "Where was the last truck?",
            "Did the first bus leave before the first truck?",
            "What happened in the last five minutes?");
    private static final double COLD_SECONDS = 1.2;
    private static final double SERVICE_MILLIS = 300;

    @Mixin
    private CommonOptions common;
    @Option(names = "--minutes", paramLabel = "N", description = "length of the stream (default: ${DEFAULT-VALUE})", defaultValue = "60")
    private double minutes;
    @Option(names = "--seed", paramLabel = "N", description = "of the synthetic notes (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Report report = common.report("computed");
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            Path data = directory.path().resolve("data");
            long notes;
            try (LanguageModel model = common.model(ModelPacks.DEFAULT_PRECISION)) {
                notes = NotedHour.write(data, model, minutes * 60, seed);
            }
            Samples cold = cold(data);
            Samples served = served(directory.path(), data);
            report.add(new Table("computed answers", "asked", "median (least-most)", "bar on an idle machine", "reached")
                    .row("cold 'afterimage ask', s", cold, COLD_SECONDS, cold.median() <= COLD_SECONDS)
                    .row("running service, ms", served, SERVICE_MILLIS, served.median() <= SERVICE_MILLIS));
            report.note(notes + " notes of " + minutes + " minutes; " + QUESTIONS.size() + " questions, " + common.rounds()
                    + " rounds each");
        }
        common.print(report);
        return 0;
    }

    private Samples cold(Path data) throws IOException {
        List<Double> seconds = new ArrayList<>();
        // The first makes whatever the launcher makes once.
        ask(data, QUESTIONS.get(0));
        for (int round = 0; round < common.rounds(); round++) {
            for (String question : QUESTIONS) {
                seconds.add(ask(data, question));
            }
        }
        return new Samples(seconds);
    }

    private static double ask(Path data, String question) throws IOException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(Peer.root().resolve("afterimage").toAbsolutePath().toString(), "ask", question, "--stream",
                NotedHour.STREAM.name(), "--data", data.toString(), "--json").redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String reply = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.onExit().join();
        double seconds = (System.nanoTime() - start) / 1e9;
        requireComputed(question, reply);
        return seconds;
    }

    private Samples served(Path directory, Path data) throws IOException {
        List<Double> millis = new ArrayList<>();
        try (RunningService service = RunningService.start(directory, data)) {
            QUESTIONS.forEach(service::ask);
            for (int round = 0; round < common.rounds(); round++) {
                for (String question : QUESTIONS) {
                    long start = System.nanoTime();
                    String reply = service.ask(question);
                    millis.add((System.nanoTime() - start) / 1e6);
                    requireComputed(question, reply);
                }
            }
        }
        return new Samples(millis);
    }

    /** A fault or an answer that was read would be another measurement. */
    private static void requireComputed(String question, String reply) throws IOException {
        JsonNode json = new ObjectMapper().readTree(reply);
        if (json.path("outcome").asText("failed").equals("failed") || json.path("method").asText("").equals("read")) {
            throw new AfterimageException(ErrorCode.INTERNAL, "'" + question + "' was not computed: " + reply.strip(), "ask it by hand");
        }
    }
}
