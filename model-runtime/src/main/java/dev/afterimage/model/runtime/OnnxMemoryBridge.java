package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.MemoryBridge;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.graph.BridgeShape;
import dev.afterimage.model.onnx.OnnxUse;
import dev.afterimage.model.tensor.DirectTensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A pack's memory bridge in ONNX Runtime. */
public final class OnnxMemoryBridge implements MemoryBridge, AutoCloseable {

    private final BridgeShape shape;
    private final OrtSession session;

    /** @param graph {@link dev.afterimage.model.graph.BridgeGraph}'s */
    public OnnxMemoryBridge(BridgeShape shape, Path graph, OrtSession.SessionOptions options) throws OrtException {
        this.shape = shape;
        this.session = OnnxUse.open(graph.toString(), options);
    }

    @Override
    public int tokens() {
        return shape.tokens();
    }

    @Override
    public String before() {
        return shape.before();
    }

    @Override
    public int past() {
        return shape.past();
    }

    @Override
    public RecurrentMemory begin() {
        return new RecurrentMemory(new float[shape.tokens() * shape.width()], 0);
    }

    @Override
    public RecurrentMemory next(RecurrentMemory memory, PromptPart.Visual picture, List<RecurrentMemory> past) {
        float[] remembered = OnnxLanguageModel.joined(past.stream().map(RecurrentMemory::tokens).toList());
        try (DirectTensor before = DirectTensor.of(memory.tokens(), 1, shape.tokens(), shape.width());
                DirectTensor noted = DirectTensor.of(new float[] {memory.noted()}, 1);
                DirectTensor seen = DirectTensor.of(picture.embeddings(), 1, picture.tokens(), shape.width());
                DirectTensor earlier = DirectTensor.of(remembered, 1, (long) past.size() * shape.tokens(), shape.width());
                OrtSession.Result result = OnnxUse.run(session,
                        Map.of("memory", before.tensor(), "noted", noted.tensor(), "picture", seen.tensor(),
                        "past", earlier.tensor()))) {
            return new RecurrentMemory(floats(result, "memory_out"), Math.round(floats(result, "noted_out")[0]));
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the memory bridge failed to run: " + e.getMessage(),
                    "check free memory; then verify the pack with 'afterimage models verify'", e);
        }
    }

    private static float[] floats(OrtSession.Result result, String name) {
        FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
    }

    @Override
    public void close() throws OrtException {
        OnnxUse.close(session);
    }
}
