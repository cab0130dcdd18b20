package dev.afterimage.model.tensor;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

import java.nio.ByteBuffer;

/** Numbers that ONNX Runtime reads in place; closing it gives their native memory back. Used by one thread. */
public final class DirectTensor implements AutoCloseable {

    private final ByteBuffer memory;
    private final OnnxTensor tensor;
    private boolean closed;

    /** Makes a tensor over a view of the memory. */
    private interface View {
        OnnxTensor tensor(OrtEnvironment environment, ByteBuffer memory) throws OrtException;
    }

    private DirectTensor(ByteBuffer memory, View view) throws OrtException {
        this.memory = memory;
        try {
            this.tensor = view.tensor(OrtEnvironment.getEnvironment(), memory);
        } catch (OrtException e) {
            DirectMemory.free(memory);
            throw e;
        }
    }

    /** @param data is copied */
    public static DirectTensor of(float[] data, long... shape) throws OrtException {
        ByteBuffer memory = DirectMemory.of(data.length, Float.BYTES);
        return new DirectTensor(memory, (environment, bytes) -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer().put(data)
                .rewind(), shape));
    }

    /** @param data is cut to whole numbers, 64 bits each */
    public static DirectTensor longs(float[] data, long... shape) throws OrtException {
        ByteBuffer memory = DirectMemory.of(data.length, Long.BYTES);
        for (int i = 0; i < data.length; i++) {
            memory.putLong(i * Long.BYTES, (long) data[i]);
        }
        return new DirectTensor(memory, (environment, bytes) -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), shape));
    }

    /** @param data is copied */
    public static DirectTensor longs(long[] data, long... shape) throws OrtException {
        ByteBuffer memory = DirectMemory.of(data.length, Long.BYTES);
        return new DirectTensor(memory, (environment, bytes) -> OnnxTensor.createTensor(environment, bytes.asLongBuffer().put(data)
                .rewind(), shape));
    }

    /** A single truth, without sizes. */
    public static DirectTensor truth(boolean value) throws OrtException {
        ByteBuffer memory = DirectMemory.of(1, Byte.BYTES);
        memory.put(0, (byte) (value ? 1 : 0));
        return new DirectTensor(memory, (environment, bytes) -> OnnxTensor.createTensor(environment, bytes, new long[0],
                OnnxJavaType.BOOL));
    }

    /** @param data is cut to whole numbers, 32 bits each */
    public static DirectTensor ints(float[] data, long... shape) throws OrtException {
        ByteBuffer memory = DirectMemory.of(data.length, Integer.BYTES);
        for (int i = 0; i < data.length; i++) {
            memory.putInt(i * Integer.BYTES, (int) data[i]);
        }
        return new DirectTensor(memory, (environment, bytes) -> OnnxTensor.createTensor(environment, bytes.asIntBuffer(), shape));
    }

    /** Valid until {@link #close()}. */
    public OnnxTensor tensor() {
        return tensor;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tensor.close();
            DirectMemory.free(memory);
        }
    }
}
