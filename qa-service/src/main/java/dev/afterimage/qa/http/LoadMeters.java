package dev.afterimage.qa.http;

import dev.afterimage.core.stream.ReaderCosts;
import dev.afterimage.core.stream.Signal;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.core.watch.LiveFeed;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** How each stream keeps up with its source, as metrics; those of streams that are gone go too. */
final class LoadMeters {

    private final MeterRegistry registry;
    private final LiveFeed feed;
    private final Map<String, Counted> counted = new HashMap<>();

    private record Counted(StreamLoad load, List<Meter> meters) { }

    LoadMeters(MeterRegistry registry, LiveFeed feed) {
        this.registry = registry;
        this.feed = feed;
    }

    /** Registers what is new and removes what is gone. */
    synchronized void update(List<StreamInfo> streams) {
        Map<String, StreamInfo> there = streams.stream().collect(Collectors.toMap(info -> info.stream().name(), Function.identity()));
        counted.entrySet().removeIf(known -> {
            StreamInfo info = there.get(known.getKey());
            boolean gone = info == null || feed.load(info.stream()) != known.getValue().load();
            if (gone) {
                known.getValue().meters().forEach(registry::remove);
            }
            return gone;
        });
        there.forEach((name, info) -> counted.computeIfAbsent(name, added -> register(name, feed.load(info.stream()))));
    }

    private Counted register(String stream, StreamLoad load) {
        Tags tags = Tags.of("stream", stream);
        return new Counted(load, List.of(
                counter("frames.sampled", "Frames taken from the source at the sampling rate", tags, load, StreamLoad.Snapshot::sampled),
                counter("frames.dropped", "Sampled frames that made room for newer ones and were never looked at", tags, load,
                        StreamLoad.Snapshot::dropped),
                counter("reconnects", "Times a lost connection was made again", tags, load, StreamLoad.Snapshot::reconnects),
                reader("objects", tags, load, ReaderCosts::objects), reader("text", tags, load, ReaderCosts::text),
                reader("speech", tags, load, ReaderCosts::speech),
                gauge("skipped.ratio", "Share of the newest sampled frames that were dropped, 0 to 1", tags, load,
                        StreamLoad.Snapshot::skipped),
                gauge("lag.seconds", "How far the newest stored frame is behind the newest captured one", tags, load,
                        StreamLoad.Snapshot::lagSeconds),
                signal("picture.missing", "1 while a live source delivers a black or frozen picture", tags, load,
                        now -> now.picture() != Signal.Picture.FINE),
                signal("sound.missing", "1 while the sound track of a live source holds no sound", tags, load,
                        now -> now.sound() != Signal.Hearing.FINE),
                gauge("queued.frames", "Frames on their way from the capture to the store", tags, load, StreamLoad.Snapshot::queued)));
    }

    private Meter signal(String name, String description, Tags tags, StreamLoad load, Predicate<Signal> missing) {
        return Gauge.builder("afterimage.stream." + name, load, now -> missing.test(now.signal()) ? 1 : 0).description(description)
                .tags(tags).register(registry);
    }

    private Meter reader(String name, Tags tags, StreamLoad load, ToLongFunction<ReaderCosts> nanos) {
        return FunctionCounter.builder("afterimage.stream.reader.seconds", load, now -> nanos.applyAsLong(now.readers()) / 1e9)
                .description("Time that a reader of evidence took").tags(tags.and("reader", name)).register(registry);
    }

    private Meter counter(String name, String description, Tags tags, StreamLoad load, ToDoubleFunction<StreamLoad.Snapshot> value) {
        return FunctionCounter.builder("afterimage.stream." + name, load, now -> value.applyAsDouble(now.now())).description(description)
                .tags(tags).register(registry);
    }

    private Meter gauge(String name, String description, Tags tags, StreamLoad load, ToDoubleFunction<StreamLoad.Snapshot> value) {
        return Gauge.builder("afterimage.stream." + name, load, now -> value.applyAsDouble(now.now())).description(description).tags(tags)
                .register(registry);
    }
}
