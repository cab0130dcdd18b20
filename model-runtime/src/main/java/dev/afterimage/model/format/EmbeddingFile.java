package dev.afterimage.model.format;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A pack's embedding table, (vocabulary, width), mapped: only the rows of tokens that occur are ever read. It holds
 * floats, or the upper halves of floats (bfloat16) in packs that keep no floats elsewhere; its length says which.
 */
public final class EmbeddingFile {

    private static final int PIECE = 1 << 18;

    private final ByteBuffer table;
    private final int vocabulary;
    private final int width;
    private final boolean halves;

    public EmbeddingFile(Path file, int vocabulary, int width) throws IOException {
        long elements = Math.multiplyExact((long) vocabulary, width);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = channel.size();
            if (bytes != elements * Float.BYTES && bytes != elements * Short.BYTES) {
                throw new AfterimageException(ErrorCode.MODEL_CHECKSUM, file + " has " + bytes + " bytes, not " + elements * Float.BYTES
                        + " or " + elements * Short.BYTES, "pull the pack again");
            }
            this.halves = bytes == elements * Short.BYTES;
            this.table = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        this.vocabulary = vocabulary;
        this.width = width;
    }

    /** @return (ids, width) */
    public float[] of(int[] ids) {
        float[] rows = new float[Math.multiplyExact(ids.length, width)];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= vocabulary) {
                throw new IllegalArgumentException("token " + ids[i] + " is not within 0.." + (vocabulary - 1));
            }
            row(ids[i], rows, i * width);
        }
        return rows;
    }

    private void row(int id, float[] rows, int to) {
        for (int i = 0; i < width; i++) {
            int element = id * width + i;
            rows[to + i] = halves ? Float.intBitsToFloat(table.getShort(element * Short.BYTES) << 16)
                    : table.getFloat(element * Float.BYTES);
        }
    }

    /** The whole table, (vocabulary, width); mapped where it holds floats. */
    public FloatBuffer floats() {
        if (!halves) {
            return table.asFloatBuffer();
        }
        FloatBuffer floats = ByteBuffer.allocateDirect(Math.multiplyExact(vocabulary * width, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        for (int i = 0; i < vocabulary * width; i++) {
            floats.put(i, Float.intBitsToFloat(table.getShort(i * Short.BYTES) << 16));
        }
        return floats;
    }

    /** @param halves whether the nearest bfloat16 of each is written */
    public static void write(Path file, float[] table, boolean halves) throws IOException {
        int size = halves ? Short.BYTES : Float.BYTES;
        ByteBuffer piece = ByteBuffer.allocate(PIECE * size).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int from = 0; from < table.length; from += PIECE) {
                piece.clear();
                for (int i = from; i < Math.min(table.length, from + PIECE); i++) {
                    put(piece, table[i], halves);
                }
                for (piece.flip(); piece.hasRemaining(); ) {
                    channel.write(piece);
                }
            }
        }
    }

    private static void put(ByteBuffer piece, float value, boolean halves) {
        if (halves) {
            int bits = Float.floatToRawIntBits(value);
            // To the nearest; of two that are as near, to the even one.
            piece.putShort((short) (bits + 0x7fff + (bits >>> 16 & 1) >> 16));
        } else {
            piece.putFloat(value);
        }
    }
}
