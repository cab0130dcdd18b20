package dev.afterimage.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A graph that was made for one picture, opened for many: the first size of what goes in and of what comes out is any, and what is brought
 * into a shape of one picture keeps the first size that it has. That holds for networks that take pictures one by one all the way.
 */
public final class BatchGraph {

    /** What carries a state, or runs again and again: nothing of it can be said. */
    private static final Set<String> LOOPS = Set.of("Loop", "If", "Scan");
    /** A Resize with sizes has so many inputs, and these are the last. */
    private static final int RESIZED = 4;
    private static final int SIZES = 3;
    private static final String MANY = "pictures";

    private final GraphProto graph;
    private final Set<String> weights;
    private final Set<String> shapes = new HashSet<>();

    private BatchGraph(GraphProto graph) {
        this.graph = graph;
        this.weights = graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    }

    /**
     * @param onnx a whole model
     * @return the same for any number of pictures; empty where it has not one input of pictures
     */
    public static Optional<byte[]> of(byte[] onnx) {
        try {
            ModelProto model = ModelProto.parseFrom(onnx);
            return new BatchGraph(model.getGraph()).opened().map(graph -> model.toBuilder().setGraph(graph).build().toByteArray());
        } catch (InvalidProtocolBufferException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<GraphProto> opened() {
        return canBeOpened() && findShapes() ? Optional.of(rewritten()) : Optional.empty();
    }

    private boolean canBeOpened() {
        List<ValueInfoProto> inputs = graph.getInputList().stream().filter(input -> !weights.contains(input.getName())).toList();
        return inputs.size() == 1 && ofOne(inputs.get(0)) && graph.getOutputList().stream().allMatch(BatchGraph::ofOne)
                && graph.getNodeList().stream().noneMatch(node -> LOOPS.contains(node.getOpType()));
    }

    /** Floats whose first size is one, or open already. */
    private static boolean ofOne(ValueInfoProto value) {
        TypeProto.Tensor tensor = value.getType().getTensorType();
        List<TensorShapeProto.Dimension> sizes = tensor.getShape().getDimList();
        return tensor.getElemType() == OnnxGraph.FLOAT && sizes.size() > 1 && sizes.get(0).getDimValue() <= 1;
    }

    /** Those that pictures are brought into, and weights are not. @return whether they can be told apart */
    private boolean findShapes() {
        Set<String> pictures = new HashSet<>();
        Set<String> ofWeights = new HashSet<>();
        graph.getInputList().stream().map(ValueInfoProto::getName).filter(name -> !weights.contains(name)).forEach(pictures::add);
        for (NodeProto node : graph.getNodeList()) {
            if (node.getInputList().stream().anyMatch(pictures::contains)) {
                pictures.addAll(node.getOutputList());
            }
            if (node.getOpType().equals("Reshape")) {
                (pictures.contains(node.getInput(0)) ? shapes : ofWeights).add(node.getInput(1));
            }
        }
        return Collections.disjoint(shapes, ofWeights) && constants().filter(tensor -> shapes.contains(tensor.getName()))
                .allMatch(shape -> longs(shape).length > 0 && first(shape) <= 1);
    }

    /** Those that stand in the graph, by the names that nodes use. */
    private Stream<TensorProto> constants() {
        return Stream.concat(graph.getInitializerList().stream(), graph.getNodeList().stream().filter(BatchGraph::holdsTensor)
                .map(node -> node.getAttribute(0).getT().toBuilder().setName(node.getOutput(0)).build()));
    }

    private static boolean holdsTensor(NodeProto node) {
        return node.getOpType().equals("Constant") && node.getAttribute(0).hasT();
    }

    private static long first(TensorProto shape) {
        return longs(shape)[0];
    }

    private static long[] longs(TensorProto shape) {
        if (shape.getInt64DataCount() > 0) {
            return shape.getInt64DataList().stream().mapToLong(Long::longValue).toArray();
        }
        long[] sizes = new long[shape.getRawData().size() / Long.BYTES];
        ByteBuffer.wrap(shape.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(sizes);
        return sizes;
    }

    private GraphProto rewritten() {
        // Sizes between the nodes would still be those of one picture.
        GraphProto.Builder target = graph.toBuilder().clearValueInfo().clearInput().clearOutput().clearInitializer().clearNode();
        graph.getInputList().forEach(input -> target.addInput(weights.contains(input.getName()) ? input : manyOf(input)));
        graph.getOutputList().forEach(output -> target.addOutput(manyOf(output)));
        graph.getInitializerList().forEach(tensor -> target.addInitializer(shapes.contains(tensor.getName()) ? keptFirst(tensor) : tensor));
        Map<String, TensorProto> constants = constants().collect(Collectors.toMap(TensorProto::getName, tensor -> tensor));
        for (NodeProto node : graph.getNodeList()) {
            TensorProto sizes = node.getOpType().equals("Resize") && node.getInputCount() == RESIZED ? constants.get(node.getInput(SIZES))
                    : null;
            target.addAllNode(sizes != null && first(sizes) == 1 ? resizing(node, sizes) : List.of(keptFirst(node)));
        }
        return target.build();
    }

    /** A picture's new sizes behind the first size that is there: zero would not mean that here. */
    private static List<NodeProto> resizing(NodeProto node, TensorProto sizes) {
        String name = node.getOutput(0);
        long[] own = longs(sizes);
        return List.of(of("Shape", List.of(node.getInput(0)), name + ".all"),
                constant(name + ".first", 0), of("Gather", List.of(name + ".all", name + ".first"), name + ".pictures"),
                constant(name + ".own", Arrays.copyOfRange(own, 1, own.length)),
                of("Concat", List.of(name + ".pictures", name + ".own"), name + ".sizes").toBuilder()
                        .addAttribute(OnnxGraph.attribute("axis", 0)).build(),
                node.toBuilder().setInput(SIZES, name + ".sizes").build());
    }

    private static NodeProto of(String operator, List<String> inputs, String output) {
        return NodeProto.newBuilder().setOpType(operator).setName(output).addAllInput(inputs).addOutput(output).build();
    }

    private static NodeProto constant(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(OnnxGraph.LONG).addDims(values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        return of("Constant", List.of(), name).toBuilder().addAttribute(AttributeProto.newBuilder().setName("value")
                .setType(AttributeProto.AttributeType.TENSOR).setT(tensor)).build();
    }

    private static ValueInfoProto manyOf(ValueInfoProto value) {
        TypeProto.Tensor.Builder tensor = value.getType().getTensorType().toBuilder();
        tensor.getShapeBuilder().getDimBuilder(0).setDimParam(MANY);
        return value.toBuilder().setType(value.getType().toBuilder().setTensorType(tensor)).build();
    }

    /** Shapes may be nodes of their own. */
    private NodeProto keptFirst(NodeProto node) {
        if (!holdsTensor(node) || !shapes.contains(node.getOutput(0))) {
            return node;
        }
        return node.toBuilder().setAttribute(0, node.getAttribute(0).toBuilder().setT(keptFirst(node.getAttribute(0).getT()))).build();
    }

    /** A first size of 1 becomes 0: the one that is there. */
    private static TensorProto keptFirst(TensorProto shape) {
        long[] sizes = longs(shape);
        if (sizes[0] != 1) {
            return shape;
        }
        TensorProto.Builder kept = shape.toBuilder().clearRawData().clearInt64Data().addInt64Data(0);
        Arrays.stream(sizes, 1, sizes.length).forEach(kept::addInt64Data);
        return kept.build();
    }
}
