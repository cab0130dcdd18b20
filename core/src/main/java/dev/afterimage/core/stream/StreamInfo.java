package dev.afterimage.core.stream;

import dev.afterimage.core.error.Secrets;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a stream as a whole.
 *
 * @param stream  the name it was begun with, which it is stored under for ever
 * @param name    the name it is shown and asked by; changed by {@code SegmentStore.rename} alone
 * @param uri     masked; never holds a password
 * @param fps     frames sampled a second
 * @param started wall clock of second 0
 * @param frames  sampled frames read
 * @param blocks  blocks committed
 * @param tokens  tokens in these blocks
 * @param kvBytes bytes their KV takes in the store
 * @param lastSeconds presentation time of the newest frame; -1 before the first
 * @param failure the line of the error that ended it; empty otherwise
 */
public record StreamInfo(StreamId stream, String name, String uri, double fps, Instant started, int width, int height, boolean live,
                         Status status, long frames, long blocks, long tokens, long kvBytes, double lastSeconds, String failure) {

    /**
     * The last three are never stored: who watches tells them of a stream that ought to be watched and is not, right now
     * ({@code Watching.asOfNow}).
     */
    public enum Status {
        WATCHING, ENDED, FAILED, INTERRUPTED,
        /** Somebody paused it; it is watched again when somebody resumes it. */
        PAUSED,
        /** No picture has come yet. */
        STARTING,
        /** The source cannot be reached or sends nothing; it is tried again forever. */
        RECONNECTING,
        /** Nothing can be stored; watching goes on when there is space. */
        DISK_FULL;

        /** Whether pictures come, or will come without anybody's doing. */
        public boolean underWay() {
            return this == WATCHING || this == STARTING || this == RECONNECTING || this == DISK_FULL;
        }
    }

    /** What an older version stored, or anybody forgot to mask, is masked as well. */
    public StreamInfo {
        uri = Secrets.maskUrl(uri);
        failure = Secrets.mask(failure);
    }

    /** Whether its seconds are those of a wall clock: of a camera, and of a folder of recordings placed by when they were made. */
    public boolean dated() {
        return live || SourceSettings.folder(uri);
    }

    /** One that goes by the name it was begun with. */
    public StreamInfo(StreamId stream, String uri, double fps, Instant started, int width, int height, boolean live, Status status,
                      long frames, long blocks, long tokens, long kvBytes, double lastSeconds, String failure) {
        this(stream, stream.name(), uri, fps, started, width, height, live, status, frames, blocks, tokens, kvBytes, lastSeconds, failure);
    }

    /** A stream about to be watched for the first time; nothing of it is stored. */
    public static StreamInfo begun(SourceSettings settings, Instant started) {
        return new StreamInfo(settings.stream(), settings.maskedUri(), settings.fps(), started, 0, 0, settings.network(), Status.WATCHING,
                0, 0, 0, 0, -1, "");
    }

    public StreamInfo sized(int width, int height) {
        return new StreamInfo(stream, name, uri, fps, started, width, height, live, status, frames, blocks, tokens, kvBytes,
                lastSeconds, failure);
    }

    public StreamInfo begunAt(Instant wallClock) {
        return new StreamInfo(stream, name, uri, fps, wallClock, width, height, live, status, frames, blocks, tokens, kvBytes,
                lastSeconds, failure);
    }

    public StreamInfo with(Status status, String failure) {
        return new StreamInfo(stream, name, uri, fps, started, width, height, live, status, frames, blocks, tokens, kvBytes,
                lastSeconds, failure);
    }

    public StreamInfo named(String shown) {
        return new StreamInfo(stream, shown, uri, fps, started, width, height, live, status, frames, blocks, tokens, kvBytes, lastSeconds,
                failure);
    }

    /** From another address, or at another rate. */
    public StreamInfo from(SourceSettings settings) {
        return new StreamInfo(stream, name, settings.maskedUri(), settings.fps(), started, width, height, live, status, frames, blocks,
                tokens, kvBytes, lastSeconds, failure);
    }

    /** The same with these counters. */
    public StreamInfo counting(long frames, long blocks, long tokens, long kvBytes, double lastSeconds) {
        return new StreamInfo(stream, name, uri, fps, started, width, height, live, status, frames, blocks, tokens, kvBytes, lastSeconds,
                failure);
    }

    /** The time on the stream's clock at a moment of the wall clock, seconds, not before its newest frame. */
    public double secondsAt(Instant moment) {
        return Math.max(Math.max(0, lastSeconds), Duration.between(started, moment).toMillis() / 1e3);
    }
}
