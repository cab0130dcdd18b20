package dev.afterimage.model.vision;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.VisionTower;
import dev.afterimage.core.VisualLayout;
import dev.afterimage.model.graph.VisionShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** A pack's vision tower in ONNX Runtime. */
public final class OnnxVisionTower implements VisionTower, AutoCloseable {

    private final VisionDescription description;
    private final PictureProcessor processor;
    private final OrtSession session;

    /** @param graph {@link dev.afterimage.model.graph.VisionGraph}'s */
    public OnnxVisionTower(VisionDescription description, Path graph, OrtSession.SessionOptions options) throws OrtException {
        this.description = description;
        this.processor = new PictureProcessor(description.pictures(), description.shape().patchSize());
        this.session = OrtEnvironment.getEnvironment().createSession(graph.toString(), options);
    }

    @Override
    public Seen see(int width, int height, byte[] rgb) {
        Seen seen = look(processor.frame(new Rgb(width, height, rgb)));
        int side = description.shape().tokenSide();
        return description.pooled() ? new Seen(Bilinear.resize(seen.embeddings(), side, side, width(), rows(), columns()), seen.feature()) : seen;
    }

    /** @param square of the processor's side; all tokens, not pooled */
    Seen look(Rgb square) {
        VisionShape shape = description.shape();
        float[] patches = processor.patches(square);
        FloatBuffer direct = ByteBuffer.allocateDirect(patches.length * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer().put(patches).rewind();
        try (OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), direct, new long[] {1, shape.patches(), shape.patchElements()});
                OrtSession.Result result = session.run(Map.of("patches", input))) {
            return new Seen(floats(result, "embeddings"), normalised(floats(result, "feature")));
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the vision tower failed to run: " + e.getMessage(),
                    "check free memory; then verify the pack with 'afterimage models verify'", e);
        }
    }

    private static float[] floats(OrtSession.Result result, String name) {
        FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
    }

    private static float[] normalised(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
        return vector;
    }

    PictureProcessor processor() {
        return processor;
    }

    public VisionDescription description() {
        return description;
    }

    @Override
    public int rows() {
        int side = description.shape().tokenSide();
        return description.pooled() ? (side + 1) / 2 : side;
    }

    @Override
    public int columns() {
        return rows();
    }

    @Override
    public int width() {
        return description.shape().outWidth();
    }

    @Override
    public VisualLayout layout() {
        return description.layout();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
