package dev.afterimage.core.frame;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamLoad;
import java.time.Instant;
import java.util.List;

/** Opens cameras and files. */
public interface FrameSource {

    /**
     * @param afterSeconds frames up to and including this presentation time are skipped (negative: none), so that a restored job goes on
     *                     where it stopped
     * @param nextIndex    {@link Frame#index} of the first frame delivered
     * @throws AfterimageException with an {@code INPUT_} code when nothing can be read
     */
    Capture open(SourceSettings settings, double afterSeconds, long nextIndex);

    /**
     * The same where the sound had been delivered up to another time than the pictures: containers do not keep step.
     *
     * @param heardSeconds sound up to this time is left out; negative: none. What lies more than two seconds before the
     *                     pictures may be lost.
     */
    default Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds) {
        return open(settings, afterSeconds, nextIndex);
    }

    /**
     * Is told of stretches in which a source gives no pictures, or too few of them are looked at. Called by any thread; must return at
     * once.
     */
    @FunctionalInterface
    interface GapListener {

        /**
         * A gap begins. The next frame whose time is later ends it.
         *
         * @param afterSeconds presentation time of the last picture of this capture before it; negative where there was none
         */
        void begins(double afterSeconds, Gap.Cause cause);
    }

    /** The same, telling of gaps as soon as they are noticed. A source without gaps, such as a file, tells of none. */
    default Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps) {
        return open(settings, afterSeconds, nextIndex, heardSeconds);
    }

    /**
     * The same of a source that places its pictures on a clock.
     *
     * @param began wall clock of the stream's second 0; null where it begins with the first picture
     */
    default Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps,
            Instant began) {
        return open(settings, afterSeconds, nextIndex, heardSeconds, gaps);
    }

    /**
     * Says where captures that are opened from now on keep the original video of sources that are to be {@link SourceSettings#recorded};
     * nowhere by default. Who wraps a source hands it on.
     */
    default void recordInto(Recordings recordings) { }

    /** An open source, read by one thread. */
    interface Capture extends AutoCloseable {

        /**
         * Blocks for the next sampled frame; {@code null} at the end of a file.
         *
         * @throws AfterimageException with an {@code INPUT_} code when the source breaks off or stalls
         */
        Frame next();

        /** The sound decoded since the last call, in time order; empty when there is none. */
        List<Sound> takeSound();

        /**
         * Counts from now on what is sampled, dropped and connected again; by default nothing is counted. Called before
         * the first {@link #next}; who wraps a capture hands it on.
         */
        default void countInto(StreamLoad load) { }

        /** Facts of the opened source; of one that is opened again on its way, or is put together from several, those of now. */
        SourceFacts facts();

        @Override
        void close();
    }

    /**
     * @param durationSeconds as the container states it; NaN when unknown or live
     */
    record SourceFacts(int width, int height, double fps, double durationSeconds, boolean sound, boolean live) { }
}
