package dev.afterimage.gpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.scalar.ScalarRows;
import dev.afterimage.store.codec.HalfFloats;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** rows.cu and product.cu against {@link ScalarRows}; what every device must pass. */
abstract class RowKernelsContract extends KernelContract {

    private RowKernels kernels() {
        return new RowKernels(device.threads());
    }

    @ParameterizedTest
    @EnumSource(Cell.class)
    void rowsOfTheTableAreLookedUp(Cell cell) {
        int[] ids = {6, 0, 3, 3};
        float[] table = normal(7 * 33);
        long out = on.room(ids.length * 33 * Float.BYTES);
        kernels().embed(on.stream(), cell, on.cells(cell, table), on.ints(ids), out, ids.length, 33);
        float[] expected = ScalarRows.embed(cell == Cell.F16 ? HalfFloats.rounded(table) : table, ids, 33);
        assertThat(on.floatsAt(out, expected.length)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 31", "2, 33", "5, 257", "1, 576"})
    void rmsNormIsThatOfTheTwin(int rows, int width) {
        float[] in = normal(rows * width);
        float[] scale = normal(width);
        long out = on.room((long) rows * width * Float.BYTES);
        kernels().rmsNorm(on.stream(), on.floats(in), on.floats(scale), out, rows, width, 1e-5f);
        assertClose(on.floatsAt(out, rows * width), ScalarRows.rmsNorm(in, scale, 1e-5f), 2e-6);
    }

    @Test
    void rmsNormMayWriteWhereItReads() {
        float[] in = normal(2 * 65);
        float[] scale = normal(65);
        long rows = on.floats(in);
        kernels().rmsNorm(on.stream(), rows, on.floats(scale), rows, 2, 65, 1e-6f);
        assertClose(on.floatsAt(rows, in.length), ScalarRows.rmsNorm(in, scale, 1e-6f), 2e-6);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "3, 16", "5, 130"})
    void headsAreNormalisedByThemselves(int heads, int headDim) {
        int width = heads * headDim + 7;
        float[] rows = normal(3 * width);
        float[] scale = normal(headDim);
        float[] expected = rows.clone();
        for (int row = 0; row < 3; row++) {
            int at = row * width + 4;
            float[] part = Arrays.copyOfRange(rows, at, at + heads * headDim);
            System.arraycopy(ScalarRows.rmsNorm(part, scale, 1e-6f), 0, expected, at, part.length);
        }
        long matrix = on.floats(rows);
        kernels().headNorm(on.stream(), matrix, on.floats(scale), 3, width, 4, heads, headDim, 1e-6f);
        assertClose(on.floatsAt(matrix, rows.length), expected, 2e-6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 129, 1000})
    void sumsAreExact(int count) {
        float[] sum = normal(count);
        float[] more = normal(count);
        long out = on.floats(sum);
        kernels().add(on.stream(), out, on.floats(more), count);
        assertThat(on.floatsAt(out, count)).containsExactly(ScalarRows.add(sum, more));
    }

    @Test
    void aBiasComesToEveryRow() {
        float[] rows = normal(5 * 13);
        float[] bias = normal(13);
        long out = on.floats(rows);
        kernels().addBias(on.stream(), out, on.floats(bias), 5, 13);
        assertThat(on.floatsAt(out, rows.length)).containsExactly(ScalarRows.add(rows, bias));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void everyActivationGates(int activation) {
        float[] gateUp = normal(3 * 2 * 37);
        gateUp[0] = 90;
        gateUp[1] = -90;
        long out = on.room(3 * 37 * Float.BYTES);
        kernels().gate(on.stream(), on.floats(gateUp), out, 3, 37, activation);
        assertClose(on.floatsAt(out, 3 * 37), ScalarRows.gate(gateUp, 37, activation), 3e-6);
    }

    @Test
    void halvesAreThoseOfTheStore() {
        float[] values = normal(300);
        float[] odd = {0, -0f, 65_504, 65_519, 65_520, 1e9f, -1e9f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 6.1e-5f, 5.96e-8f,
                2.98e-8f, 1e-9f, 2049,
            2051, -6.0975e-5f};
        System.arraycopy(odd, 0, values, 0, odd.length);
        long out = on.room((long) values.length * Cell.F16.bytes());
        kernels().halve(on.stream(), on.floats(values), out, values.length);
        assertThat(on.cellsAt(Cell.F16, out, values.length)).containsExactly(HalfFloats.rounded(values));
    }

    @ParameterizedTest
    @EnumSource(Cell.class)
    void weightsOfEightBitsAreWidened(Cell cell) {
        byte[] values = new byte[5 * 48];
        random.nextBytes(values);
        float[] scales = normal(15);
        long out = on.room((long) values.length * cell.bytes());
        kernels().widen(on.stream(), cell, on.bytes(values), on.floats(scales), out, 16, values.length);
        float[] expected = ScalarRows.widen(values, scales, 16);
        assertThat(on.cellsAt(cell, out, values.length)).containsExactly(cell == Cell.F16 ? HalfFloats.rounded(expected) : expected);
    }

    @ParameterizedTest
    @CsvSource({"F32, 1, 1, 1", "F32, 1, 5, 100", "F32, 17, 31, 33", "F16, 1, 67, 129", "F16, 1, 5, 520", "F32, 1, 3, 260",
            "F16, 3, 16, 16", "F16, 33, 18, 7"})
    void bothMatrixProductsAreThatOfTheTwin(Cell cell, int rows, int outs, int ins) {
        float[] weights = normal(outs * ins);
        float[] in = normal(rows * ins);
        float[] expected = ScalarRows.product(cell == Cell.F16 ? HalfFloats.rounded(weights) : weights, in, outs, ins);
        long x = on.floats(in);
        long w = on.cells(cell, weights);
        long out = on.room((long) rows * outs * Float.BYTES);
        kernels().product(on.stream(), cell, w, x, out, rows, outs, ins);
        assertClose(on.floatsAt(out, rows * outs), expected, 1e-5 * Math.sqrt(ins));
        long library = on.room((long) rows * outs * Float.BYTES);
        on.stream().product(w, cell, x, library, rows, outs, ins);
        assertClose(on.floatsAt(library, rows * outs), expected, libraryError(cell) * Math.sqrt(ins));
    }

    @ParameterizedTest
    @CsvSource({"F32, 1, 1", "F16, 3, 7", "F32, 5, 32", "F16, 2, 33", "F32, 17, 131", "F16, 9, 256"})
    void weightsInFourBitsAreThoseOfTheTwin(Cell cell, int outs, int ins) {
        float[] weights = normal(outs * ins);
        // A block of one number alone has no step.
        Arrays.fill(weights, 0, Math.min(ins, 32), 0.3f);
        ScalarRows.FourBits expected = ScalarRows.FourBits.of(weights, outs, ins);
        long blocks = RowKernels.fourBitsBlocks(outs, ins);
        long words = on.room(RowKernels.fourBitsBytes(blocks));
        long scales = on.room(blocks * Integer.BYTES);
        kernels().narrowFourBits(on.stream(), on.floats(weights), words, scales, outs, ins);
        assertThat(on.intsAt(words, expected.words().length)).containsExactly(expected.words());
        assertThat(on.intsAt(scales, expected.scales().length)).containsExactly(expected.scales());
        long wide = on.room((long) outs * ins * cell.bytes());
        kernels().widenFourBits(on.stream(), cell, words, scales, wide, outs, ins);
        float[] widened = expected.widened();
        assertClose(on.cellsAt(cell, wide, outs * ins), cell == Cell.F16 ? HalfFloats.rounded(widened) : widened, 1e-6);
        float[] in = normal(ins);
        long out = on.room((long) outs * Float.BYTES);
        kernels().productFourBits(on.stream(), words, scales, on.floats(in), out, outs, ins);
        assertClose(on.floatsAt(out, outs), ScalarRows.product(widened, in, outs, ins), 1e-5 * Math.sqrt(ins));
    }

    @Test
    void nothingIsDoneForNoRows() {
        kernels().rmsNorm(on.stream(), 0, 0, 0, 0, 7, 1e-5f);
        kernels().product(on.stream(), Cell.F32, 0, 0, 0, 0, 7, 7);
        kernels().add(on.stream(), 0, 0, 0);
    }
}
