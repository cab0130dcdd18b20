package dev.afterimage.ingest.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Tells pictures that were patched up from bytes that are damaged or missing: what is smeared over them is no evidence. Those that rest on
 * such a picture show the same smear and are not marked, so all are left out until one that rests on no other.
 */
final class DamagedPictures {

    /** Streams that refresh their pictures bit by bit have no other whole ones; they have recovered after this long, seconds. */
    private static final double RECOVERED = 10;

    private double since = Double.NaN;
    private boolean lost;

    /** Bytes of a picture are missing: those that rest on it go on with an older one, unmarked. */
    void lost() {
        lost = true;
    }

    /** Whether the picture is not to be looked at. */
    boolean hides(AVFrame frame, double seconds) {
        boolean whole = (frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
        if ((frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0 || lost && !whole) {
            since = seconds;
            lost = false;
        } else if (whole || seconds - since > RECOVERED) {
            since = Double.NaN;
        }
        return !Double.isNaN(since);
    }

    /** After a seek. */
    void forget() {
        lost = false;
        since = Double.NaN;
    }
}
