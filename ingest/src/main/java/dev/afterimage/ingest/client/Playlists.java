package dev.afterimage.ingest.client;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The playlists of one source, which FFmpeg holds at the same time: a master playlist may name any number. One that is read again takes its
 * own place. Once they are too large, nothing more of the source is read. Safe for use by several threads.
 */
final class Playlists {

    static final int MOST = 64;
    static final long MOST_BYTES = 8L << 20;
    static final long MOST_LINES = 120_000;

    private final Map<String, Size> byUrl = new HashMap<>();
    private boolean tooLarge;

    private record Size(long bytes, long lines) { }

    /** @throws IOException when they are too many, or too large together */
    synchronized void holds(String url, long bytes, long lines) throws IOException {
        byUrl.put(url, new Size(bytes, lines));
        long allBytes = byUrl.values().stream().mapToLong(Size::bytes).sum();
        long allLines = byUrl.values().stream().mapToLong(Size::lines).sum();
        if (byUrl.size() > MOST || allBytes > MOST_BYTES || allLines > MOST_LINES) {
            tooLarge = true;
        }
        requireBounded();
    }

    /** @throws IOException when they have been too many, or too large together */
    synchronized void requireBounded() throws IOException {
        if (tooLarge) {
            throw new IOException("the playlists of the source are more than " + MOST + ", or have more than " + MOST_BYTES + " bytes or "
                    + MOST_LINES + " lines together");
        }
    }
}
