package dev.afterimage.model.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** One file of named tensors. Data are mapped when they are read. */
final class SafetensorsFile implements AutoCloseable {

    private final FileChannel channel;
    private final Map<String, Tensor> tensors;

    SafetensorsFile(Path path) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            tensors = new HeaderReader(path.getFileName().toString(), channel).read();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Map<String, Tensor> tensors() {
        return tensors;
    }

    /** The tensor's bytes, little-endian. */
    ByteBuffer data(Tensor tensor) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, tensor.offset(), tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
