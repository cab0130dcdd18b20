package dev.afterimage.ingest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;

import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SentBytes;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.ingest.media.ByteSource;
import dev.afterimage.ingest.media.Input;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.MediaException;

/** What a browser or an encoder sends, from the first byte of its next connection on. FFmpeg is handed the bytes and opens nothing. */
final class SentInput implements Input {

    private static final long LOOK_MILLIS = 100;

    private final SourceSettings settings;
    private final Senders senders;
    private final Duration patience;

    /** @param patience how long the next sender is waited for */
    SentInput(SourceSettings settings, Senders senders, Duration patience) {
        this.settings = settings;
        this.senders = senders;
        this.patience = patience;
    }

    @Override
    public Opening open(Interrupt interrupt) throws MediaException {
        try {
            senders.expect(settings);
            SentBytes bytes = senders.take(settings.stream(), patience.toMillis(), interrupt::due).orElseThrow(() ->
                    new MediaException(MediaException.Reason.FAILED, InputErrors.NO_SENDER));
            // The sender may have been waited for as long as it may be silent.
            interrupt.allow(patience);
            return new Opening("sent", options(bytes), "", new Bytes(bytes, interrupt), SentInput::nothing, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MediaException(MediaException.Reason.FAILED, "interrupted while waiting for a sender");
        }
    }

    /** Senders write their headers first, and looking at the stream for long only delays the first frame. */
    private static Map<String, String> options(SentBytes bytes) {
        return Map.of("protocol_whitelist", "none", "format_whitelist", bytes.formats(), "probesize", "300000", "analyzeduration",
                "500000", "fpsprobesize", "0");
    }

    private static ByteSource nothing(String url, Map<String, String> options) throws IOException {
        throw new IOException("what was sent refers to something else");
    }

    private record Bytes(SentBytes sent, Interrupt interrupt) implements ByteSource {

        @Override
        public int read(byte[] into, int length) throws IOException {
            try {
                int count = 0;
                while (count == 0) {
                    if (interrupt.due()) {
                        throw new InterruptedIOException("nothing was sent in time");
                    }
                    count = sent.read(into, length, LOOK_MILLIS);
                }
                return count;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for what is sent");
            }
        }

        @Override
        public void seek(long position) throws IOException {
            throw new IOException("what is sent cannot be read again");
        }

        @Override
        public long size() {
            return -1;
        }

        @Override
        public boolean seekable() {
            return false;
        }

        @Override
        public void close() {
            sent.discard();
        }
    }
}
