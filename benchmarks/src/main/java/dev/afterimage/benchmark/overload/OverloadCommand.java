package dev.afterimage.benchmark.overload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Table;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Asks a running {@code afterimage demo} more than it can read: this many questions a second, whether or not those before
 * were answered. Six in eight are decided by the evidence, two in eight are read by the model.
 */
@Command(name = "overload", mixinStandardHelpOptions = true,
        description = "Ask a running demo at a fixed rate, and count what is refused and how long answers take.")
public final class OverloadCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Map<String, String>> QUESTIONS = List.of(asked("table", "How many bottles are there now?"),
            asked("street", "When did the last car drive by?"),
            asked("street", "What is the car up to?"), asked("table", "When is there only one bottle?"),
                    asked("street", "Is there a car at 00:22?"),
            asked("table", "How many bottles are there at 00:20?"), asked("street", "What is the car doing?"),
                    asked("street", "Was there a dog?"));
    private static final List<String> READ = List.of("What is the car up to?", "What is the car doing?");

    @Mixin
    private CommonOptions common;
    @Option(names = "--url", paramLabel = "URL", description = "where the demo answers (default: ${DEFAULT-VALUE})",
            defaultValue = "http://127.0.0.1:8080")
    private URI url;
    @Option(names = "--rate", paramLabel = "N", description = "questions a second (default: ${DEFAULT-VALUE})", defaultValue = "3")
    private double rate;
    @Option(names = "--seconds", paramLabel = "S", description = "how long to ask (default: ${DEFAULT-VALUE})", defaultValue = "300")
    private int seconds;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final Phaser waiting = new Phaser(1);
    private final AtomicInteger next = new AtomicInteger();

    private record Outcome(String question, String status, double seconds) { }

    private static Map<String, String> asked(String stream, String question) {
        return Map.of("stream", stream, "question", question);
    }

    @Override
    public Integer call() throws InterruptedException {
        Report report = common.report("overload");
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        clock.scheduleAtFixedRate(this::ask, 0, Math.round(1e9 / rate), TimeUnit.NANOSECONDS);
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        clock.shutdownNow();
        clock.awaitTermination(1, TimeUnit.MINUTES);
        waiting.arriveAndAwaitAdvance();
        Table table = new Table(String.format("%.1f questions a second for %d s, two cameras running", rate, seconds), "questions",
                "asked", "answered", "503", "other", "median s", "p95 s");
        row(table, "all", outcome -> true);
        row(table, "decided by the evidence", outcome -> !READ.contains(outcome.question));
        row(table, "read by the model", outcome -> READ.contains(outcome.question));
        common.print(report.add(table).note("times are those of answered questions, from the request to its whole answer"));
        return 0;
    }

    private void ask() {
        Map<String, String> question = QUESTIONS.get(next.getAndIncrement() % QUESTIONS.size());
        JsonNode body = JSON.valueToTree(question);
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/api/ask")).timeout(Duration.ofMinutes(3))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())).build();
        long began = System.nanoTime();
        waiting.register();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        answer.whenComplete((response, failure) -> {
            outcomes.add(new Outcome(question.get("question"), failure == null ? status(response) : Statuses.NO_ANSWER,
                    (System.nanoTime() - began) / 1e9));
            waiting.arriveAndDeregister();
        });
    }

    /** An answer that failed comes with status 200. */
    private static String status(HttpResponse<String> response) {
        try {
            boolean failed = response.statusCode() == 200 && JSON.readTree(response.body()).path("outcome").asText().equals("failed");
            return failed ? Statuses.FAILED : String.valueOf(response.statusCode());
        } catch (IOException unreadable) {
            return Statuses.UNREADABLE;
        }
    }

    private void row(Table table, String name, Predicate<Outcome> kind) {
        List<Outcome> all = outcomes.stream().filter(kind).toList();
        Statuses statuses = Statuses.of(all.stream().map(Outcome::status).toList());
        double[] answered = all.stream().filter(outcome -> outcome.status.equals(Statuses.ANSWERED)).mapToDouble(Outcome::seconds).sorted()
                .toArray();
        table.row(name, String.valueOf(all.size()), String.valueOf(answered.length), String.valueOf(statuses.count(Statuses.REFUSED)),
                statuses.others(),
                share(answered, 0.5), share(answered, 0.95));
    }

    private static String share(double[] sorted, double share) {
        return sorted.length == 0 ? "-" : String.format("%.2f",
                sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
    }
}
