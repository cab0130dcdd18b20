package dev.afterimage.ingest.media;

import java.nio.charset.StandardCharsets;

import org.bytedeco.ffmpeg.global.avutil;

/** What FFmpeg said when it could not open or read something; not yet in the user's words. */
public final class MediaException extends Exception {

    public enum Reason {
        /** The limit in time ran out. */
        EXPIRED,
        /** Not media, or media this FFmpeg cannot decode. */
        NOT_MEDIA,
        /** Media without any picture. */
        NO_VIDEO,
        /** Decoded pictures that cannot be turned into what is looked at. */
        NOT_SHOWN,
        /** The server refused the name, the password or the path. */
        REFUSED,
        /** Any other failure to open or read. */
        FAILED
    }

    /** AVERROR(ETIMEDOUT): the native libraries are those of Linux. */
    static final int TIMED_OUT = -110;

    private final Reason reason;

    public MediaException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Of an FFmpeg error code. */
    static MediaException of(int code, Interrupt interrupt) {
        if (interrupt.expired() || code == TIMED_OUT) {
            // Who is told EXPIRED looks whether the server answers at all.
            return new MediaException(interrupt.guarded() ? Reason.FAILED : Reason.EXPIRED, "timed out");
        }
        if (code == avutil.AVERROR_HTTP_NOT_FOUND) {
            return new MediaException(Reason.REFUSED, "the server knows no such path (404)");
        }
        if (code == avutil.AVERROR_HTTP_UNAUTHORIZED || code == avutil.AVERROR_HTTP_FORBIDDEN) {
            return new MediaException(Reason.REFUSED, "the server refused the user name or password");
        }
        boolean notMedia = code == avutil.AVERROR_INVALIDDATA || code == avutil.AVERROR_DEMUXER_NOT_FOUND
                || code == avutil.AVERROR_PROTOCOL_NOT_FOUND;
        return new MediaException(notMedia ? Reason.NOT_MEDIA : Reason.FAILED, text(code));
    }

    public Reason reason() {
        return reason;
    }

    /** What FFmpeg calls an error, e.g. {@code no space left on device}. */
    public static String describe(int code) {
        return text(code);
    }

    static String text(int code) {
        byte[] text = new byte[256];
        avutil.av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        String line = new String(text, 0, end, StandardCharsets.UTF_8);
        return line.isEmpty() ? "error " + code : Character.toLowerCase(line.charAt(0)) + line.substring(1);
    }
}
