package dev.afterimage.engine.doctor;

import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.engine.Engine;
import dev.afterimage.engine.Keeping;
import dev.afterimage.engine.Wiring;
import dev.afterimage.engine.doctor.Finding.Subject;
import dev.afterimage.store.DataDirectory;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A clip that was watched to see how fast this machine is.
 *
 * @param framesPerSecond 0 where it could not be watched
 */
public record Trial(Finding finding, double framesPerSecond) {

    /**
     * Watches a clip with the default pack, which must be installed.
     *
     * @param directory an empty one
     */
    public static Trial of(Path clip, Path directory) {
        SourceSettings settings = new SourceSettings(new StreamId("trial"), clip.toString(), SourceSettings.DEFAULT_FPS,
                SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
        try (Engine engine = Wiring.forWriting(new DataDirectory(directory), Wiring.DEFAULT_MODEL, Keeping.UNSAID.withoutRecording(),
                Retrieval.AS_SET, new PrintWriter(Writer.nullWriter()))) {
            WatchSummary summary = engine.watching().start(settings).join();
            return of(summary.frames(), summary.encodeFps());
        } catch (RuntimeException | LinkageError failure) {
            AfterimageException failed = AfterimageException.of(failure);
            return new Trial(Finding.fails(Subject.TRIAL, "A clip could not be watched: " + failed.getMessage() + ".", failed.remedy()), 0);
        }
    }

    static Trial of(long frames, double framesPerSecond) {
        long cameras = (long) (framesPerSecond / SourceSettings.DEFAULT_FPS);
        String found = String.format(Locale.ROOT, "%s watched %d frames of a clip, %.1f a second: %d %s of %.0f frames a second.",
                Wiring.DEFAULT_MODEL, frames, framesPerSecond, cameras, cameras == 1 ? "camera" : "cameras", SourceSettings.DEFAULT_FPS);
        String fewer = framesPerSecond >= 0.5 ? "0.5" : "0.1";
        return new Trial(cameras > 0 ? Finding.ok(Subject.TRIAL, found)
                : Finding.note(Subject.TRIAL, found, "sample fewer frames ('fps: " + fewer + "' of a source)"), framesPerSecond);
    }
}
