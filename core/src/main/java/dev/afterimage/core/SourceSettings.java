package dev.afterimage.core;

import java.io.Serializable;

/**
 * What to watch and how.
 *
 * @param uri     a path, {@code file:}, {@code rtsp://} or another URL FFmpeg opens; may hold a password, so never print it unmasked
 * @param fps     frames sampled a second
 * @param pace    {@link Pace#REALTIME} plays a file at its own speed; a live source is always in real time
 * @param loop    start a file again at its end, times running on: a file as a camera
 * @param reading what to read in the frames
 */
public record SourceSettings(StreamId stream, String uri, double fps, Pace pace, boolean loop, ReadingSettings reading)
        implements Serializable {

    public static final double DEFAULT_FPS = 2;

    public enum Pace { REALTIME, ASAP }

    public SourceSettings {
        if (!(fps > 0 && fps <= 60)) {
            throw new AfterimageException(ErrorCode.USAGE, "cannot sample " + fps + " frames a second", "give --fps between 0 and 60");
        }
    }

    public String maskedUri() {
        return AfterimageException.maskPasswords(uri);
    }

    /** Whether the source goes on for ever and is read over a network. */
    public boolean network() {
        return uri.contains("://") && !uri.startsWith("file:");
    }
}
