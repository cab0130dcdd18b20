package dev.afterimage.store.codec;

import dev.afterimage.store.codec.KvForm.Grouping;
import java.util.Arrays;

/**
 * Numbers on an even grid: {@code x = least + step * q}, {@code q} unsigned of 8 or 4 bits, {@code least} and
 * {@code step} in half precision for each group. Fields: {@code grouping (1) | leasts (fp16) | steps (fp16) | packed}.
 * Four-bit numbers share a byte half a row apart (channel {@code c} low, {@code c + half} high), so that decoding runs
 * over whole rows.
 *
 * <p>Steps are rounded up: the largest number of a group is never cut off, and no number is off by more than half a
 * step, beside what half precision takes from {@code least}.
 */
final class Quantised {

    private final int rows;
    private final int tokens;
    private final int channels;
    private final int bits;
    private final int rowBytes;

    /** For numbers of the shape (rows, tokens, channels), where rows are layers x KV heads. */
    Quantised(int rows, int tokens, int channels, int bits) {
        this.rows = rows;
        this.tokens = tokens;
        this.channels = channels;
        this.bits = bits;
        this.rowBytes = bits == 8 ? channels : (channels + 1) / 2;
    }

    int bytes(Grouping grouping) {
        return 1 + 3 * Integer.BYTES + 2 * HalfFloats.BYTES * groups(grouping) + packedBytes();
    }

    private int groups(Grouping grouping) {
        return rows * (grouping == Grouping.PER_CHANNEL ? channels : tokens);
    }

    private int packedBytes() {
        return Math.multiplyExact(Math.multiplyExact(rows, tokens), rowBytes);
    }

    void write(ValueWriter writer, float[] numbers, Grouping grouping) {
        float[] leasts = new float[groups(grouping)];
        float[] steps = new float[leasts.length];
        measure(numbers, grouping, leasts, steps);
        writer.bytes(grouping.ordinal()).halves(leasts).halves(steps).blob(packed(numbers, grouping, leasts, steps));
    }

    float[] read(ValueReader reader) {
        Grouping grouping = Grouping.values()[Math.min(reader.bytes(), 1)];
        float[] leasts = reader.halves();
        float[] steps = reader.halves();
        byte[] packed = reader.blob();
        if (leasts.length != groups(grouping) || steps.length != leasts.length || packed.length != packedBytes()) {
            throw new IllegalArgumentException("groups and numbers do not fit the shape");
        }
        return unpacked(packed, grouping, leasts, steps);
    }

    private void measure(float[] numbers, Grouping grouping, float[] leasts, float[] steps) {
        float[] mosts = new float[leasts.length];
        Arrays.fill(leasts, HalfFloats.MAX);
        Arrays.fill(mosts, -HalfFloats.MAX);
        for (int line = 0; line < rows * tokens; line++) {
            for (int c = 0; c < channels; c++) {
                int group = group(grouping, line, c);
                float number = numbers[line * channels + c];
                leasts[group] = number < leasts[group] ? number : leasts[group];
                mosts[group] = number > mosts[group] ? number : mosts[group];
            }
        }
        int largest = (1 << bits) - 1;
        for (int g = 0; g < leasts.length; g++) {
            leasts[g] = HalfFloats.toFloat(HalfFloats.toHalf(leasts[g]));
            steps[g] = roundedUp(Math.max(0, Math.min(mosts[g], HalfFloats.MAX) - leasts[g]) / largest);
        }
    }

    private static float roundedUp(float positive) {
        short half = HalfFloats.toHalf(positive);
        float rounded = HalfFloats.toFloat(half);
        return rounded >= positive ? rounded : HalfFloats.toFloat((short) (half + 1));
    }

    private int group(Grouping grouping, int line, int channel) {
        return grouping == Grouping.PER_TOKEN ? line : line / tokens * channels + channel;
    }

    private byte[] packed(float[] numbers, Grouping grouping, float[] leasts, float[] steps) {
        byte[] packed = new byte[packedBytes()];
        int largest = (1 << bits) - 1;
        for (int line = 0; line < rows * tokens; line++) {
            for (int c = 0; c < channels; c++) {
                int group = group(grouping, line, c);
                float step = steps[group];
                int q = step == 0 ? 0 : Math.max(0, Math.min(largest, Math.round((numbers[line * channels + c] - leasts[group]) / step)));
                boolean high = c >= rowBytes;
                packed[line * rowBytes + (high ? c - rowBytes : c)] |= (byte) (high ? q << 4 : q);
            }
        }
        return packed;
    }

    /** Plain loops over neighbouring floats, which the compiler turns into vector instructions: every question decodes megabytes here. */
    private float[] unpacked(byte[] packed, Grouping grouping, float[] leasts, float[] steps) {
        float[] numbers = new float[rows * tokens * channels];
        int mask = bits == 8 ? 0xff : 0xf;
        for (int line = 0; line < rows * tokens; line++) {
            int to = line * channels;
            int from = line * rowBytes;
            int highs = channels - rowBytes;
            if (grouping == Grouping.PER_TOKEN) {
                tokenLow(packed, from, numbers, to, rowBytes, mask, leasts[line], steps[line]);
                tokenHigh(packed, from, numbers, to + rowBytes, highs, leasts[line], steps[line]);
            } else {
                int groups = line / tokens * channels;
                channelsLow(packed, from, numbers, to, rowBytes, mask, leasts, steps, groups);
                channelsHigh(packed, from, numbers, to + rowBytes, highs, leasts, steps, groups + rowBytes);
            }
        }
        return numbers;
    }

    private static void tokenLow(byte[] packed, int from, float[] numbers, int to, int count, int mask, float least, float step) {
        for (int i = 0; i < count; i++) {
            numbers[to + i] = least + step * (packed[from + i] & mask);
        }
    }

    private static void tokenHigh(byte[] packed, int from, float[] numbers, int to, int count, float least, float step) {
        for (int i = 0; i < count; i++) {
            numbers[to + i] = least + step * (packed[from + i] >> 4 & 0xf);
        }
    }

    private static void channelsLow(byte[] packed, int from, float[] numbers, int to, int count, int mask, float[] leasts, float[] steps,
            int groups) {
        for (int i = 0; i < count; i++) {
            numbers[to + i] = leasts[groups + i] + steps[groups + i] * (packed[from + i] & mask);
        }
    }

    private static void channelsHigh(byte[] packed, int from, float[] numbers, int to, int count, float[] leasts, float[] steps,
            int groups) {
        for (int i = 0; i < count; i++) {
            numbers[to + i] = leasts[groups + i] + steps[groups + i] * (packed[from + i] >> 4 & 0xf);
        }
    }
}
