package dev.afterimage.model.safetensors;

import dev.afterimage.model.binary.LfsPointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** One file of named tensors. Data are read piece by piece and never mapped: a mapped checkpoint would count as this process's memory. */
final class SafetensorsFile implements AutoCloseable {

    private final FileChannel channel;
    private final Map<String, Tensor> tensors;

    SafetensorsFile(Path path) throws IOException {
        LfsPointer.refuse(path);
        channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            tensors = new SafetensorsHeaderReader(path.getFileName().toString(), channel).read();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Map<String, Tensor> tensors() {
        return tensors;
    }

    /** Fills a buffer with the tensor's bytes from {@code offset} on. */
    void read(Tensor tensor, long offset, ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            if (channel.read(piece, tensor.offset() + offset + piece.position()) < 0) {
                throw new IOException("the file ends within it");
            }
        }
        piece.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
