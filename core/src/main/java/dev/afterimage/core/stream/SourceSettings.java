package dev.afterimage.core.stream;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.error.Secrets;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What to watch and how.
 *
 * @param uri     a path ({@code /} at its end makes it a folder of recordings), several ({@link #recordings(List)}),
 *                {@code file:}, {@code rtsp://} or another URL FFmpeg opens; may hold a password, so never print it unmasked
 * @param fps     frames sampled a second, {@link #MIN_FPS} to {@link #MAX_FPS}
 * @param pace    {@link Pace#REALTIME} plays a file at its own speed; a live source is always in real time
 * @param loop    start a file again at its end, times running on: a file as a camera
 * @param reading what to read in the frames
 * @param origin  who named the source, and so what it may be
 * @param recorded whether the original video is kept, so that moments can be played
 */
public record SourceSettings(StreamId stream, String uri, double fps, Pace pace, boolean loop, ReadingSettings reading, Origin origin,
                             boolean recorded)
        implements Serializable {

    /** A browser's camera or screen, sent from the page; no address that could be connected to. */
    public static final String BROWSER = "browser://";

    /** What an encoder publishes to this process, {@code publish://rtmp?key=KEY}; no address that could be connected to. */
    public static final String PUBLISH = "publish://";

    /** A film that was uploaded to this process: {@code upload:ID/NAME}. */
    public static final String UPLOAD = "upload:";

    /** Several recordings: {@code recordings:PATH|PATH}; in the paths {@code |} and {@code %} are written as in URLs. */
    private static final String RECORDINGS = "recordings:";

    public static final double DEFAULT_FPS = 2;
    /** One frame in 100 seconds. */
    public static final double MIN_FPS = 0.01;
    public static final double MAX_FPS = 60;

    public enum Pace { REALTIME, ASAP }

    /** Who named a source. */
    public enum Origin {
        /** The command line or the configuration: with all the rights of the user who runs the program. */
        OPERATOR,
        /** A client of the service: within {@code SourcePolicy} alone. */
        CLIENT
    }

    public SourceSettings {
        if (!(fps >= MIN_FPS && fps <= MAX_FPS)) {
            throw new AfterimageException(ErrorCode.USAGE, "cannot sample " + fps + " frames a second", "give 'fps' between 0.01 and 60");
        }
    }

    /** Of the command line or the configuration. */
    public SourceSettings(StreamId stream, String uri, double fps, Pace pace, boolean loop, ReadingSettings reading) {
        this(stream, uri, fps, pace, loop, reading, Origin.OPERATOR, true);
    }

    /** The same source, named by a client. */
    public SourceSettings ofClient() {
        return new SourceSettings(stream, uri, fps, pace, loop, reading, Origin.CLIENT, recorded);
    }

    /** The same source under another name. */
    public SourceSettings of(StreamId other) {
        return new SourceSettings(other, uri, fps, pace, loop, reading, origin, recorded);
    }

    /** The same source, named by the operator. */
    public SourceSettings ofOperator() {
        return new SourceSettings(stream, uri, fps, pace, loop, reading, Origin.OPERATOR, recorded);
    }

    /** The same source, whose video is kept or not. */
    public SourceSettings recorded(boolean kept) {
        return new SourceSettings(stream, uri, fps, pace, loop, reading, origin, kept);
    }

    /** Whether a browser or an encoder sends it to this process, instead of being connected to: {@code Senders}. */
    public boolean sent() {
        return uri.startsWith(BROWSER) || published();
    }

    /** Whether it is sent by an encoder that has the stream's key, and may begin at any time. */
    public boolean published() {
        return uri.startsWith(PUBLISH);
    }

    /** The same, watched from elsewhere. */
    public SourceSettings at(String address) {
        return new SourceSettings(stream, address, fps, pace, loop, reading, origin, recorded);
    }

    /** The id of the film that was uploaded for it; empty for any other source. */
    public Optional<String> uploaded() {
        return uri.startsWith(UPLOAD) ? Optional.of(uri.substring(UPLOAD.length()).split("/", 2)[0]) : Optional.empty();
    }

    /** The address of several files and folders of recordings, which are watched as one stream. Their order does not matter. */
    public static String recordings(List<String> paths) {
        return paths.stream().distinct().sorted().map(path -> path.replace("%", "%25").replace("|", "%7C"))
                .collect(Collectors.joining("|", RECORDINGS, ""));
    }

    /** Whether it is a folder of recordings, or are several recordings, which are watched as one stream. */
    public boolean folder() {
        return folder(uri);
    }

    /** The files and folders that the recordings of {@link #folder} lie in. */
    public List<String> recordings() {
        return uri.startsWith(RECORDINGS) ? Arrays.stream(uri.substring(RECORDINGS.length()).split("\\|"))
                .map(path -> path.replace("%7C", "|").replace("%25", "%")).toList() : List.of(uri);
    }

    static boolean folder(String uri) {
        return uri.startsWith(RECORDINGS) || uri.endsWith("/") && !uri.contains("://");
    }

    /** Without the password, for logs. */
    @Override
    public String toString() {
        return stream + ": " + maskedUri() + " at " + fps + " frames a second, " + pace + (loop ? ", looped" : "") + ", " + reading;
    }

    public String maskedUri() {
        return Secrets.maskUrl(uri);
    }

    /** Whether the source goes on forever and is read over a network. */
    public boolean network() {
        return uri.contains("://") && !uri.startsWith("file:");
    }
}
