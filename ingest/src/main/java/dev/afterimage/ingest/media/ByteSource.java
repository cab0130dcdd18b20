package dev.afterimage.ingest.media;

import java.io.Closeable;
import java.io.IOException;

/** Bytes that FFmpeg reads through us instead of opening anything itself. Used by one thread; {@link #close} may come from any. */
public interface ByteSource extends Closeable {

    /** @return how many bytes came; -1 at the end */
    int read(byte[] into, int length) throws IOException;

    /** @param position from the beginning, bytes */
    void seek(long position) throws IOException;

    /** Bytes in all; -1 when unknown or endless. */
    long size();

    boolean seekable();
}
