package dev.afterimage.core;

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
     * @param heardSeconds sound up to this time is left out; negative: none. What lies more than two seconds before the pictures may be lost.
     */
    default Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds) {
        return open(settings, afterSeconds, nextIndex);
    }

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

        /** Facts of the opened source. */
        SourceFacts facts();

        @Override
        void close();
    }

    /**
     * @param durationSeconds as the container states it; NaN when unknown or live
     */
    record SourceFacts(int width, int height, double fps, double durationSeconds, boolean sound, boolean live) { }
}
