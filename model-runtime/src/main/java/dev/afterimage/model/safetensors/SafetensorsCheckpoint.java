package dev.afterimage.model.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tensors of a checkpoint directory, in one safetensors file or in shards named by an index. Faults name the tensor. */
public final class SafetensorsCheckpoint implements AutoCloseable {

    private static final String WHOLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String SCALE = "_scale";
    /** What can be mapped at once. */
    private static final long MAX_BYTES = Integer.MAX_VALUE;
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Map<String, SafetensorsFile> files = new LinkedHashMap<>();
    private final Map<String, SafetensorsFile> homes = new HashMap<>();

    private SafetensorsCheckpoint() { }

    /** What fills a checkpoint with tensors. */
    private interface Finding {
        void into(SafetensorsCheckpoint checkpoint) throws IOException;
    }

    public static SafetensorsCheckpoint open(Path directory) {
        return opened(directory, checkpoint -> checkpoint.find(directory));
    }

    /** The tensors of one file that lies beside the model's own. */
    public static SafetensorsCheckpoint open(Path directory, String file) {
        return opened(directory, checkpoint -> checkpoint.addAll(directory, file));
    }

    private static SafetensorsCheckpoint opened(Path directory, Finding finding) {
        SafetensorsCheckpoint checkpoint = new SafetensorsCheckpoint();
        try {
            finding.into(checkpoint);
            return checkpoint;
        } catch (IOException e) {
            checkpoint.close();
            throw malformed("the weights in " + directory + " cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    private void find(Path directory) throws IOException {
        if (Files.exists(directory.resolve(WHOLE))) {
            addAll(directory, WHOLE);
        } else if (Files.exists(directory.resolve(INDEX))) {
            addIndexed(directory);
        } else {
            addAll(directory, only(directory));
        }
    }

    private static String only(Path directory) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            List<String> names = found.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".safetensors")).toList();
            if (names.size() != 1) {
                throw malformed(directory + " holds neither " + WHOLE + " nor " + INDEX);
            }
            return names.get(0);
        }
    }

    private void addAll(Path directory, String name) throws IOException {
        SafetensorsFile file = file(directory, name);
        file.tensors().keySet().forEach(tensor -> homes.put(tensor, file));
    }

    private void addIndexed(Path directory) throws IOException {
        for (Map.Entry<String, JsonNode> entry : weightMap(directory.resolve(INDEX)).properties()) {
            String shard = entry.getValue().asText();
            if (!shard.matches("[^/\\\\:\\x00-\\x1f]+\\.safetensors") || shard.startsWith(".")) {
                throw malformed(INDEX + " puts tensor '" + entry.getKey() + "' into '" + shard + "', which is no file name in the checkpoint's directory");
            }
            SafetensorsFile file = file(directory, shard);
            if (!file.tensors().containsKey(entry.getKey())) {
                throw malformed(INDEX + " puts tensor '" + entry.getKey() + "' into " + shard + ", which does not hold it");
            }
            homes.put(entry.getKey(), file);
        }
    }

    private static JsonNode weightMap(Path index) throws IOException {
        try {
            JsonNode map = JSON.readTree(index.toFile()).path("weight_map");
            if (!map.isObject() || map.isEmpty()) {
                throw malformed("key 'weight_map' of " + INDEX + " is no map of tensors to files");
            }
            return map;
        } catch (JsonProcessingException e) {
            throw malformed(INDEX + " is no proper JSON: " + e.getOriginalMessage());
        }
    }

    private SafetensorsFile file(Path directory, String name) throws IOException {
        SafetensorsFile known = files.get(name);
        if (known == null) {
            Path path = directory.resolve(name);
            requireWithin(directory, path);
            known = new SafetensorsFile(path);
            files.put(name, known);
        }
        return known;
    }

    /** The hub's cache keeps a snapshot's files as links to the blobs beside it; any other link out of the directory is refused. */
    private static void requireWithin(Path directory, Path file) throws IOException {
        if (!Files.exists(file)) {
            throw malformed("the checkpoint's file " + file.getFileName() + " is missing in " + directory);
        }
        Path home = directory.toRealPath();
        Path real = file.toRealPath();
        Path snapshots = home.getParent();
        boolean blob = snapshots != null && snapshots.endsWith("snapshots") && real.startsWith(snapshots.resolveSibling("blobs"));
        if (!real.startsWith(home) && !blob) {
            throw malformed("the checkpoint's file " + file.getFileName() + " leads out of " + directory);
        }
    }

    public boolean has(String name) {
        return homes.containsKey(name);
    }

    /** Of all tensors, but the scales that belong to bytes. */
    public Set<String> names() {
        return homes.keySet().stream().filter(name -> !scalesBytes(name)).collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean scalesBytes(String name) {
        String scaled = name.endsWith(SCALE) ? name.substring(0, name.length() - SCALE.length()) : name;
        return !scaled.equals(name) && has(scaled) && homes.get(scaled).tensors().get(scaled).type() == ElementType.I8;
    }

    /**
     * The tensor's floats, row-major; it must have just this shape, and every element must be a finite number. Bytes are multiplied by their row's scale,
     * which lies beside them (compressed-tensors, format {@code int-quantized}: {@code weight} and {@code weight_scale}).
     */
    public float[] floats(String name, long... shape) {
        Tensor tensor = tensor(name, shape);
        float[] floats = read(tensor);
        if (tensor.type() == ElementType.I8) {
            scale(floats, read(scales(tensor)));
        }
        return floats;
    }

    private float[] read(Tensor tensor) {
        try {
            ByteBuffer data = homes.get(tensor.name()).data(tensor);
            float[] floats = new float[(int) (tensor.bytes() / tensor.type().bytes)];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = tensor.type().next(data);
                if (!Float.isFinite(floats[i])) {
                    throw malformed("tensor '" + tensor.name() + "' holds " + floats[i] + " at element " + i);
                }
            }
            return floats;
        } catch (IOException e) {
            throw malformed("tensor '" + tensor.name() + "' cannot be read: " + e.getMessage());
        }
    }

    private static void scale(float[] floats, float[] scales) {
        int row = floats.length / scales.length;
        for (int i = 0; i < floats.length; i++) {
            floats[i] *= scales[i / row];
        }
    }

    /** Complains as {@link #floats} would about the tensor's name, shape and type, without reading it. */
    public void require(String name, long... shape) {
        tensor(name, shape);
    }

    private Tensor tensor(String name, long... shape) {
        SafetensorsFile home = homes.get(name);
        if (home == null) {
            throw malformed("tensor '" + name + "' is missing");
        }
        Tensor tensor = home.tensors().get(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw malformed("tensor '" + name + "' has the shape " + Arrays.toString(tensor.shape()) + ", and the configuration says " + Arrays.toString(shape));
        }
        if (tensor.type() == ElementType.I8) {
            scales(tensor);
        } else if (!tensor.type().floating()) {
            throw unsupported("tensor '" + name + "' is of type " + tensor.type() + ", and F32, F16, BF16 and I8 with scales are read", "get the checkpoint in one of these");
        }
        if (tensor.bytes() > MAX_BYTES) {
            throw unsupported("tensor '" + name + "' has " + tensor.bytes() + " bytes, and at most " + MAX_BYTES + " are read", "use a smaller model");
        }
        return tensor;
    }

    /** The scales of a tensor of bytes: (rows, 1), or one for all. */
    private Tensor scales(Tensor tensor) {
        String name = tensor.name() + SCALE;
        if (!has(name) || has(tensor.name() + "_zero_point")) {
            throw unsupported("tensor '" + tensor.name() + "' is of type I8 " + (has(name) ? "with zero points" : "without '" + name + "'")
                    + ", and of quantised checkpoints symmetric int8 by compressed-tensors is read", "get the checkpoint in F16 or BF16");
        }
        Tensor scales = homes.get(name).tensors().get(name);
        long[] shape = scales.shape();
        long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        boolean perRow = shape.length == 2 && shape[1] == 1 && tensor.shape().length == 2 && shape[0] == tensor.shape()[0];
        if (!scales.type().floating() || count != 1 && !perRow) {
            throw unsupported("tensor '" + name + "' is of type " + scales.type() + " and shape " + Arrays.toString(shape) + ", and one scale for each row is read",
                    "get the checkpoint in F16 or BF16");
        }
        return scales;
    }

    private static AfterimageException unsupported(String what, String remedy) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, what, remedy);
    }

    private static AfterimageException malformed(String what) {
        return new AfterimageException(ErrorCode.MODEL_MALFORMED, what, "get the checkpoint again");
    }

    @Override
    public void close() {
        for (SafetensorsFile file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                throw new AfterimageException(ErrorCode.MODEL_FAILED, "a checkpoint file cannot be closed: " + e.getMessage(), "restart the process", e);
            }
        }
    }
}
