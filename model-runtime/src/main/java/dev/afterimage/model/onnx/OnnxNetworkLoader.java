package dev.afterimage.model.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.Network;

/** Loads ONNX graphs into ONNX Runtime, where {@link NetworkDevice} runs them. */
public final class OnnxNetworkLoader implements Network.Loader {

    /**
     * @param onnx    a whole model, weights included
     * @param threads threads one run may use, the caller's among them
     */
    @Override
    public Network load(byte[] onnx, int threads) {
        try {
            return new OnnxNetwork(PlacedSession.of(onnx, "a detector or reader", () -> options(threads)),
                    Math.max(1, Runtime.getRuntime().availableProcessors() / threads));
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "ONNX Runtime cannot load a graph of " + onnx.length + " bytes: "
                    + e.getMessage(),
                    "give an intact ONNX file", e);
        }
    }

    private static OrtSession.SessionOptions options(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        // Several networks live in one process: idle workers must not spin beside the one that computes.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // Picture sizes change from run to run; planned memory for each would only pile up.
        options.setMemoryPatternOptimization(false);
        return options;
    }
}
