package dev.afterimage.qa.http;

import dev.afterimage.core.place.Placement;
import dev.afterimage.core.stream.StreamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code /metrics} of a gateway: its own, and those that the task managers count, labelled with which of them. Lives on the event loop. */
final class GatewayMetrics implements AutoCloseable {

    /** For the job and then for its task managers: who reads metrics waits for ten seconds in all, as a rule. */
    private static final int PATIENCE_SECONDS = 4;

    private final ProcessMeters process;
    private final Timer passedOn;
    private final Counter unreached;
    private final AtomicInteger told;
    private final MultiGauge up;
    private final MultiGauge streams;

    GatewayMetrics(String version) {
        process = new ProcessMeters(version);
        passedOn = Timer.builder("afterimage.gateway.passed.on").serviceLevelObjectives(Meters.BUCKETS)
                .description("From a request's arrival at the gateway to the head of the task manager's reply")
                .register(process.registry());
        unreached = Counter.builder("afterimage.gateway.unreached")
                .description("Requests that a task manager could not be reached for").register(process.registry());
        told = new AtomicInteger();
        Gauge.builder("afterimage.gateway.placement.known", told, AtomicInteger::get)
                .description("1 while the job tells where its streams are").register(process.registry());
        up = MultiGauge.builder("afterimage.gateway.task.manager.up").description("1 where a task manager answers")
                .register(process.registry());
        streams = MultiGauge.builder("afterimage.gateway.streams").description("Streams of the job, by whether a task manager has them")
                .register(process.registry());
    }

    void passedOn(long nanos) {
        passedOn.record(Duration.ofNanos(nanos));
    }

    void unreached() {
        unreached.increment();
    }

    /** Also while the job or a task manager is silent, which is what the metrics then tell. */
    void tell(RoutingContext context, GatewayPlaces places, Machines machines) {
        places.now().timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .compose(placement -> ofAll(context, placement, machines).map(texts -> joined(placement, texts)))
                .otherwise(unknown -> own(0, Map.of(), Map.of()).text())
                .onSuccess(text -> context.response().putHeader("Content-Type", ProcessMeters.CONTENT_TYPE).end(text))
                .onFailure(context::fail);
    }

    private static Future<Map<URI, String>> ofAll(RoutingContext context, Placement placement, Machines machines) {
        Map<URI, String> texts = new LinkedHashMap<>();
        List<Future<?>> all = placement.machines().stream().<Future<?>>map(machine -> machines.text(context, machine, "/metrics")
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).onSuccess(text -> texts.put(machine, text)).otherwiseEmpty()).toList();
        return Future.join(all).map(done -> texts);
    }

    private String joined(Placement placement, Map<URI, String> texts) {
        Map<String, Integer> answers = new LinkedHashMap<>();
        placement.machines().forEach(machine -> answers.put(machine.getAuthority(), texts.containsKey(machine) ? 1 : 0));
        int moving = (int) placement.expected().stream().filter(placement::moving).count();
        JoinedMetrics joined = own(1, answers, Map.of("placed", placement.streams().size(), "moving", moving));
        // What another machine still stores of a stream that has moved is no news of it.
        texts.forEach((machine, text) -> joined.add(text, machine.getAuthority(), stream ->
                machine.equals(placement.streams().getOrDefault(new StreamId(stream), machine))));
        return joined.text();
    }

    private JoinedMetrics own(int known, Map<String, Integer> answers, Map<String, Integer> placed) {
        told.set(known);
        up.register(rows("task_manager", answers), true);
        streams.register(rows("state", placed), true);
        JoinedMetrics joined = new JoinedMetrics();
        joined.add(process.registry().scrape());
        return joined;
    }

    private static List<MultiGauge.Row<?>> rows(String label, Map<String, Integer> values) {
        return values.entrySet().stream().<MultiGauge.Row<?>>map(each -> MultiGauge.Row.of(Tags.of(label, each.getKey()), each.getValue()))
                .toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
