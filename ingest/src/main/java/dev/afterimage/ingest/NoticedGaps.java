package dev.afterimage.ingest;

import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.ingest.media.MediaException.Reason;
import dev.afterimage.ingest.media.MediaException;

/**
 * Notices when a live source is not watched: its connection is lost, or so many of its frames are dropped that between
 * two of those that are looked at much may happen. The reading thread and the consumer's each use their own methods.
 */
final class NoticedGaps {

    /** Frames dropped for longer than this, beyond two sampling intervals, are a gap, seconds. */
    static final double LONGEST_DROP = 5;

    private final FrameSource.GapListener listener;
    private final double longestDrop;
    private volatile double lastPicture = -1;
    private volatile long dropped;
    private long droppedBefore;
    private double lastTaken = -1;

    NoticedGaps(FrameSource.GapListener listener, double fps) {
        this.listener = listener;
        this.longestDrop = LONGEST_DROP + 2 / fps;
    }

    /** A picture came, sampled or not. Reading thread. */
    void picture(double seconds) {
        lastPicture = seconds;
    }

    /** A sampled frame had to go. Reading thread. */
    void dropped() {
        dropped = dropped + 1;
    }

    /** The connection is lost, or sends nothing. Reading thread. */
    void lost(MediaException why) {
        listener.begins(lastPicture, cause(why.reason()));
    }

    private static Gap.Cause cause(Reason why) {
        return switch (why) {
            case EXPIRED -> Gap.Cause.STALLED;
            case NOT_MEDIA, NO_VIDEO, NOT_SHOWN -> Gap.Cause.CORRUPT;
            case REFUSED, FAILED -> Gap.Cause.UNREACHABLE;
        };
    }

    /** A frame is about to be handed on. Consumer's thread. */
    void taken(double seconds) {
        long now = dropped;
        if (lastTaken >= 0 && now > droppedBefore && seconds - lastTaken > longestDrop) {
            listener.begins(lastTaken, Gap.Cause.OVERLOADED);
        }
        droppedBefore = now;
        lastTaken = seconds;
    }
}
