package dev.afterimage.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** An ONNX graph under construction. Values are named by strings; every method that adds something returns the name of what it makes. */
public final class OnnxGraph {

    private static final int IR_VERSION = 10;
    private static final int ONNX_OPSET = 21;
    /** The domain of ONNX Runtime's own operators. */
    public static final String MICROSOFT = "com.microsoft";
    /** Types that a Cast casts to. */
    static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
    static final int HALF = TensorProto.DataType.FLOAT16.getNumber();
    static final int LONG = TensorProto.DataType.INT64.getNumber();
    /** Tensors up to this many bytes stand in the graph itself. */
    private static final int INLINE_BYTES = 16_384;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    /** Where nodes go: the graph, or the branch of it under construction. */
    private GraphProto.Builder nodes = graph;
    private final WeightFile weights;
    private final Set<String> weightNames = new HashSet<>();

    public OnnxGraph(String name, WeightFile weights) {
        this.weights = weights;
        graph.setName(name);
    }

    /** @param shape numbers, or names of sizes known only at run time */
    public String floatInput(String name, Object... shape) {
        graph.addInput(value(name, TensorProto.DataType.FLOAT, shape));
        return name;
    }

    public String intInput(String name, Object... shape) {
        graph.addInput(value(name, TensorProto.DataType.INT32, shape));
        return name;
    }

    String longInput(String name, Object... shape) {
        graph.addInput(value(name, TensorProto.DataType.INT64, shape));
        return name;
    }

    String truthInput(String name, Object... shape) {
        graph.addInput(value(name, TensorProto.DataType.BOOL, shape));
        return name;
    }

    public void floatOutput(String name, Object... shape) {
        graph.addOutput(value(name, TensorProto.DataType.FLOAT, shape));
    }

    /** Adds a node with one output, named {@code output}. */
    public String node(String domain, String operator, String output, List<String> inputs, Map<String, Object> attributes) {
        node(domain, operator, List.of(output), inputs, attributes);
        return output;
    }

    /** Adds a node; an empty input name leaves that optional input out. */
    public void node(String domain, String operator, List<String> outputs, List<String> inputs, Map<String, Object> attributes) {
        NodeProto.Builder node = NodeProto.newBuilder().setDomain(domain).setOpType(operator).setName(outputs.get(0))
                .addAllInput(inputs).addAllOutput(outputs);
        // In order of their names, so that the same checkpoint always gives the same bytes, and so the same identity.
        new TreeMap<>(attributes).forEach((name, attribute) -> node.addAttribute(attribute(name, attribute)));
        nodes.addNode(node);
    }

    /**
     * Adds a node with one output of floats that is computed in one of two ways. Both see every value that was made before.
     *
     * @param condition () of truth
     * @param then      adds the nodes of the one way, and returns the name of what it makes
     */
    String either(String output, String condition, Supplier<String> then, Supplier<String> otherwise) {
        return node("", "If", output, List.of(condition), Map.of("then_branch", branch(output + ".then", then),
                "else_branch", branch(output + ".else", otherwise)));
    }

    private GraphProto branch(String name, Supplier<String> made) {
        GraphProto.Builder outer = nodes;
        nodes = GraphProto.newBuilder().setName(name);
        try {
            String output = made.get();
            TypeProto.Tensor type = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber()).build();
            return nodes.addOutput(ValueInfoProto.newBuilder().setName(output).setType(TypeProto.newBuilder().setTensorType(type))).build();
        } finally {
            nodes = outer;
        }
    }

    public String floats(String name, float[] data, long... shape) {
        return floats(name, () -> data, shape);
    }

    /** @param data row-major; made only where they are not in the weights' file yet */
    String floats(String name, Supplier<float[]> data, long... shape) {
        if (weightNames.add(name)) {
            TensorProto.Builder tensor = tensor(name, TensorProto.DataType.FLOAT, shape);
            if (LongStream.of(shape).reduce(Float.BYTES, Math::multiplyExact) <= INLINE_BYTES) {
                float[] few = data.get();
                ByteBuffer bytes = ByteBuffer.allocate(few.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(few);
                graph.addInitializer(tensor.setRawData(ByteString.copyFrom(bytes)));
            } else {
                graph.addInitializer(external(tensor, weights.put(name, data)));
            }
        }
        return name;
    }

    /** Whole numbers, kept in the graph: shapes, mostly. */
    public String longs(String name, long... data) {
        if (weightNames.add(name)) {
            TensorProto.Builder tensor = tensor(name, TensorProto.DataType.INT64, data.length);
            for (long value : data) {
                tensor.addInt64Data(value);
            }
            graph.addInitializer(tensor);
        }
        return name;
    }

    /** Bytes as they are, read as unsigned. @param data made only where they are not in the weights' file yet */
    String unsignedBytes(String name, Supplier<byte[]> data, long... shape) {
        return bytes(TensorProto.DataType.UINT8, name, data, shape);
    }

    String signedBytes(String name, Supplier<byte[]> data, long... shape) {
        return bytes(TensorProto.DataType.INT8, name, data, shape);
    }

    private String bytes(TensorProto.DataType type, String name, Supplier<byte[]> data, long... shape) {
        if (weightNames.add(name)) {
            graph.addInitializer(external(tensor(name, type, shape), weights.putBytes(name, data)));
        }
        return name;
    }

    /** The finished model, in ONNX's own bytes. */
    public byte[] toModel() {
        return ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName("afterimage").setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(ONNX_OPSET))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1)).build().toByteArray();
    }

    private static TensorProto.Builder tensor(String name, TensorProto.DataType type, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        for (long size : shape) {
            tensor.addDims(size);
        }
        return tensor;
    }

    private static TensorProto.Builder external(TensorProto.Builder tensor, WeightFile.Region region) {
        return tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL).addExternalData(entry("location", region.location()))
                .addExternalData(entry("offset", Long.toString(region.offset())))
                .addExternalData(entry("length", Long.toString(region.length())));
    }

    static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, Object... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (Object size : shape) {
            TensorShapeProto.Dimension.Builder dimension = dimensions.addDimBuilder();
            if (size instanceof Number number) {
                dimension.setDimValue(number.longValue());
            } else {
                dimension.setDimParam((String) size);
            }
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dimensions).build();
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(tensor)).build();
    }

    static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value instanceof Float real) {
            return attribute.setType(AttributeProto.AttributeType.FLOAT).setF(real).build();
        }
        if (value instanceof Number whole) {
            return attribute.setType(AttributeProto.AttributeType.INT).setI(whole.longValue()).build();
        }
        if (value instanceof long[] numbers) {
            for (long number : numbers) {
                attribute.addInts(number);
            }
            return attribute.setType(AttributeProto.AttributeType.INTS).build();
        }
        if (value instanceof GraphProto branch) {
            return attribute.setType(AttributeProto.AttributeType.GRAPH).setG(branch).build();
        }
        throw new IllegalArgumentException("attribute " + name + " of type " + value.getClass());
    }
}
