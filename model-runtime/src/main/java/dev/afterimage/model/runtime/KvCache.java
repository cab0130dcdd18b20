package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.afterimage.core.KvLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Keys (rotated) and values in memory that ONNX Runtime reads and writes in place: per layer (1, kvHeads, room, headDim). It starts small and
 * doubles, so that a session costs what it holds.
 */
final class KvCache implements AutoCloseable {

    private static final int FIRST_ROOM = 256;

    private final KvLayout layout;
    private final int capacity;
    private final FloatBuffer[] buffers; // keys of layer l at 2l, values at 2l + 1
    private final OnnxTensor[] tensors;
    private int room;

    KvCache(KvLayout layout, int capacity) throws OrtException {
        this.layout = layout;
        this.capacity = capacity;
        this.buffers = new FloatBuffer[2 * layout.layers()];
        this.tensors = new OnnxTensor[2 * layout.layers()];
        grow(Math.min(capacity, FIRST_ROOM), 0);
    }

    OnnxTensor keys(int layer) {
        return tensors[2 * layer];
    }

    OnnxTensor values(int layer) {
        return tensors[2 * layer + 1];
    }

    int capacity() {
        return capacity;
    }

    /** Makes room for {@code needed} tokens, at most the capacity, keeping the first {@code filled}. */
    void reserve(int needed, int filled) throws OrtException {
        if (needed > room) {
            grow(Math.min(capacity, Math.max(needed, 2 * room)), filled);
        }
    }

    private void grow(int newRoom, int filled) throws OrtException {
        int headDim = layout.headDim();
        long[] shape = {1, layout.kvHeads(), newRoom, headDim};
        for (int i = 0; i < buffers.length; i++) {
            FloatBuffer larger = ByteBuffer.allocateDirect(Math.multiplyExact(layout.keyWidth() * newRoom, Float.BYTES))
                    .order(ByteOrder.nativeOrder()).asFloatBuffer();
            for (int head = 0; filled > 0 && head < layout.kvHeads(); head++) {
                larger.put(head * newRoom * headDim, buffers[i], head * room * headDim, filled * headDim);
            }
            if (tensors[i] != null) {
                tensors[i].close();
            }
            buffers[i] = larger;
            tensors[i] = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), larger, shape);
        }
        room = newRoom;
    }

    /** Writes {@code tokens} rotated keys of one head from {@code position} on; {@code source} (tokens, headDim) from {@code from}. */
    void putKeys(int layer, int head, int position, float[] source, int from, int tokens) {
        put(buffers[2 * layer], head, position, source, from, tokens);
    }

    void putValues(int layer, int head, int position, float[] source, int from, int tokens) {
        put(buffers[2 * layer + 1], head, position, source, from, tokens);
    }

    private void put(FloatBuffer buffer, int head, int position, float[] source, int from, int tokens) {
        buffer.put((head * room + position) * layout.headDim(), source, from, tokens * layout.headDim());
    }

    @Override
    public void close() {
        for (OnnxTensor tensor : tensors) {
            tensor.close();
        }
    }
}
