package dev.afterimage.engine;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.flink.supervision.SupervisedWatching;
import dev.afterimage.ingest.rtmp.RtmpListener;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An engine that watches forever.
 *
 * @param kept sources that were added over HTTP before, to be watched again
 * @param rtmp receives what encoders publish, if that is wanted
 */
public record ServedEngine(Engine engine, SupervisedWatching watching, List<SourceSettings> kept, Optional<RtmpListener> rtmp)
        implements AutoCloseable {

    /**
     * Begins to watch what is configured, and what was added over HTTP unless the configuration has its name. Returns at once.
     *
     * @throws AfterimageException {@link ErrorCode#USAGE_CONFIG} where two configured sources mean one stream
     */
    public void watch(List<SourceSettings> named, PrintWriter out) {
        List<SourceSettings> configured = meant(named, this::meant);
        configured.forEach(source -> {
            if (paused(source, out)) {
                watching.leavePaused(source);
            } else {
                watch("Watching", source, watching::watchConfigured, out);
            }
        });
        Set<StreamId> taken = configured.stream().map(SourceSettings::stream).collect(Collectors.toSet());
        for (SourceSettings source : kept) {
            if (taken.contains(source.stream())) {
                say(out, shown(source)
                        + ": the source of the configuration is watched, not the one of this name that was added over HTTP");
            } else if (!paused(source, out)) {
                watch("Watching again", source, watching::watchAgain, out);
            }
        }
    }

    /** Two addresses in one stream would be told apart by nobody. */
    static List<SourceSettings> meant(List<SourceSettings> named, UnaryOperator<StreamId> meant) {
        Map<StreamId, SourceSettings> byStream = new LinkedHashMap<>();
        for (SourceSettings source : named) {
            StreamId stream = meant.apply(source.stream());
            SourceSettings other = byStream.putIfAbsent(stream, source);
            if (other != null) {
                throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the configured sources '" + other.stream() + "' and '"
                        + source.stream() + "' mean one stream: it was begun as '" + stream + "' and has been renamed since",
                        "give one of them another name, or rename that stream with 'afterimage streams rename'");
            }
        }
        return byStream.entrySet().stream().map(entry -> entry.getValue().of(entry.getKey())).toList();
    }

    /** The configuration may know a stream by the name that it was begun with, or by the one that it has now. */
    private StreamId meant(StreamId configured) {
        return StreamNames.find(engine.store(), configured.name());
    }

    /** Limits that the configuration gives single streams. */
    public void limit(Map<StreamId, Limits> configured) {
        Map<StreamId, Limits> limits = new LinkedHashMap<>();
        configured.forEach((stream, limit) -> limits.put(meant(stream), limit));
        engine.store().configureLimits(limits);
    }

    private boolean paused(SourceSettings source, PrintWriter out) {
        boolean paused = watching.paused(source.stream());
        if (paused) {
            say(out, shown(source) + " is paused; watch it again with 'afterimage streams resume "
                    + StreamNames.argument(engine.store(), source.stream()) + "'");
        }
        return paused;
    }

    private String shown(SourceSettings source) {
        return StreamNames.shown(engine.store(), source.stream());
    }

    private void watch(String what, SourceSettings source, Function<SourceSettings, CompletableFuture<WatchSummary>> begin,
            PrintWriter out) {
        say(out, what + " " + shown(source) + ": " + source.maskedUri());
        CompletableFuture<?> done;
        try {
            done = begin.apply(source);
        } catch (AfterimageException e) {
            done = CompletableFuture.failedFuture(e);
        }
        done.whenComplete((summary, thrown) -> {
            if (thrown != null) {
                say(out, shown(source) + ": error " + AfterimageException.of(thrown).line());
            } else {
                engine.store().stream(source.stream()).ifPresent(info -> sayWhyNot(info, out));
            }
        });
    }

    /** What was only stopped, to be changed or because the service ends, is not told of. */
    private static void sayWhyNot(StreamInfo info, PrintWriter out) {
        if (info.status() == StreamInfo.Status.ENDED) {
            say(out, info.name() + " has ended");
        } else if (info.status() == StreamInfo.Status.PAUSED) {
            say(out, info.name() + " is paused");
        }
    }

    public static void say(PrintWriter out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    @Override
    public void close() {
        rtmp.ifPresent(RtmpListener::close);
        engine.close();
    }
}
