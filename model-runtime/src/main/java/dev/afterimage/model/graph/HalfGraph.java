package dev.afterimage.model.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One of this package's graphs in half precision, for devices that multiply halves many times as fast as floats; what goes in and what
 * comes out stays floats. A vision tower is opened for many pictures at once where its graph allows that.
 */
public final class HalfGraph {

    /** Of quantised packs: these are for the CPU. */
    private static final Set<String> QUANTISED = Set.of("DynamicQuantizeMatMul", "MatMulNBits", "MatMulInteger", "DynamicQuantizeLinear");
    private static final String HALF = ".half";
    static final String PATCH_ROWS = "patch_rows";
    static final String POOLED_ROW = "pooled_row";
    /** First sizes of these reshapes count pictures. */
    private static final Set<String> PER_PICTURE = Set.of("patch_grid.shape", "shuffled.shape", PATCH_ROWS + ".shape",
            POOLED_ROW + ".shape");
    private static final int PAGE = 4096;

    private final Path source;
    private final ModelProto model;

    /** @param source of a graph whose weights lie beside it */
    public HalfGraph(Path source) throws IOException {
        this.source = source;
        this.model = ModelProto.parseFrom(Files.readAllBytes(source));
    }

    /** Whether it has only what can be computed in halves. */
    public boolean convertible() {
        return model.getGraph().getNodeList().stream().noneMatch(node -> QUANTISED.contains(node.getOpType()));
    }

    /** Whether a batch of pictures runs as one: not where a class token stands before each, or where each has a size of its own. */
    public boolean batched() {
        GraphProto graph = model.getGraph();
        return graph.getInputCount() == 1 && graph.getInput(0).getName().equals("patches")
                && graph.getInitializerList().stream().noneMatch(tensor -> tensor.getName().equals("class_token"));
    }

    /**
     * Writes it, with its weights beside it; what was written of the same files before is kept.
     *
     * @return the graph's file
     */
    public Path write(Path directory) throws IOException {
        String name = "halves-" + fingerprint(described());
        Path target = directory.resolve(name + ".onnx");
        if (Files.exists(target)) {
            return target;
        }
        Files.createDirectories(directory);
        Path weights = Files.createTempFile(directory, name, ".part");
        ModelProto halved = halved(weights, name + ".bin");
        Files.move(weights, directory.resolve(name + ".bin"), StandardCopyOption.ATOMIC_MOVE);
        Path graph = Files.write(Files.createTempFile(directory, name, ".part"), halved.toByteArray());
        return Files.move(graph, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The graph's and the weights' files and when they were written: to read all weights for their hash would take long. */
    private String described() throws IOException {
        Set<Path> files = new TreeSet<>(Set.of(source));
        model.getGraph().getInitializerList().forEach(tensor -> tensor.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals("location")).forEach(entry -> files.add(source.resolveSibling(entry.getValue()))));
        StringBuilder described = new StringBuilder();
        for (Path file : files) {
            described.append(file.toAbsolutePath()).append(' ').append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file))
                    .append('\n');
        }
        return described.toString();
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private ModelProto halved(Path weights, String location) throws IOException {
        GraphProto graph = model.getGraph();
        GraphProto.Builder target = graph.toBuilder().clearInitializer().clearNode();
        try (FileChannel out = FileChannel.open(weights, StandardOpenOption.WRITE)) {
            for (TensorProto tensor : graph.getInitializerList()) {
                target.addInitializer(tensor.getDataType() == OnnxGraph.FLOAT ? halved(tensor, out, location) : resized(tensor));
            }
        }
        Set<String> inputs = floats(graph.getInputList());
        Set<String> outputs = floats(graph.getOutputList());
        inputs.forEach(input -> target.addNode(cast(input, input + HALF, OnnxGraph.HALF)));
        for (NodeProto node : graph.getNodeList()) {
            target.addNode(renamed(node, inputs, outputs));
        }
        outputs.forEach(output -> target.addNode(cast(output + HALF, output, OnnxGraph.FLOAT)));
        if (batched()) {
            openBatch(target);
        }
        return model.toBuilder().setGraph(target).build();
    }

    private static Set<String> floats(List<ValueInfoProto> values) {
        return values.stream().filter(value -> value.getType().getTensorType().getElemType() == OnnxGraph.FLOAT)
                .map(ValueInfoProto::getName).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static NodeProto cast(String from, String to, int type) {
        return NodeProto.newBuilder().setOpType("Cast").setName(to + ".cast").addInput(from).addOutput(to)
                .addAttribute(OnnxGraph.attribute("to", type)).build();
    }

    private static NodeProto renamed(NodeProto node, Set<String> inputs, Set<String> outputs) {
        NodeProto.Builder renamed = node.toBuilder().clearInput().clearOutput();
        node.getInputList().forEach(name -> renamed.addInput(inputs.contains(name) || outputs.contains(name) ? name + HALF : name));
        node.getOutputList().forEach(name -> renamed.addOutput(outputs.contains(name) ? name + HALF : name));
        return renamed.build();
    }

    private TensorProto resized(TensorProto tensor) {
        return batched() && PER_PICTURE.contains(tensor.getName()) ? tensor.toBuilder().setInt64Data(0, -1).build() : tensor;
    }

    private static void openBatch(GraphProto.Builder graph) {
        for (int i = 0; i < graph.getInputCount(); i++) {
            graph.setInput(i, manyOf(graph.getInput(i)));
        }
        for (int i = 0; i < graph.getOutputCount(); i++) {
            graph.setOutput(i, manyOf(graph.getOutput(i)));
        }
    }

    private static ValueInfoProto manyOf(ValueInfoProto value) {
        TypeProto.Tensor.Builder tensor = value.getType().getTensorType().toBuilder();
        tensor.getShapeBuilder().getDimBuilder(0).setDimParam("pictures");
        return value.toBuilder().setType(value.getType().toBuilder().setTensorType(tensor)).build();
    }

    private TensorProto halved(TensorProto tensor, FileChannel out, String location) throws IOException {
        FloatBuffer floats = floats(tensor);
        ByteBuffer halves = ByteBuffer.allocate(2 * floats.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            halves.putShort(half(floats.get()));
        }
        long offset = (out.size() + PAGE - 1) / PAGE * PAGE;
        long length = halves.flip().remaining();
        for (long at = offset; halves.hasRemaining(); ) {
            at += out.write(halves, at);
        }
        return tensor.toBuilder().clearRawData().clearFloatData().clearExternalData().setDataType(OnnxGraph.HALF)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL).addExternalData(OnnxGraph.entry("location", location))
                .addExternalData(OnnxGraph.entry("offset", Long.toString(offset)))
                .addExternalData(OnnxGraph.entry("length", Long.toString(length))).build();
    }

    private FloatBuffer floats(TensorProto tensor) throws IOException {
        if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        }
        Map<String, String> place = tensor.getExternalDataList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
        try (FileChannel channel = FileChannel.open(source.resolveSibling(place.get("location")), StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, Long.parseLong(place.get("offset")), Long.parseLong(place.get("length")))
                    .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        }
    }

    /** Nearest, ties to even; what exceeds the range becomes the largest finite half. */
    static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) {
            return (short) (sign | 0x7bff);
        }
        if (magnitude < 0x38800000) {
            return (short) (sign | (int) Math.rint(Math.scalb((double) Math.abs(value), 24)));
        }
        int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
        return (short) (sign | rounded - 0x38000000 >>> 13);
    }
}
