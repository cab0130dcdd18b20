package dev.afterimage.model.vision;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.afterimage.model.graph.RotaryEyes;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.tensor.DirectTensor;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@link dev.afterimage.model.graph.RotaryVisionGraph} reads of one picture. */
final class RotaryInputs implements AutoCloseable {

    private static final double THETA = 10_000;

    private final VisionShape shape;
    private final RotaryEyes eyes;
    private final PatchOrder order;
    private final int merge;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<String, OnnxTensor> tensors = new HashMap<>();

    /** @param picture of whole squares of patches */
    RotaryInputs(VisionShape shape, PictureProcessor processor, Rgb picture) throws OrtException {
        this.shape = shape;
        this.eyes = shape.rotary();
        this.merge = shape.shuffle();
        int side = shape.patchSize() * merge;
        this.order = PatchOrder.of(picture.height() / side, picture.width() / side, eyes.windowTokens());
        int patches = order.tokens().length * merge * merge;
        floats("patches", pixels(processor, picture), 1, patches, shape.patchElements());
        turns(patches);
        if (eyes.positionSide() > 0) {
            corners(patches);
        }
        if (eyes.windowTokens() > 0) {
            windows(patches);
        }
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    PatchOrder order() {
        return order;
    }

    /** Visits patches in the order they are read in. */
    private interface Visitor {
        void at(int patch, int row, int column);
    }

    private void each(Visitor visitor) {
        int patch = 0;
        for (int token : order.tokens()) {
            for (int inner = 0; inner < merge * merge; inner++) {
                visitor.at(patch++, token / order.columns() * merge + inner / merge, token % order.columns() * merge + inner % merge);
            }
        }
    }

    private float[] pixels(PictureProcessor processor, Rgb picture) {
        float[] all = new float[order.tokens().length * merge * merge * shape.patchElements()];
        each((patch, row, column) -> processor.patch(picture, row, column, all, patch * shape.patchElements()));
        return all;
    }

    /** The first half of a head's frequencies turn by the row, the second by the column. */
    private void turns(int patches) throws OrtException {
        int half = shape.width() / shape.heads() / 2;
        float[] cosines = new float[patches * half];
        float[] sines = new float[patches * half];
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) (1 / StrictMath.pow(THETA, 2.0 * (i % ((half + 1) / 2)) / half));
        }
        each((patch, row, column) -> {
            for (int i = 0; i < half; i++) {
                float angle = (i < half / 2 ? row : column) * frequencies[i];
                cosines[patch * half + i] = (float) Math.cos(angle);
                sines[patch * half + i] = (float) Math.sin(angle);
            }
        });
        floats("cosines", cosines, patches, half);
        floats("sines", sines, patches, half);
    }

    /** The four learnt positions around each patch, with the picture's corners on the table's. */
    private void corners(int patches) throws OrtException {
        int[] corners = new int[4 * patches];
        float[] weights = new float[4 * patches];
        int side = eyes.positionSide();
        each((patch, row, column) -> {
            float down = placed(row, order.rows() * merge, side);
            float across = placed(column, order.columns() * merge, side);
            for (int corner = 0; corner < 4; corner++) {
                int y = Math.min((int) down + corner / 2, side - 1);
                int x = Math.min((int) across + corner % 2, side - 1);
                corners[corner * patches + patch] = y * side + x;
                float lower = down - (int) down;
                float right = across - (int) across;
                weights[corner * patches + patch] = (corner / 2 == 0 ? 1 - lower : lower) * (corner % 2 == 0 ? 1 - right : right);
            }
        });
        ints("corners", corners, 4, patches);
        floats("corner_weights", weights, 4, patches, 1);
    }

    private static float placed(int index, int size, int side) {
        return (float) index * (side - 1) / Math.max(size - 1, 1);
    }

    private void windows(int patches) throws OrtException {
        int squares = merge * merge;
        int slots = squares * order.windows().stream().mapToInt(tokens -> tokens).max().orElseThrow();
        int[] held = new int[order.windows().size() * slots];
        int[] sizes = new int[order.windows().size()];
        int[] places = new int[patches];
        int patch = 0;
        for (int window = 0; window < sizes.length; window++) {
            sizes[window] = order.windows().get(window) * squares;
            for (int slot = 0; slot < sizes[window]; slot++) {
                held[window * slots + slot] = patch;
                places[patch++] = window * slots + slot;
            }
        }
        ints("window_patches", held, sizes.length, slots);
        ints("window_sizes", sizes, sizes.length);
        ints("window_places", places, patches);
    }

    private void floats(String name, float[] values, long... sizes) throws OrtException {
        DirectTensor tensor = DirectTensor.of(values, sizes);
        opened.add(tensor);
        tensors.put(name, tensor.tensor());
    }

    private void ints(String name, int[] values, long... sizes) throws OrtException {
        OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), IntBuffer.wrap(values), sizes);
        opened.add(tensor);
        tensors.put(name, tensor);
    }

    @Override
    public void close() {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
