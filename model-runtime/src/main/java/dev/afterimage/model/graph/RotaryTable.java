package dev.afterimage.model.graph;

import java.util.Arrays;

/**
 * Cosines and sines of rotary position embedding (Su et al. 2021), half-split form: element i turns with element i +
 * headDim / 2 by the angle position / factor * theta^(-2i / headDim). Angles are rounded to floats as in the models'
 * training code; the strict functions give every machine the same table, which is part of a pack's checksum. Rows are
 * reckoned when they are first needed: most contexts are short. Safe for use by several threads.
 */
public final class RotaryTable {

    /** Positions reckoned at once. */
    private static final int PAGE = 256;

    private final int half;
    private final int positions;
    private final float[] frequencies; // (half); empty for a layer without rotation
    private Rows[] pages;

    /** (positions, half) each, of one page. */
    private record Rows(float[] cosines, float[] sines) { }

    public static RotaryTable of(LlamaShape shape, LayerAttention attention) {
        return new RotaryTable(attention, shape.rotaryDim(), shape.headDim(), shape.contextLength());
    }

    /** @param rotaryDim elements of a head that turn; the others of {@code headDim} keep their place ({@link HeadPadding}) */
    RotaryTable(LayerAttention attention, int rotaryDim, int headDim, int positions) {
        this.half = headDim / 2;
        this.positions = positions;
        this.frequencies = new float[attention.rotates() ? half : 0];
        for (int i = 0; i < Math.min(rotaryDim / 2, frequencies.length); i++) {
            frequencies[i] = (float) (1 / StrictMath.pow(attention.theta(), 2.0 * i / rotaryDim)) / attention.factor();
        }
        this.pages = new Rows[(positions + PAGE - 1) / PAGE];
    }

    /** (positions, headDim / 2); not of a layer without rotation. */
    public float[] cosines() {
        return all(true);
    }

    public float[] sines() {
        return all(false);
    }

    private float[] all(boolean cosine) {
        float[] table = new float[positions * half];
        for (int page = 0; page * PAGE < positions; page++) {
            float[] rows = cosine ? page(page).cosines() : page(page).sines();
            System.arraycopy(rows, 0, table, page * PAGE * half, Math.min(rows.length, table.length - page * PAGE * half));
        }
        return table;
    }

    /**
     * Cosines and sines of tokens with three positions each.
     *
     * @param axes   (tokens, 3)
     * @param target (tokens, half) cosines, (tokens, half) sines
     */
    public void angles(RotaryAxes rotation, int[] axes, float[][] target) {
        for (int token = 0; token * 3 < axes.length; token++) {
            for (int i = 0; i < half; i++) {
                int position = axes[token * 3 + rotation.axis(i)];
                Rows rows = page(position / PAGE);
                target[0][token * half + i] = rows.cosines()[position % PAGE * half + i];
                target[1][token * half + i] = rows.sines()[position % PAGE * half + i];
            }
        }
    }

    /**
     * Turns vectors of one head by {@link #angles}. @param source (tokens, headDim) from {@code from} on @param target
     * (tokens, headDim)
     */
    public void rotate(float[] source, int from, float[][] angles, float[] target) {
        Rows rows = new Rows(angles[0], angles[1]);
        for (int at = 0; at < angles[0].length; at += half) {
            rotate(source, from + 2 * at, rows, at, target, 2 * at);
        }
    }

    public int half() {
        return half;
    }

    /** Also behind the table's end: pictures of which little was kept span more positions than they have tokens. */
    private synchronized Rows page(int page) {
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
        }
        if (pages[page] == null) {
            pages[page] = new Rows(new float[PAGE * half], new float[PAGE * half]);
            for (int row = 0; row < PAGE; row++) {
                fill(pages[page], row, page * PAGE + row);
            }
        }
        return pages[page];
    }

    private void fill(Rows rows, int row, int position) {
        for (int i = 0; i < half; i++) {
            float angle = position * frequencies[i];
            rows.cosines()[row * half + i] = (float) StrictMath.cos(angle);
            rows.sines()[row * half + i] = (float) StrictMath.sin(angle);
        }
    }

    /**
     * Turns vectors of one head to consecutive positions.
     *
     * @param source   (tokens, headDim) from {@code from} on
     * @param position of the first token
     * @param target   (tokens, headDim)
     */
    public void rotate(float[] source, int from, int position, int tokens, float[] target) {
        if (frequencies.length == 0) {
            System.arraycopy(source, from, target, 0, tokens * 2 * half);
            return;
        }
        for (int token = 0; token < tokens; token++) {
            Rows rows = page((position + token) / PAGE);
            rotate(source, from + token * 2 * half, rows, (position + token) % PAGE * half, target, token * 2 * half);
        }
    }

    private void rotate(float[] source, int from, Rows rows, int at, float[] target, int to) {
        for (int i = 0; i < half; i++) {
            float a = source[from + i];
            float b = source[from + half + i];
            float cosine = rows.cosines()[at + i];
            float sine = rows.sines()[at + i];
            target[to + i] = a * cosine - b * sine;
            target[to + half + i] = b * cosine + a * sine;
        }
    }
}
