package dev.afterimage.benchmark.compression;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.model.Network;
import dev.afterimage.encoder.NoteEncoderFactory;
import dev.afterimage.engine.Parts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Stands in for a vision tower where none is installed: the last map of the shipped EfficientNet-Lite0, taken of each
 * quarter of the picture, gives 14 x 14 places of 1280 learned numbers. How much of a clip is redundant for it says
 * about how much is for others; what a token means to a language model it cannot say.
 */
final class LearnedPatches implements AutoCloseable {

    static final int WIDTH = 1280;
    private static final int SIDE = 224;
    private static final int CELLS = 7;

    private final Network network;
    private final String map;

    LearnedPatches(int threads) {
        try (InputStream in = NoteEncoderFactory.class.getResourceAsStream("/models/efficientnet-lite0-feature.onnx")) {
            OnnxMl.ModelProto model = OnnxMl.ModelProto.parseFrom(in.readAllBytes());
            map = model.getGraph().getNodeList().stream().filter(node -> node.getOpType().equals("ReduceMean")).findFirst().orElseThrow()
                    .getInput(0);
            network = Parts.networks().load(withOutput(model, map), threads);
        } catch (InvalidProtocolBufferException malformed) {
            throw new UncheckedIOException("the shipped network is malformed", malformed);
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped network cannot be read", e);
        }
    }

    private static byte[] withOutput(OnnxMl.ModelProto model, String name) {
        OnnxMl.TypeProto floats = OnnxMl.TypeProto.newBuilder().setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                .setElemType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())).build();
        OnnxMl.ModelProto.Builder changed = model.toBuilder();
        changed.getGraphBuilder().addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(name).setType(floats));
        return changed.build().toByteArray();
    }

    /** @return (rows x columns, 1280): each place what the nearest of the 14 x 14 sees */
    float[] see(Frame frame, int rows, int columns) {
        float[][] quarters = new float[4][];
        for (int quarter = 0; quarter < 4; quarter++) {
            quarters[quarter] = quarter(frame, quarter / 2, quarter % 2);
        }
        float[] embeddings = new float[rows * columns * WIDTH];
        for (int place = 0; place < rows * columns; place++) {
            int row = (2 * (place / columns) + 1) * 2 * CELLS / (2 * rows);
            int column = (2 * (place % columns) + 1) * 2 * CELLS / (2 * columns);
            int cell = row % CELLS * CELLS + column % CELLS;
            for (int channel = 0; channel < WIDTH; channel++) {
                embeddings[place * WIDTH + channel] = quarters[row / CELLS * 2 + column / CELLS][channel * CELLS * CELLS + cell];
            }
        }
        return embeddings;
    }

    /** @return (1280, 7, 7) */
    private float[] quarter(Frame frame, int below, int beside) {
        float[] planes = new float[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int row = (below * SIDE + y) * frame.height() / (2 * SIDE);
                int column = (beside * SIDE + x) * frame.width() / (2 * SIDE);
                for (int channel = 0; channel < 3; channel++) {
                    planes[(channel * SIDE + y) * SIDE + x] =
                            ((frame.rgb()[(row * frame.width() + column) * 3 + channel] & 0xff) - 127) / 128f;
                }
            }
        }
        Network.Tensor seen = network.run(Map.of("image", new Network.Tensor(planes, 1, 3, SIDE, SIDE))).get(map);
        if (seen.data().length != WIDTH * CELLS * CELLS || seen.shape()[1] != WIDTH) {
            throw new IllegalStateException("the shipped network's last map has another shape");
        }
        return seen.data();
    }

    @Override
    public void close() {
        network.close();
    }
}
