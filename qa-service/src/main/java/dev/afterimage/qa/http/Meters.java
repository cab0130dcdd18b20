package dev.afterimage.qa.http;

import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Outage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What the service counts, in Prometheus' form. */
final class Meters implements AutoCloseable {

    /** From a computed answer to one that a slow machine decodes. */
    static final Duration[] BUCKETS = IntStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis).toArray(Duration[]::new);

    private final ProcessMeters process;
    private final PrometheusMeterRegistry registry;
    private final Timer firstToken;
    private final Timer retrieve;
    private final Timer load;
    private final Timer total;
    private final MultiGauge blocks;
    private final MultiGauge frames;
    private final MultiGauge tokens;
    private final MultiGauge kvBytes;
    private LoadMeters loads;
    private final MultiGauge up;
    private final MultiGauge outageSeconds;
    private final MultiGauge outageTries;
    private final AtomicInteger full;

    Meters(String version) {
        process = new ProcessMeters(version);
        registry = process.registry();
        firstToken = timer("afterimage.ask.first.token", "From a question's arrival to its first token");
        retrieve = timer("afterimage.ask.retrieve", "Finding the blocks that matter");
        load = timer("afterimage.ask.load", "Loading their KV caches");
        total = timer("afterimage.ask.total", "From a question's arrival to its answer");
        blocks = gauge("afterimage.stream.blocks", "Blocks committed");
        frames = gauge("afterimage.stream.frames", "Sampled frames read");
        tokens = gauge("afterimage.stream.tokens", "Tokens in the committed blocks");
        kvBytes = gauge("afterimage.stream.kv.bytes", "Bytes of KV cache in the store");
        loads = new LoadMeters(registry, new LiveFeed());
        up = gauge("afterimage.stream.up", "1 while pictures come, 0 while the stream is lost or ended");
        outageSeconds = gauge("afterimage.stream.outage.seconds", "How long a stream has been lost that ought to be watched");
        outageTries = gauge("afterimage.stream.outage.tries", "How often it was tried again since");
        full = new AtomicInteger();
        Gauge.builder("afterimage.storage.full", full, AtomicInteger::get).description("1 while nothing more can be stored")
                .register(registry);
    }

    /** @param lane {@code look}, which every question passes, or {@code read}, for those that the model reads */
    void waiting(String lane, FairWorkers workers) {
        Gauge.builder("afterimage.questions.waiting", workers, FairWorkers::waiting).tags(Tags.of("lane", lane))
                .description("Questions that wait, by whether the model reads them").register(registry);
    }

    /** Whose counts are shown of each stream. */
    void follow(LiveFeed feed) {
        loads = new LoadMeters(registry, feed);
    }

    void answered(Reply reply) {
        count(ReplyJson.outcome(reply.answer()));
        record(retrieve, reply.timings().retrieve());
        record(load, reply.timings().load());
        record(firstToken, reply.timings().firstToken());
        record(total, reply.timings().total());
    }

    void refused(boolean hungUp) {
        count(hungUp ? "hung_up" : "refused");
    }

    /**
     * All metrics as text.
     *
     * @param streams as they are now
     * @param noRoom  whether nothing more can be stored
     */
    String scrape(List<StreamInfo> streams, List<Outage> outages, boolean noRoom) {
        full.set(noRoom ? 1 : 0);
        register(up, streams, info -> info.status() == StreamInfo.Status.WATCHING ? 1 : 0);
        registerOutages(outageSeconds, outages, outage -> Duration.between(outage.since(), Instant.now()).toSeconds());
        registerOutages(outageTries, outages, Outage::tries);
        register(blocks, streams, StreamInfo::blocks);
        register(frames, streams, StreamInfo::frames);
        register(tokens, streams, StreamInfo::tokens);
        register(kvBytes, streams, StreamInfo::kvBytes);
        loads.update(streams);
        return registry.scrape();
    }

    private void count(String outcome) {
        Counter.builder("afterimage.questions").tag("outcome", outcome).description("Questions that came to an end, by how")
                .register(registry).increment();
    }

    private static void record(Timer timer, double milliseconds) {
        timer.record(Duration.ofNanos((long) (milliseconds * 1e6)));
    }

    private static void register(MultiGauge gauge, List<StreamInfo> streams, ToDoubleFunction<StreamInfo> value) {
        gauge.register(streams.stream()
                .<MultiGauge.Row<?>>map(info -> MultiGauge.Row.of(Tags.of("stream", info.stream().name()), info, value)).toList(), true);
    }

    private static void registerOutages(MultiGauge gauge, List<Outage> outages, ToDoubleFunction<Outage> value) {
        gauge.register(outages.stream()
                .<MultiGauge.Row<?>>map(outage -> MultiGauge.Row.of(Tags.of("stream", outage.stream().name(), "code", outage.code().name()),
                        outage, value)).toList(), true);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS).register(registry);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    @Override
    public void close() {
        process.close();
    }
}
