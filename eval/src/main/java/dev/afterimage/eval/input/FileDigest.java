package dev.afterimage.eval.input;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Says by their content whether two files are the same, wherever they lie. Small files are read whole; of large ones
 * the size and 32 pieces of 1 MiB, evenly over the file, so that hours of film are known in a moment.
 */
public final class FileDigest {

    private static final int PIECES = 32;
    private static final int PIECE = 1 << 20;

    private FileDigest() { }

    public static String of(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            Digest digest = new Digest().add(Long.toString(size));
            int pieces = (int) Math.min(PIECES, (size + PIECE - 1) / PIECE);
            for (int i = 0; i < pieces; i++) {
                long start = size <= (long) PIECES * PIECE ? (long) i * PIECE : (size - PIECE) * i / (PIECES - 1);
                digest.add(piece(channel, start));
            }
            return digest.hex();
        } catch (IOException unreadable) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, "cannot read " + file + ": " + unreadable.getMessage(),
                    "check its permissions", unreadable);
        }
    }

    private static byte[] piece(FileChannel channel, long start) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(PIECE, channel.size() - start));
        while (buffer.hasRemaining() && channel.read(buffer, start + buffer.position()) >= 0) {
            continue;
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
