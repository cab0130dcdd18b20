package dev.afterimage.gpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.scalar.ScalarAttention;
import dev.afterimage.store.codec.EncodedKeyValues;
import dev.afterimage.store.codec.HalfFloats;
import dev.afterimage.store.codec.KeyValuesCodec;
import dev.afterimage.store.codec.KvForm;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** pages.cu and blocks.cu against {@link ScalarAttention} and the store's codec; what every device must pass. */
abstract class CacheKernelsContract extends KernelContract {

    private static final int POSITIONS = 64;
    private static final int PAGE_TOKENS = 5;
    private static final int POOL_PAGES = 32;

    /** Rotates keys by hand. */
    private double[] angles(int position, int half) {
        double[] angles = new double[half];
        Arrays.setAll(angles, i -> position * Math.pow(10_000, -(double) i / half));
        return angles;
    }

    private CacheKernels kernels(Pages pages, int heads) {
        int half = pages.headDim() / 2;
        float[] cosines = new float[POSITIONS * half];
        float[] sines = new float[POSITIONS * half];
        for (int position = 0; position < POSITIONS; position++) {
            double[] angles = angles(position, half);
            for (int i = 0; i < half; i++) {
                cosines[position * half + i] = (float) Math.cos(angles[i]);
                sines[position * half + i] = (float) Math.sin(angles[i]);
            }
        }
        return new CacheKernels(pages, heads, on.floats(cosines), on.floats(sines));
    }

    private int[] shuffledTable(int length) {
        int[] table = new int[length];
        // 7 and POOL_PAGES have no common divisor: no page comes twice.
        Arrays.setAll(table, i -> (7 * i + 3) % POOL_PAGES);
        return table;
    }

    /** One head's key (or value) at a position, out of the pool. */
    private float[] inPages(Pages pages, float[] pool, int[] table, int position, int head, boolean value) {
        int page = table[position / PAGE_TOKENS];
        int at = ((page * 2 * pages.kvHeads() + (value ? pages.kvHeads() : 0) + head) * PAGE_TOKENS
                + position % PAGE_TOKENS) * pages.headDim();
        return Arrays.copyOfRange(pool, at, at + pages.headDim());
    }

    private static float[] head(float[] source, int at, int headDim) {
        return Arrays.copyOfRange(source, at, at + headDim);
    }

    @ParameterizedTest
    @CsvSource({"F32, 3, 1, 16, 7", "F32, 4, 4, 2, 1", "F16, 6, 2, 22, 6", "F16, 2, 1, 130, 3"})
    void newTokensAreRotatedIntoThePages(Cell cell, int heads, int kvHeads, int headDim, int tokens) {
        Pages pages = new Pages(cell, kvHeads, headDim, PAGE_TOKENS);
        int[] table = shuffledTable(pages.pagesOf(POSITIONS));
        int width = (heads + 2 * kvHeads) * headDim;
        int position = 9;
        int turn = 21;
        float[] qkv = normal(tokens * width);
        long input = on.floats(qkv);
        long pool = on.room(POOL_PAGES * pages.pageBytes());
        long queries = on.room((long) tokens * heads * headDim * Float.BYTES);
        CacheKernels kernels = kernels(pages, heads);
        kernels.rotateQueries(on.stream(), input, queries, tokens, turn);
        kernels.write(on.stream(), input, pool, on.ints(table), tokens, position, turn);
        float[] rotated = on.floatsAt(queries, tokens * heads * headDim);
        float[] cells = on.cellsAt(cell, pool, (int) (POOL_PAGES * pages.pageBytes() / cell.bytes()));
        double error = cell == Cell.F16 ? 2e-3 : 1e-6;
        for (int token = 0; token < tokens; token++) {
            double[] angles = angles(turn + token, headDim / 2);
            for (int h = 0; h < heads; h++) {
                float[] query = ScalarAttention.rotated(head(qkv, token * width + h * headDim, headDim), angles);
                assertClose(head(rotated, (token * heads + h) * headDim, headDim), query, 1e-6);
            }
            for (int h = 0; h < kvHeads; h++) {
                int at = token * width + (heads + h) * headDim;
                assertClose(inPages(pages, cells, table, position + token, h, false), ScalarAttention.rotated(head(qkv, at, headDim),
                        angles), error);
                float[] value = head(qkv, at + kvHeads * headDim, headDim);
                assertThat(inPages(pages, cells, table, position + token, h, true)).containsExactly(cell == Cell.F16
                        ? HalfFloats.rounded(value) : value);
            }
        }
    }

