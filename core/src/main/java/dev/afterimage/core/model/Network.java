package dev.afterimage.core.model;

import java.util.Map;

/** A neural network as a function on float tensors: detectors, text readers, scene features. Safe for use by several threads. */
public interface Network extends AutoCloseable {

    Map<String, Tensor> run(Map<String, Tensor> inputs);

    @Override
    void close();

    /** Row-major floats. */
    record Tensor(float[] data, long... shape) { }

    /** Loads networks in ONNX form. */
    interface Loader {
        Network load(byte[] onnx, int threads);
    }
}
