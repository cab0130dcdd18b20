package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.model.tensor.DirectMemory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Keys (rotated) and values in memory that ONNX Runtime reads and writes in place: per layer (1, kvHeads, room,
 * headDim). It starts small and doubles, so that a session costs what it holds.
 */
final class KvCache implements AutoCloseable {

    private static final int FIRST_ROOM = 256;

    private final KvLayout layout;
    private final int capacity;
    private final ByteBuffer[] memory;
    private final FloatBuffer[] buffers; // views of it; keys of layer l at 2l, values at 2l + 1
    private final OnnxTensor[] tensors;
    private int room;

    KvCache(KvLayout layout, int capacity) throws OrtException {
        this.layout = layout;
        this.capacity = capacity;
        this.memory = new ByteBuffer[2 * layout.layers()];
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
            ByteBuffer bytes = DirectMemory.of(layout.keyWidth() * newRoom, Float.BYTES);
            FloatBuffer larger = bytes.asFloatBuffer();
            for (int head = 0; filled > 0 && head < layout.kvHeads(); head++) {
                larger.put(head * newRoom * headDim, buffers[i], head * room * headDim, filled * headDim);
            }
            free(i);
            memory[i] = bytes;
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

    /** What is used afterwards by mistake is null, and not somebody else's memory. */
    private void free(int i) {
        if (memory[i] != null) {
            tensors[i].close();
            DirectMemory.free(memory[i]);
            memory[i] = null;
            buffers[i] = null;
            tensors[i] = null;
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < memory.length; i++) {
            free(i);
        }
    }
}
