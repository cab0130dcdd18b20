package dev.afterimage.model.vision;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.block.PictureGrid;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.onnx.Batches;
import dev.afterimage.model.onnx.PlacedSession;
import dev.afterimage.model.tensor.DirectTensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A pack's vision tower in ONNX Runtime. */
public final class OnnxVisionTower implements VisionTower, AutoCloseable {

    /** That are looked at together: more would only take memory. */
    private static final int MOST_PICTURES = 16;

    private final VisionDescription description;
    private final PictureProcessor processor;
    private final PlacedSession session;
    private final Batches<float[], Seen> batches = new Batches<>(MOST_PICTURES, this::seen);

    /** @param graph {@link dev.afterimage.model.graph.VisionGraph}'s */
    public OnnxVisionTower(VisionDescription description, Path graph, PlacedSession.Options options) throws OrtException {
        this.description = description;
        this.processor = new PictureProcessor(description.pictures(), description.shape().patchSize());
        this.session = PlacedSession.of(graph, "the vision tower", options);
    }

    /** A tower by itself. @param threads one picture may use */
    public static OnnxVisionTower open(VisionDescription description, Path graph, int threads) throws OrtException {
        return new OnnxVisionTower(description, graph, () -> {
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(threads);
            return options;
        });
    }

    @Override
    public Seen see(int width, int height, byte[] rgb) {
        Seen seen = look(processor.frame(new Rgb(width, height, rgb)));
        int side = description.shape().tokenSide();
        return description.pooled() ? new Seen(Bilinear.resize(seen.embeddings(), side, side, width(), rows(), columns()), seen.feature())
                : seen;
    }

    /** A still picture in its own proportions, for towers that take such. @return its tokens, row by row, and their grid */
    PromptPart.Visual still(Rgb picture) {
        Rgb fitted = processor.still(picture);
        int side = description.shape().patchSize() * description.shape().shuffle();
        PictureGrid grid = PictureGrid.whole(fitted.height() / side, fitted.width() / side);
        return new PromptPart.Visual(look(fitted).embeddings(), grid.places().length, width(), grid);
    }

    private Seen lookRotary(Rgb picture) {
        try (RotaryInputs inputs = new RotaryInputs(description.shape(), processor, picture); OrtSession.Result result =
                session.run(inputs.tensors())) {
            float[] ordered = floats(result, "embeddings");
            float[] embeddings = new float[ordered.length];
            int[] order = inputs.order().tokens();
            for (int i = 0; i < order.length; i++) {
                System.arraycopy(ordered, i * width(), embeddings, order[i] * width(), width());
            }
            return new Seen(embeddings, normalised(floats(result, "feature")));
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private static AfterimageException failed(OrtException e) {
        return new AfterimageException(ErrorCode.MODEL_FAILED, "the vision tower failed to run: " + e.getMessage(),
                "check free memory; then verify the pack with 'afterimage models verify'", e);
    }

    /** @param square of the processor's side, or any of whole squares of patches for a tower that takes such; all tokens, not pooled */
    Seen look(Rgb square) {
        VisionShape shape = description.shape();
        if (shape.rotary() != null) {
            return lookRotary(square);
        }
        float[] patches = processor.patches(square);
        return session.batched() ? batches.of(patches) : seen(List.of(patches)).get(0);
    }

    /** @param pictures (patches, patchElements) each; of several each one is run by itself where the graph has room for one alone */
    private List<Seen> seen(List<float[]> pictures) {
        if (pictures.size() > 1 && !session.batched()) {
            return oneByOne(pictures);
        }
        VisionShape shape = description.shape();
        float[] all = new float[pictures.size() * pictures.get(0).length];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i), 0, all, i * pictures.get(0).length, pictures.get(0).length);
        }
        try (DirectTensor input = DirectTensor.of(all, pictures.size(), shape.patches(), shape.patchElements());
                OrtSession.Result result = session.run(Map.of("patches", input.tensor()))) {
            return apart(floats(result, "embeddings"), floats(result, "feature"), pictures.size());
        } catch (OrtException e) {
            // The GPU failed in a batch, and the graph that took over has room for one picture.
            if (pictures.size() > 1 && !session.batched()) {
                return oneByOne(pictures);
            }
            throw failed(e);
        }
    }

    private List<Seen> oneByOne(List<float[]> pictures) {
        return pictures.stream().map(picture -> seen(List.of(picture)).get(0)).toList();
    }

    private static List<Seen> apart(float[] embeddings, float[] features, int pictures) {
        int size = embeddings.length / pictures;
        int width = features.length / pictures;
        return IntStream.range(0, pictures).mapToObj(i -> new Seen(Arrays.copyOfRange(embeddings, i * size, (i + 1) * size),
                normalised(Arrays.copyOfRange(features, i * width, (i + 1) * width)))).toList();
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
        return description.shape().visualWidth();
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
