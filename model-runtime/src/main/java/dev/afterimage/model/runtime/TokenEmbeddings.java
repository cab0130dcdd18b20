package dev.afterimage.model.runtime;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The embedding table (vocabulary, width), mapped: only the rows of tokens that occur are ever read. */
final class TokenEmbeddings {

    private final FloatBuffer table;
    private final int vocabulary;
    private final int width;

    TokenEmbeddings(Path file, int vocabulary, int width) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = Math.multiplyExact((long) vocabulary * width, Float.BYTES);
            if (channel.size() != bytes) {
                throw new AfterimageException(ErrorCode.MODEL_CHECKSUM, file + " has " + channel.size() + " bytes, not " + bytes, "pull the pack again");
            }
            table = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        }
        this.vocabulary = vocabulary;
        this.width = width;
    }

    /** @return (ids, width) */
    float[] of(int[] ids) {
        float[] rows = new float[Math.multiplyExact(ids.length, width)];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= vocabulary) {
                throw new IllegalArgumentException("token " + ids[i] + " is not within 0.." + (vocabulary - 1));
            }
            table.get(ids[i] * width, rows, i * width, width);
        }
        return rows;
    }
}
