package dev.afterimage.flink.copies;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.flink.copies.CopiedStore.CopiedFile;
import dev.afterimage.flink.copies.CopiedStore.Piece;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Copies files to the checkpoint storage and back, through Flink's file systems. */
final class CopyStorage {

    private static final int BUFFER = 1 << 20;

    private CopyStorage() { }

    /** Copies bytes of a local file. */
    static Piece write(java.nio.file.Path file, String name, long from, long to, String directory) throws IOException {
        try (FileChannel local = FileChannel.open(file, StandardOpenOption.READ)) {
            return write(Channels.newInputStream(local.position(from)), name, from, to, directory);
        }
    }

    /** Copies a file that lies elsewhere in the storage, as one piece. */
    static CopiedFile copy(CopiedFile file, String directory) throws IOException {
        try (InputStream pieces = new PiecesStream(file)) {
            return new CopiedFile(file.name(), file.size(), List.of(write(pieces, file.name(), 0, file.size(), directory)));
        }
    }

    private static Piece write(InputStream bytes, String name, long from, long to, String directory) throws IOException {
        Path path = new Path(new Piece(directory, from, to, 0).path(name));
        try (OutputStream out = path.getFileSystem().create(path, FileSystem.WriteMode.OVERWRITE)) {
            return new Piece(directory, from, to, transfer(bytes, out, to - from));
        }
    }

    /** @return the checksum of what was copied */
    private static int transfer(InputStream in, OutputStream out, long length) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, length))];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException(left + " of " + length + " bytes are missing");
            }
            checksum.update(buffer, 0, read);
            out.write(buffer, 0, read);
            left -= read;
        }
        return (int) checksum.getValue();
    }

    /**
     * Copies all files of a store into a local directory.
     *
     * @throws AfterimageException {@link ErrorCode#STORAGE_COPY_MISSING} where a piece is not there, or not whole
     */
    static void read(CopiedStore store, java.nio.file.Path into) throws IOException {
        for (CopiedFile file : store.files()) {
            try (OutputStream out = Files.newOutputStream(into.resolve(file.name()))) {
                for (Piece piece : file.pieces()) {
                    read(store, piece.path(file.name()), piece, out);
                }
            }
        }
    }

    private static void read(CopiedStore store, String name, Piece piece, OutputStream out) throws IOException {
        Path path = new Path(name);
        try (InputStream in = path.getFileSystem().open(path)) {
            if (transfer(in, out, piece.to() - piece.from()) != piece.checksum()) {
                throw missing(store, name + " is damaged: its checksum is another", null);
            }
        } catch (FileNotFoundException | EOFException notWhole) {
            throw missing(store, name + (notWhole instanceof EOFException ? " is cut off: " + notWhole.getMessage() : " is not there"),
                    notWhole);
        }
    }

    private static AfterimageException missing(CopiedStore store, String why, IOException cause) {
        return new AfterimageException(ErrorCode.STORAGE_COPY_MISSING, "the stream '" + store.stream() + "' cannot be brought back as it"
                + " was at checkpoint " + store.checkpoint() + ": " + why,
                "put the files of the checkpoint storage back, or start the job from another checkpoint or savepoint", cause);
    }

    static void delete(String name) throws IOException {
        Path path = new Path(name);
        path.getFileSystem().delete(path, false);
    }

    /** The pieces of a file, one behind the other. */
    private static final class PiecesStream extends InputStream {

        private final List<String> left;
        private InputStream current = InputStream.nullInputStream();

        PiecesStream(CopiedFile file) {
            left = new ArrayList<>(file.paths().toList());
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = current.read(bytes, offset, length);
            while (read < 0 && !left.isEmpty()) {
                current.close();
                Path next = new Path(left.remove(0));
                current = next.getFileSystem().open(next);
                read = current.read(bytes, offset, length);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }
}
