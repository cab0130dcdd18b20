package dev.afterimage.engine;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.flink.supervision.SupervisedWatching;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An engine that watches forever.
 *
 * @param kept sources that were added over HTTP before, to be watched again
 */
public record ServedEngine(Engine engine, SupervisedWatching watching, List<SourceSettings> kept) implements AutoCloseable {

    /** Begins to watch what is configured, and what was added over HTTP unless the configuration has its name. Returns at once. */
    public void watch(List<SourceSettings> configured, PrintWriter out) {
        configured.forEach(source -> watch("Watching", source, watching::watchConfigured, out));
        Set<StreamId> taken = configured.stream().map(SourceSettings::stream).collect(Collectors.toSet());
        for (SourceSettings source : kept) {
            if (taken.contains(source.stream())) {
                say(out, source.stream()
                        + ": the source of the configuration is watched, not the one of this name that was added over HTTP");
            } else {
                watch("Watching again", source, watching::resume, out);
            }
        }
    }

    private static void watch(String what, SourceSettings source, Function<SourceSettings, CompletableFuture<WatchSummary>> begin,
            PrintWriter out) {
        say(out, what + " " + source.stream() + ": " + source.maskedUri());
        CompletableFuture<?> done;
        try {
            done = begin.apply(source);
        } catch (AfterimageException e) {
            done = CompletableFuture.failedFuture(e);
        }
        done.whenComplete((summary, thrown) ->
                say(out, source.stream() + (thrown == null ? " has ended" : ": error " + AfterimageException.of(thrown).line())));
    }

    public static void say(PrintWriter out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
