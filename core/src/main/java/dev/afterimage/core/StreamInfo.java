package dev.afterimage.core;

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

    public enum Status { WATCHING, ENDED, FAILED, INTERRUPTED }

    /** A stream about to be watched for the first time; nothing of it is stored. */
    public static StreamInfo begun(SourceSettings settings, Instant started) {
        return new StreamInfo(settings.stream(), settings.maskedUri(), settings.fps(), started, 0, 0, settings.network(), Status.WATCHING,
                0, 0, 0, 0, -1, "");
    }

    public StreamInfo sized(int width, int height) {
        return new StreamInfo(stream, uri, fps, started, width, height, live, status, frames, blocks, tokens, kvBytes, lastSeconds, failure);
    }

    public StreamInfo with(Status status, String failure) {
        return new StreamInfo(stream, uri, fps, started, width, height, live, status, frames, blocks, tokens, kvBytes, lastSeconds, failure);
    }
}
