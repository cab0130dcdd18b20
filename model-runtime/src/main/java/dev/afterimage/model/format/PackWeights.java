package dev.afterimage.model.format;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.graph.HeadPadding;
import dev.afterimage.model.graph.LlamaShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The weights of a pack, read back out of its graphs: for what computes without ONNX Runtime.
 * {@link dev.afterimage.model.graph.LlamaGraphs} wrote them.
 */
public final class PackWeights {

    private final LlamaShape shape;
    private final Path graphs;
    private final int layersPerGraph;

    /** @param graphs where layers_F_L.onnx, head.onnx and their weights lie */
    public PackWeights(LlamaShape shape, Path graphs, int layersPerGraph) {
        this.shape = shape;
        this.graphs = graphs;
        this.layersPerGraph = layersPerGraph;
    }

    /**
     * @param attentionNorm (width)
     * @param qkv           (qkvWidth, width): queries, then keys, then values
     * @param attentionOut  (width, queryWidth)
     * @param feedNorm      (width)
     * @param gate          (feedForward, width)
     * @param up            (feedForward, width)
     * @param down          (width, feedForward)
     * @param further       norms that Llama has not
     */
    public record Layer(float[] attentionNorm, PackMatrix qkv, PackMatrix attentionOut, float[] feedNorm, PackMatrix gate, PackMatrix up,
            PackMatrix down, FurtherNorms further) { }

    /**
     * Empty where the model's style has none.
     *
     * @param query        (headDim): of each head's queries
     * @param key          (headDim)
     * @param headEpsilon  added under the root of both
     * @param attentionOut (width): of what attention gives
     * @param feedOut      (width): of what the gated layer gives
     */
    public record FurtherNorms(float[] query, float[] key, float headEpsilon, float[] attentionOut, float[] feedOut) { }

    public Layer layer(int index) {
        int first = index / layersPerGraph * layersPerGraph;
        Tensors tensors = new Tensors(PackFiles.layers(first, Math.min(layersPerGraph, shape.layers() - first)));
        String prefix = "layer." + index + ".";
        int width = shape.width();
        int feed = shape.feedForward();
        return new Layer(tensors.array(prefix + "attention_norm.weight"), tensors.matrix((shape.headNorms() ? "projected." : "qkv.")
                + index, shape.qkvWidth(), width),
                tensors.matrix(prefix + "attention_out", width, shape.queryWidth()), tensors.array(prefix + "feed_norm.weight"),
                tensors.matrix(prefix + "gate", feed, width), tensors.matrix(prefix + "up", feed, width),
                tensors.matrix(prefix + "down", width, feed), further(tensors, prefix));
    }

    private FurtherNorms further(Tensors tensors, String prefix) {
        float[] none = {};
        return new FurtherNorms(shape.headNorms() ? tensors.array(prefix + "query_norm.weight") : none,
                shape.headNorms() ? tensors.array(prefix + "key_norm.weight") : none, HeadPadding.normEpsilon(shape),
                shape.outNorms() ? tensors.array(prefix + "attention_out_norm.weight") : none,
                shape.outNorms() ? tensors.array(prefix + "feed_out_norm.weight") : none);
    }

    /** (width) */
    public float[] finalNorm() {
        return new Tensors(PackFiles.HEAD).array("final_norm.weight");
    }

    /** (vocabulary, width) */
    public PackMatrix head() {
        return new Tensors(PackFiles.HEAD).matrix("logits", shape.vocabulary(), shape.width());
    }

    /** What one graph keeps beside its operators. */
    private final class Tensors {

        private final String file;
        private final Map<String, TensorProto> tensors = new HashMap<>();

        Tensors(String file) {
            this.file = file;
            try {
                GraphProto graph = ModelProto.parseFrom(Files.readAllBytes(graphs.resolve(file))).getGraph();
                graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
            } catch (IOException e) {
                throw malformed(e.getMessage(), e);
            }
        }

        private AfterimageException malformed(String why, IOException cause) {
            return new AfterimageException(ErrorCode.MODEL_MALFORMED, "cannot read the weights of " + graphs.resolve(file) + ": " + why,
                    "delete the pack and pull it again", cause);
        }

        /** With a bias the product has a name of its own. */
        PackMatrix matrix(String name, int out, int in) {
            float[] bias = tensors.containsKey(name + ".bias") ? array(name + ".bias") : new float[0];
            String product = tensors.containsKey(name + ".weight") ? name : name + ".product";
            TensorProto weight = tensor(product + ".weight");
            ByteBuffer bytes = bytes(weight);
            if (weight.getDataType() == TensorProto.DataType.UINT8.getNumber()) {
                int block = Math.toIntExact(weight.getDims(2));
                return new PackMatrix(out, in, null, bytes, floats(product + ".scale"), block, bias);
            }
            return new PackMatrix(out, in, transposed(bytes.asFloatBuffer(), in, out), null, null, 0, bias);
        }

        private FloatBuffer transposed(FloatBuffer matrix, int rows, int columns) {
            if (matrix.remaining() != rows * columns) {
                throw malformed(matrix.remaining() + " weights are not (" + rows + ", " + columns + ")", null);
            }
            float[] turned = new float[rows * columns];
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    turned[column * rows + row] = matrix.get(row * columns + column);
                }
            }
            return FloatBuffer.wrap(turned);
        }

        float[] array(String name) {
            FloatBuffer floats = floats(name);
            float[] array = new float[floats.remaining()];
            floats.get(array);
            return array;
        }

        private FloatBuffer floats(String name) {
            return bytes(tensor(name)).asFloatBuffer();
        }

        private TensorProto tensor(String name) {
            TensorProto tensor = tensors.get(name);
            if (tensor == null) {
                throw malformed("it has no '" + name + "'", null);
            }
            return tensor;
        }

        private ByteBuffer bytes(TensorProto tensor) {
            if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
                return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            }
            Map<String, String> place = tensor.getExternalDataList().stream()
                    .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
            try (FileChannel channel = FileChannel.open(graphs.resolve(place.get("location")), StandardOpenOption.READ)) {
                return channel.map(FileChannel.MapMode.READ_ONLY, Long.parseLong(place.get("offset")), Long.parseLong(place.get("length")))
                        .order(ByteOrder.LITTLE_ENDIAN);
            } catch (IOException e) {
                throw malformed(e.getMessage(), e);
            }
        }
    }
}
