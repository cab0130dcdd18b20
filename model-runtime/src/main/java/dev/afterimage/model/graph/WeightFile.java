package dev.afterimage.model.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Weights beside the graphs, as ONNX external data: one file for all graphs of a directory, mapped by ONNX Runtime. A tensor that several
 * graphs use is written once.
 */
public final class WeightFile implements AutoCloseable {

    /** Mapping needs page-aligned offsets. */
    private static final int PAGE = 4096;
    private static final int PIECE = 1 << 18; // floats

    /** @param location file name relative to the graph's */
    record Region(String location, long offset, long length) { }

    private final Path path;
    private final FileChannel channel;
    private final Map<String, Region> written = new HashMap<>();

    public WeightFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Floats, little-endian. @param data made only where the tensor is not written yet */
    Region put(String name, Supplier<float[]> data) {
        return written.computeIfAbsent(name, n -> write(data.get()));
    }

    Region putBytes(String name, Supplier<byte[]> data) {
        return written.computeIfAbsent(name, n -> {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(data.get());
                Region region = next(bytes.remaining());
                write(bytes, region.offset());
                return region;
            } catch (IOException e) {
                throw failed(e);
            }
        });
    }

    /** Piece by piece: a head's floats are not held a second time. */
    private Region write(float[] data) {
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE, data.length) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try {
            Region region = next((long) data.length * Float.BYTES);
            for (int done = 0; done < data.length; done += PIECE) {
                int count = Math.min(PIECE, data.length - done);
                piece.clear().asFloatBuffer().put(data, done, count);
                write(piece.limit(count * Float.BYTES), region.offset() + (long) done * Float.BYTES);
            }
            return region;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Region next(long length) throws IOException {
        return new Region(path.getFileName().toString(), (channel.size() + PAGE - 1) / PAGE * PAGE, length);
    }

    private void write(ByteBuffer bytes, long offset) throws IOException {
        for (long at = offset; bytes.hasRemaining(); ) {
            at += channel.write(bytes, at);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("cannot write " + path + ": " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
