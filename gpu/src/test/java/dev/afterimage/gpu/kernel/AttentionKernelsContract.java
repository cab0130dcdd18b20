package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.scalar.ScalarAttention;
import dev.afterimage.store.codec.HalfFloats;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** attention.cu against {@link ScalarAttention}; what every device must pass. */
abstract class AttentionKernelsContract extends KernelContract {

    private static final int PAGE_TOKENS = 5;

    @ParameterizedTest
    @CsvSource({"F32, 1, 1, 2, 1, 0, 0, 1", "F32, 3, 1, 16, 7, 0, 0, 1", "F32, 9, 3, 64, 5, 33, 0, 1", "F16, 4, 4, 22, 9, 64, 0, 2",
        "F32, 8, 2, 80, 33, 1, 0, 2", "F16, 5, 1, 130, 3, 95, 0, 1", "F32, 6, 2, 256, 2, 30, 0, 1", "F32, 3, 1, 16, 7, 40, 5, 1",
        "F32, 4, 2, 32, 70, 0, 33, 1", "F16, 6, 2, 22, 9, 64, 1, 2", "F32, 2, 1, 16, 40, 90, 64, 2"})
    void aChunkAttendsAsTheTwin(Cell cell, int heads, int kvHeads, int headDim, int tokens, int past, int window, int warps) {
        Setting setting = new Setting(cell, heads, kvHeads, headDim, past + tokens);
        float[] queries = normal(tokens * heads * headDim);
        long out = on.room((long) queries.length * Float.BYTES);
        setting.kernels(window, warps).chunk(on.stream(), on.floats(queries), setting.pool, setting.table, out, tokens, past);
        assertClose(on.floatsAt(out, queries.length), setting.expected(queries, window), 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"F32, 1, 1, 2, 1, 1, 0, 1", "F32, 3, 1, 16, 37, 1, 0, 1", "F32, 9, 3, 64, 101, 4, 0, 1",
        "F16, 7, 1, 22, 64, 3, 0, 1", "F32, 8, 1, 80, 33, 33, 0, 2", "F16, 10, 2, 130, 7, 5, 0, 1", "F32, 6, 2, 256, 40, 2, 0, 1",
        "F32, 3, 1, 16, 70, 4, 5, 1", "F16, 8, 2, 32, 101, 3, 1, 1", "F32, 2, 2, 80, 66, 2, 64, 2", "F32, 2, 2, 80, 20, 2, 64, 1"})
    void oneTokenAttendsInPartsAsTheTwin(Cell cell, int heads, int kvHeads, int headDim, int length, int parts, int window, int warps) {
        Setting setting = new Setting(cell, heads, kvHeads, headDim, length);
        float[] queries = normal(heads * headDim);
        AttentionKernels kernels = setting.kernels(window, warps);
        long partial = on.room(kernels.partialFloats(parts) * Float.BYTES);
        long out = on.room((long) queries.length * Float.BYTES);
        kernels.one(on.stream(), on.floats(queries), setting.pool, setting.table, partial, out, length, parts);
        assertClose(on.floatsAt(out, queries.length), setting.expected(queries, window), 1e-5);
    }

    /** A cache of some tokens, in pages that lie about in the pool. */
    private final class Setting {

        private final int heads;
        private final Pages pages;
        private final float[] keys;
        private final float[] values;
        private final long pool;
        private final long table;

        Setting(Cell cell, int heads, int kvHeads, int headDim, int length) {
            this.heads = heads;
            this.pages = new Pages(cell, kvHeads, headDim, PAGE_TOKENS);
            float[] k = normal(length * kvHeads * headDim);
            float[] v = normal(length * kvHeads * headDim);
            this.keys = cell == Cell.F16 ? HalfFloats.rounded(k) : k;
            this.values = cell == Cell.F16 ? HalfFloats.rounded(v) : v;
            int[] numbers = new int[pages.pagesOf(length)];
            Arrays.setAll(numbers, i -> numbers.length - 1 - i);
            float[] cells = new float[numbers.length * 2 * kvHeads * PAGE_TOKENS * headDim];
            // What nobody wrote must not be read.
            Arrays.fill(cells, Float.NaN);
            for (int token = 0; token < length; token++) {
                for (int head = 0; head < kvHeads; head++) {
                    int at = ((numbers[token / PAGE_TOKENS] * 2 * kvHeads + head) * PAGE_TOKENS + token % PAGE_TOKENS) * headDim;
                    System.arraycopy(keys, (token * kvHeads + head) * headDim, cells, at, headDim);
                    System.arraycopy(values, (token * kvHeads + head) * headDim, cells, at + kvHeads * PAGE_TOKENS * headDim, headDim);
                }
            }
            this.pool = on.cells(cell, cells);
            this.table = on.ints(numbers);
        }

        AttentionKernels kernels(int window, int warps) {
            return new AttentionKernels(pages, heads, (float) (1 / Math.sqrt(pages.headDim())), window, warps);
        }

        float[] expected(float[] queries, int window) {
            return new ScalarAttention(heads, pages.kvHeads(), pages.headDim()).attend(queries, keys, values,
                    1 / Math.sqrt(pages.headDim()), window);
        }
    }
}
