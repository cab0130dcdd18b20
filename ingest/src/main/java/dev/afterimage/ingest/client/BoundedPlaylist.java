package dev.afterimage.ingest.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.afterimage.ingest.media.ByteSource;

/**
 * Passes on what it reads, but of a playlist no more than {@link #MOST_BYTES} and {@link #MOST_LINES}: FFmpeg keeps
 * every entry of one, with its whole address, in memory that nothing else bounds. A playlist is known by its first
 * line, as FFmpeg knows it, since servers may call it anything.
 */
final class BoundedPlaylist implements ByteSource {

    static final long MOST_BYTES = 2L << 20;
    /** Some four hours of segments of one second, at two lines each. */
    static final long MOST_LINES = 30_000;
    private static final byte[] BEGIN = "#EXTM3U".getBytes(StandardCharsets.US_ASCII);

    private final ByteSource bytes;
    private final String url;
    private final Playlists all;
    private boolean playlist = true;
    private long count;
    private long lines;

    /** @param all of the source */
    BoundedPlaylist(ByteSource bytes, String url, Playlists all) {
        this.bytes = bytes;
        this.url = url;
        this.all = all;
    }

    @Override
    public int read(byte[] into, int length) throws IOException {
        all.requireBounded();
        int read = bytes.read(into, length);
        for (int i = 0; playlist && i < read; i++) {
            playlist = count >= BEGIN.length || into[i] == BEGIN[(int) count];
            count++;
            lines += into[i] == '\n' ? 1 : 0;
        }
        if (playlist && (count > MOST_BYTES || lines > MOST_LINES)) {
            throw new IOException("a playlist has more than " + MOST_BYTES + " bytes or " + MOST_LINES + " lines");
        }
        if (playlist && count >= BEGIN.length) {
            all.holds(url, count, lines);
        }
        return read;
    }

    @Override
    public void seek(long position) throws IOException {
        bytes.seek(position);
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public boolean seekable() {
        return bytes.seekable();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
