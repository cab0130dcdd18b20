package dev.afterimage.model.onnx;

import ai.onnxruntime.OrtEnvironment;

/** ONNX Runtime's native part. */
public final class OnnxLibrary {

    private OnnxLibrary() { }

    /**
     * Loads it.
     *
     * @throws LinkageError where it does not load
     */
    public static String version() {
        return OrtEnvironment.getEnvironment().getVersion();
    }
}
