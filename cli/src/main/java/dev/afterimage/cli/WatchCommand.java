package dev.afterimage.cli;

import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.ReaderCosts;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.engine.Engine;
import dev.afterimage.engine.Keeping;
import dev.afterimage.engine.Wiring;
import dev.afterimage.qa.http.StreamJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Watches one source until it ends; questions can be asked meanwhile from another process. */
@Command(name = "watch", mixinStandardHelpOptions = true, description = "Watch a file or a camera and store what it shows.")
final class WatchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "URI", arity = "1..*", description = "a file, a folder of recordings, or rtsp://, rtmp://, http:// ...; "
            + "several files and folders are placed on the clock by when they were recorded, as one stream")
    private List<String> uris;
    @Option(names = "--stream", required = true, paramLabel = "NAME", description = "the name to ask about it by")
    private String stream;
    @Mixin
    private DataOption data;
    @Option(names = "--model", paramLabel = "PACK", description = "model pack (default: ${DEFAULT-VALUE})",
            defaultValue = Wiring.DEFAULT_MODEL)
    private String model;
    @Option(names = "--fps", paramLabel = "N", description = "frames sampled a second (default: ${DEFAULT-VALUE})", defaultValue = "2")
    private double fps;
    @Option(names = "--pace", paramLabel = "realtime|asap", description = "play a file at its own speed, or as fast as possible "
            + "(default: ${DEFAULT-VALUE})",
            defaultValue = "asap")
    private SourceSettings.Pace pace;
    @Option(names = "--classes", paramLabel = "CLASS", split = ",", description = "detector classes to watch (default: all)")
    private Set<String> classes = Set.of();
    @Option(names = "--threshold", paramLabel = "CLASS=SCORE", split = ",", description = "lowest score of a class, 0..1")
    private Map<String, Double> thresholds = Map.of();
    @Option(names = "--smallest", paramLabel = "SHARE", description = "smallest share of the picture that a thing must cover, 0..1",
            defaultValue = "-1")
    private double smallest;
    @Option(names = "--no-objects", description = "do not detect and follow objects")
    private boolean noObjects;
    @Option(names = "--no-text", description = "do not read on-screen text")
    private boolean noText;
    @Option(names = "--no-speech", description = "do not write down what is said")
    private boolean noSpeech;
    @Mixin
    private KeepingOptions keeping;
    @Option(names = "--json", description = "print one summary object on standard output")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progressTo = json ? spec.commandLine().getErr() : out;
        SourceSettings settings = new SourceSettings(new StreamId(stream), SourceAddress.of(uris), fps, pace, false,
                new ReadingSettings(classes, thresholds, smallest, !noObjects, !noText, !noSpeech));
        Wiring.requireReadable(settings);
        try (Interruption interruption = Interruption.expected();
             Engine engine = Wiring.forWriting(data.directory(), model, keeping.or(Keeping.UNSAID), Retrieval.AS_SET, progressTo);
             Service service = Service.start(engine, data.directory(), "watch", Service.LOCAL)) {
            interruption.then(() -> engine.watching().stop(settings.stream()));
            WatchSummary summary = watch(engine, settings, interruption, progressTo);
            long jumps = engine.feed().load(settings.stream()).clockJumps();
            engine.feed().load(settings.stream()).notices().forEach(progressTo::println);
            if (jumps > 0) {
                progressTo.println("The clock of the source jumped back " + jumps + (jumps == 1 ? " time" : " times")
                        + ", as in joined recordings; times run on.");
            }
            out.println(json ? StreamJson.of(summary) : text(summary));
            out.flush();
        }
        return 0;
    }

    private static WatchSummary watch(Engine engine, SourceSettings settings, Interruption interruption, PrintWriter progressTo) {
        CompletableFuture<WatchSummary> done = engine.watching().start(settings);
        if (interruption.requested()) {
            engine.watching().stop(settings.stream());
        }
        try (WatchProgress progress = WatchProgress.show(engine, settings.stream(), progressTo)) {
            return done.join();
        } catch (CompletionException e) {
            throw AfterimageException.of(e);
        }
    }

    private static String text(WatchSummary summary) {
        ReaderCosts readers = summary.readers();
        return String.format("%s: %d frames, %d blocks in %d scenes, %d tokens (%d dropped), %.1f MB of KV, %.1f frames a second"
                + "%nEvidence took, a frame: objects %.1f ms, text %.1f ms, speech %.1f ms", summary.stream(), summary.frames(),
                summary.blocks(), summary.segments().size(), summary.tokens(), summary.tokensDropped(),
                summary.kvBytes() / 1e6, summary.encodeFps(), readers.objectsMillis(), readers.textMillis(), readers.speechMillis());
    }
}
