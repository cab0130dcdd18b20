package dev.afterimage.core.stream;

import dev.afterimage.core.error.Secrets;
import java.time.Instant;

/**
 * What is known of a stream as a whole.
 *
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
public record StreamInfo(StreamId stream, String uri, double fps, Instant started, int width, int height, boolean live, Status status,
                         long frames, long blocks, long tokens, long kvBytes, double lastSeconds, String failure) {

    /**
     * The last three are never stored: who watches tells them of a stream that ought to be watched and is not, right now
     * ({@code Watching.asOfNow}).
     */
    public enum Status {
        WATCHING, ENDED, FAILED, INTERRUPTED,
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

    /** A stream about to be watched for the first time; nothing of it is stored. */
    public static StreamInfo begun(SourceSettings settings, Instant started) {
        return new StreamInfo(settings.stream(), settings.maskedUri(), settings.fps(), started, 0, 0, settings.network(), Status.WATCHING,
                0, 0, 0, 0, -1, "");
    }

    public StreamInfo sized(int width, int height) {
        return new StreamInfo(stream, uri, fps, started, width, height, live, status, frames, blocks, tokens, kvBytes, lastSeconds,
                failure);
    }

    public StreamInfo begunAt(Instant wallClock) {
        return new StreamInfo(stream, uri, fps, wallClock, width, height, live, status, frames, blocks, tokens, kvBytes, lastSeconds,
                failure);
    }

    public StreamInfo with(Status status, String failure) {
        return new StreamInfo(stream, uri, fps, started, width, height, live, status, frames, blocks, tokens, kvBytes, lastSeconds,
                failure);
    }
}
