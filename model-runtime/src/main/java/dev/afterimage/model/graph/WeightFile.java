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

/**
 * Weights beside the graphs, as ONNX external data: one file for all graphs of a directory, mapped by ONNX Runtime. A tensor that several
 * graphs use is written once.
 */
public final class WeightFile implements AutoCloseable {

    /** Mapping needs page-aligned offsets. */
    private static final int PAGE = 4096;

    /** @param location file name relative to the graph's */
    record Region(String location, long offset, long length) { }

    private final Path path;
    private final FileChannel channel;
    private final Map<String, Region> written = new HashMap<>();

    public WeightFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Floats, little-endian. */
    Region put(String name, float[] data) {
        return written.computeIfAbsent(name, n -> {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(data.length, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(data);
            return write(bytes);
        });
    }

    Region put(String name, byte[] data) {
        return written.computeIfAbsent(name, n -> write(ByteBuffer.wrap(data)));
    }

    private Region write(ByteBuffer bytes) {
        try {
            long offset = (channel.size() + PAGE - 1) / PAGE * PAGE;
            Region region = new Region(path.getFileName().toString(), offset, bytes.remaining());
            for (long at = offset; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
            return region;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