    @Test
    void keysAreKeptAsTheyWereBeforeTheyWereRotated() {
        int heads = 3, kvHeads = 2, headDim = 6, tokens = 4, all = 9, first = 5;
        heads = heads * kvHeads;
        Pages pages = new Pages(Cell.F32, kvHeads, headDim, PAGE_TOKENS);
        int width = (heads + 2 * kvHeads) * headDim;
        float[] qkv = normal(tokens * width);
        long keys = on.floats(new float[kvHeads * all * headDim]);
        long values = on.floats(new float[kvHeads * all * headDim]);
        kernels(pages, heads).keep(on.stream(), on.floats(qkv), keys, values, tokens, all, first);
        float[] kept = on.floatsAt(keys, kvHeads * all * headDim);
        float[] keptValues = on.floatsAt(values, kvHeads * all * headDim);
        for (int token = 0; token < tokens; token++) {
            for (int h = 0; h < kvHeads; h++) {
                int from = token * width + (heads + h) * headDim;
                int to = (h * all + first + token) * headDim;
                assertThat(head(kept, to, headDim)).containsExactly(head(qkv, from, headDim));
                assertThat(head(keptValues, to, headDim)).containsExactly(head(qkv, from + kvHeads * headDim, headDim));
            }
        }
        assertThat(head(kept, 0, first * headDim)).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"FP16, PER_TOKEN, F32, 16, 11", "INT8, PER_TOKEN, F32, 16, 7", "INT4, PER_TOKEN, F32, 16, 13",
            "INT4, PER_CHANNEL, F32, 6, 5",
        "INT8, PER_CHANNEL, F16, 22, 3", "INT4, PER_TOKEN, F16, 130, 1"})
    void storedBlocksAreWidenedAndRotatedByOneKernel(KvForm form, KvForm.Grouping grouping, Cell cell, int headDim, int tokens) {
        KvLayout layout = new KvLayout(3, 2, headDim);
        KeyValues block = new KeyValues(layout, tokens, normal(layout.size(tokens)), normal(layout.size(tokens)));
        byte[] encoded = KeyValuesCodec.encode(block, form, grouping);
        long bytes = on.bytes(encoded);
        loadedAsDecoded(StoredNumbers.of(EncodedKeyValues.of(encoded).pieces().get(0), tokens), bytes, KeyValuesCodec.decode(encoded),
                cell);
    }

    @Test
    void blocksOfFloatsAreRotatedByTheSameKernel() {
        KvLayout layout = new KvLayout(2, 3, 10);
        KeyValues block = new KeyValues(layout, 7, normal(layout.size(7)), normal(layout.size(7)));
        float[] both = Arrays.copyOf(block.keys(), 2 * block.keys().length);
        System.arraycopy(block.values(), 0, both, block.keys().length, block.values().length);
        loadedAsDecoded(StoredNumbers.floats(2, 7, 3, 10), on.floats(both), block, Cell.F32);
    }

    /** Each layer puts it at a position of its own, as after recall, and turns it by a row of its own, as with pictures. */
    private void loadedAsDecoded(StoredNumbers stored, long bytes, KeyValues block, Cell cell) {
        KvLayout layout = block.layout();
        Pages pages = new Pages(cell, layout.kvHeads(), layout.headDim(), PAGE_TOKENS);
        int[] table = shuffledTable(10);
        int[] tables = new int[3 * 10];
        int[] positions = {0, 13, 4};
        int[] rows = {3, 13, 40};
        for (int layer = 0; layer < layout.layers(); layer++) {
            for (int i = 0; i < 10; i++) {
                tables[layer * 10 + i] = table[i] + layer * POOL_PAGES;
            }
        }
        int layerCells = (int) (POOL_PAGES * pages.pageBytes() / cell.bytes());
        long pool = on.room(3L * POOL_PAGES * pages.pageBytes());
        CacheKernels kernels = kernels(pages, layout.kvHeads());
        long device = on.ints(tables);
        long next = on.ints(positions);
        long turns = on.ints(rows);
        // The first by itself, and the others together.
        kernels.load(on.stream(), stored, bytes, pool, device, 10, next, turns, 0, 1);
        kernels.load(on.stream(), stored, bytes, pool, device + 10 * Integer.BYTES, 10, next + Integer.BYTES, turns + Integer.BYTES, 1,
                layout.layers() - 1);
        float[] cells = on.cellsAt(cell, pool, 3 * layerCells);
        for (int layer = 0; layer < layout.layers(); layer++) {
            float[] own = Arrays.copyOfRange(cells, layer * layerCells, (layer + 1) * layerCells);
            for (int h = 0; h < layout.kvHeads(); h++) {
                for (int token = 0; token < block.tokens(); token++) {
                    int position = positions[layer] + token;
                    int at = ((layer * layout.kvHeads() + h) * block.tokens() + token) * layout.headDim();
                    float[] key = ScalarAttention.rotated(head(block.keys(), at, layout.headDim()),
                            angles(rows[layer] + token, layout.headDim() / 2));
                    double error = cell == Cell.F16 ? 2e-3 : 1e-6;
                    assertClose(inPages(pages, own, table, position, h, false), key, error);
                    assertClose(inPages(pages, own, table, position, h, true), head(block.values(), at, layout.headDim()),
                            cell == Cell.F16 ? 1e-3 : 1e-7);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"INT8, PER_TOKEN, 16, 7", "INT4, PER_TOKEN, 16, 7", "INT4, PER_TOKEN, 130, 1", "INT8, PER_CHANNEL, 22, 33",
            "INT4, PER_CHANNEL, 6, 2"})
    void blocksAreQuantisedToTheBitAsTheStoreDoes(KvForm form, KvForm.Grouping grouping, int headDim, int tokens) {
        KvLayout layout = new KvLayout(2, 3, headDim);
        KeyValues block = new KeyValues(layout, tokens, normal(layout.size(tokens)), normal(layout.size(tokens)));
        block.keys()[0] = 70_000;
        Arrays.fill(block.values(), 0, headDim, 0.25f);
        byte[] expected = KeyValuesCodec.encode(block, form, grouping);
        StoredKeyValues.Piece places = EncodedKeyValues.of(expected).pieces().get(0);
        long bytes = on.bytes(wiped(expected, places, tokens, headDim));
        StoredNumbers stored = StoredNumbers.of(places, tokens);
        CacheKernels kernels = kernels(new Pages(Cell.F32, 3, headDim, PAGE_TOKENS), 3);
        int bits = form == KvForm.INT8 ? 8 : 4;
        kernels.quantise(on.stream(), on.floats(block.keys()), bytes, stored.keys(), 6, tokens, bits);
        kernels.quantise(on.stream(), on.floats(block.values()), bytes, stored.values(), 6, tokens, bits);
        assertThat(on.bytesAt(bytes, expected.length)).containsExactly(expected);
    }

    /** With every number and every group wiped out, and the fields between them kept. */
    private static byte[] wiped(byte[] encoded, StoredKeyValues.Piece places, int tokens, int headDim) {
        byte[] wiped = encoded.clone();
        for (StoredKeyValues.Numbers numbers : List.of(places.keys(), places.values())) {
            int groups = 6 * (numbers.perChannel() ? headDim : tokens);
            int row = places.bits() == 8 ? headDim : (headDim + 1) / 2;
            Arrays.fill(wiped, numbers.leasts(), numbers.leasts() + 2 * groups, (byte) 0x55);
            Arrays.fill(wiped, numbers.steps(), numbers.steps() + 2 * groups, (byte) 0x55);
            Arrays.fill(wiped, numbers.numbers(), numbers.numbers() + 6 * tokens * row, (byte) 0x55);
        }
        return wiped;
    }
}
