package dev.afterimage.ingest.media;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's native part. */
public final class FfmpegLibrary {

    private FfmpegLibrary() { }

    /**
     * Loads it.
     *
     * @throws LinkageError where it does not load
     */
    public static String version() {
        avcodec.avcodec_version();
        return avutil.av_version_info().getString();
    }
}
