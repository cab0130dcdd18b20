package dev.afterimage.flink.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Opens sources on threads that can be given up, each within a deadline. A file may be a pipe that nobody writes to, or lie on a file
 * system that hangs: the operating system's calls on it cannot be broken off, so whoever asked must not be the one who waits in them.
 *
 * <p>A source that was {@link #tryOut tried out} stays open and is what the stream's job gets when it begins at the start: what was
 * read of a pipe cannot be read again. Safe for use by several threads.
 */
public final class OpenedSources implements FrameSource {

    /** What is tried out is a file, which has none. */
    private static final GapListener NO_GAPS = (seconds, cause) -> { };

    /** Sources tried out at the same time. One that hangs counts until the operating system lets go of it. */
    public static final int TRIED_AT_ONCE = 16;

    /** Those that were just given up come back within moments where they can. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final FrameSource source;
    private final Duration deadline;
    private final Semaphore places = new Semaphore(TRIED_AT_ONCE);
    private final Map<StreamId, ExpendableCapture> tried = new ConcurrentHashMap<>();

    /** @param deadline for opening a file; a network source has time-outs of its own */
    public OpenedSources(FrameSource source, Duration deadline) {
        this.source = source;
        this.deadline = deadline;
    }

    /**
     * Opens a file from its start and keeps it open for the stream's job. Ends early when the source is {@link #discard discarded}.
     *
     * @throws AfterimageException {@code INPUT_BUSY} when too many are being opened, {@code INPUT_STALLED} when it is not open in
     *                             time, or what is wrong with the source
     */
    public void tryOut(SourceSettings settings) {
        if (!placeWithin(PATIENCE)) {
            throw new AfterimageException(ErrorCode.INPUT_BUSY, TRIED_AT_ONCE + " sources are being opened already",
                    "try again in a few seconds; if this goes on, a file system hangs: see to it and start Afterimage again");
        }
        ExpendableCapture capture = begin(settings, -1, 0, -1, NO_GAPS, null);
        capture.onceOpenedOrFailed(places::release);
        tried.put(settings.stream(), capture);
        try {
            capture.awaitOpen();
        } catch (RuntimeException e) {
            discard(settings.stream());
            throw e;
        }
    }

    private boolean placeWithin(Duration limit) {
        try {
            return places.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether a source is a file that opening does not change: what was read of a pipe or a device is gone. */
    public static boolean canBeOpenedTwice(SourceSettings settings) {
        return !settings.network() && !Pipes.special(settings);
    }

    /** Closes what was tried out and not taken by a job, also while it is being opened. */
    public void discard(StreamId stream) {
        ExpendableCapture capture = tried.remove(stream);
        if (capture != null) {
            capture.close();
        }
    }

    @Override
    public void recordInto(Recordings recordings) {
        source.recordInto(recordings);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        return open(settings, afterSeconds, nextIndex, afterSeconds);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds) {
        return open(settings, afterSeconds, nextIndex, heardSeconds, NO_GAPS);
    }

    /** Returns at once; what is wrong with the source is told by the first {@link Capture#next}. */
    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps) {
        return open(settings, afterSeconds, nextIndex, heardSeconds, gaps, null);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps,
            Instant began) {
        // A folder that was tried out tells nobody of its gaps.
        if (afterSeconds < 0 && nextIndex == 0 && heardSeconds < 0 && !settings.folder()) {
            ExpendableCapture opened = tried.remove(settings.stream());
            if (opened != null) {
                return opened;
            }
        }
        discard(settings.stream());
        return begin(settings, afterSeconds, nextIndex, heardSeconds, gaps, began);
    }

    private ExpendableCapture begin(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps,
            Instant began) {
        return new ExpendableCapture(settings, () -> source.open(settings, afterSeconds, nextIndex, heardSeconds, gaps, began), deadline);
    }
}
