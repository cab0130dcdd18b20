package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.MemoryBridge;
import dev.afterimage.core.PromptPart;
import dev.afterimage.core.RecurrentMemory;
import dev.afterimage.model.graph.BridgeShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        this.session = OrtEnvironment.getEnvironment().createSession(graph.toString(), options);
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
        try (OnnxTensor before = tensor(memory.tokens(), 1, shape.tokens(), shape.width()); OnnxTensor noted = tensor(new float[] {memory.noted()}, 1);
                OnnxTensor seen = tensor(picture.embeddings(), 1, picture.tokens(), shape.width());
                OnnxTensor earlier = tensor(remembered, 1, (long) past.size() * shape.tokens(), shape.width());
                OrtSession.Result result = session.run(Map.of("memory", before, "noted", noted, "picture", seen, "past", earlier))) {
            return new RecurrentMemory(floats(result, "memory_out"), Math.round(floats(result, "noted_out")[0]));
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the memory bridge failed to run: " + e.getMessage(),
                    "check free memory; then verify the pack with 'afterimage models verify'", e);
        }
    }

    private static OnnxTensor tensor(float[] data, long... sizes) throws OrtException {
        FloatBuffer direct = ByteBuffer.allocateDirect(data.length * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer().put(data).rewind();
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), direct, sizes);
    }

    private static float[] floats(OrtSession.Result result, String name) {
        FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
