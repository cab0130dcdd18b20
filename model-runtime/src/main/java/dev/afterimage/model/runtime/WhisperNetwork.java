package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.graph.WhisperShape;
import dev.afterimage.model.onnx.OnnxUse;
import dev.afterimage.model.onnx.PlacedSession;
import dev.afterimage.model.tensor.DirectTensor;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Both graphs of a Whisper pack, loaded ({@link dev.afterimage.model.graph.WhisperGraphs}). Safe for use by several threads. */
public final class WhisperNetwork implements AutoCloseable {

    public static final String ENCODER = "encoder.onnx";
    public static final String DECODER = "decoder.onnx";

    private final WhisperShape shape;
    private final PlacedSession encoder;
    private final OrtSession decoder;

    /** @param graphs where the two graphs and their weights lie */
    public WhisperNetwork(WhisperShape shape, Path graphs, int threads) {
        this.shape = shape;
        try (OrtSession.SessionOptions options = LlamaNetwork.options(threads)) {
            encoder = PlacedSession.of(graphs.resolve(ENCODER), "the speech model's encoder", () -> LlamaNetwork.options(threads));
            decoder = LlamaNetwork.open(graphs.resolve(DECODER), options);
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "cannot load the graphs in " + graphs + ": " + e.getMessage(),
                    "delete the pack and pull it again", e);
        }
    }

    public WhisperShape shape() {
        return shape;
    }

    /** @param mel (bands, 2 frames) */
    public Window encode(float[] mel) {
        try (DirectTensor input = DirectTensor.of(mel, 1, shape.bands(), 2L * shape.frames())) {
            return new Window(encoder.run(Map.of("mel", input.tensor())));
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private static AfterimageException failed(OrtException e) {
        return new AfterimageException(ErrorCode.MODEL_FAILED, "the speech model failed to run: " + e.getMessage(),
                "check free memory; then verify the pack with 'afterimage models verify'", e);
    }

    /** One encoded window of sound, and the tokens decoded from it so far. Used by one thread. */
    public final class Window implements AutoCloseable {

        private final OrtSession.Result encoded;
        private final KvCache cache;
        private int length;

        private Window(OrtSession.Result encoded) throws OrtException {
            this.encoded = encoded;
            this.cache = new KvCache(new KvLayout(shape.decoderLayers(), shape.heads(), shape.headDim()), shape.positions());
        }

        /** @return logits after {@code token}, (vocabulary) */
        public float[] read(int token) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try {
                cache.reserve(length + 1, length);
                try (OnnxTensor id = OnnxTensor.createTensor(environment, IntBuffer.wrap(new int[] {token}), new long[] {1, 1});
                        OnnxTensor last = OnnxTensor.createTensor(environment, IntBuffer.wrap(new int[] {length}), new long[] {1});
                        OnnxTensor total = OnnxTensor.createTensor(environment, IntBuffer.wrap(new int[] {length + 1}), new long[0]);
                        OrtSession.Result result = run(new HashMap<>(Map.of("token", id, "last", last, "total", total)))) {
                    length++;
                    float[] logits = new float[shape.vocabulary()];
                    ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer().get(logits);
                    return logits;
                }
            } catch (OrtException e) {
                throw failed(e);
            }
        }

        private OrtSession.Result run(Map<String, OnnxTensor> inputs) throws OrtException {
            Map<String, OnnxTensor> inPlace = new HashMap<>();
            for (int layer = 0; layer < shape.decoderLayers(); layer++) {
                inputs.put("key." + layer, cache.keys(layer));
                inputs.put("value." + layer, cache.values(layer));
                inputs.put("cross_key." + layer, (OnnxTensor) encoded.get("cross_key." + layer).orElseThrow());
                inputs.put("cross_value." + layer, (OnnxTensor) encoded.get("cross_value." + layer).orElseThrow());
                inPlace.put("key_out." + layer, cache.keys(layer));
                inPlace.put("value_out." + layer, cache.values(layer));
            }
            return OnnxUse.run(decoder, inputs, Set.of("logits"), inPlace);
        }

        @Override
        public void close() {
            cache.close();
            encoded.close();
        }
    }

    @Override
    public void close() {
        try {
            encoder.close();
            OnnxUse.close(decoder);
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the speech model cannot be closed: " + e.getMessage(),
                    "restart the process", e);
        }
    }
}
