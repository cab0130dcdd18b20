package dev.afterimage.model.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The open files of a checkpoint directory, and which of them holds which tensor. */
final class CheckpointFiles implements AutoCloseable {

    private static final String WHOLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Path directory;
    private final Map<String, SafetensorsFile> files = new LinkedHashMap<>();
    private final Map<String, SafetensorsFile> homes = new HashMap<>();

    private CheckpointFiles(Path directory) {
        this.directory = directory;
    }

    /** What opens some of a directory's files. */
    private interface Finding {
        void into(CheckpointFiles files) throws IOException;
    }

    /** The model's own: one file, shards named by an index, or the only one that there is. */
    static CheckpointFiles of(Path directory) {
        return opened(directory, CheckpointFiles::find);
    }

    /** One file that lies beside the model's own. */
    static CheckpointFiles of(Path directory, String file) {
        return opened(directory, files -> files.addAll(file));
    }

    private static CheckpointFiles opened(Path directory, Finding finding) {
        CheckpointFiles files = new CheckpointFiles(directory);
        try {
            finding.into(files);
            return files;
        } catch (IOException e) {
            files.close();
            throw malformed("the weights in " + directory + " cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private void find() throws IOException {
        if (Files.exists(directory.resolve(WHOLE))) {
            addAll(WHOLE);
        } else if (Files.exists(directory.resolve(INDEX))) {
            addIndexed();
        } else {
            addAll(only());
        }
    }

    private String only() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            List<String> names = found.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".safetensors")).toList();
            if (names.size() != 1) {
                throw malformed(directory + " holds neither " + WHOLE + " nor " + INDEX);
            }
            return names.get(0);
        }
    }

    private void addAll(String name) throws IOException {
        SafetensorsFile file = file(name);
        file.tensors().keySet().forEach(tensor -> homes.put(tensor, file));
    }

    private void addIndexed() throws IOException {
        for (Map.Entry<String, JsonNode> entry : weightMap(directory.resolve(INDEX)).properties()) {
            String shard = entry.getValue().asText();
            if (!shard.matches("[^/\\\\:\\x00-\\x1f]+\\.safetensors") || shard.startsWith(".")) {
                throw malformed(INDEX + " puts tensor '" + entry.getKey() + "' into '" + shard + "', which is no file name in the "
                        + "checkpoint's directory");
            }
            SafetensorsFile file = file(shard);
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

    private SafetensorsFile file(String name) throws IOException {
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

    /** Of every tensor in any of the files. */
    Set<String> names() {
        return homes.keySet();
    }

    boolean has(String name) {
        return homes.containsKey(name);
    }

    Tensor tensor(String name) {
        SafetensorsFile home = homes.get(name);
        if (home == null) {
            throw malformed("tensor '" + name + "' is missing");
        }
        return home.tensors().get(name);
    }

    /** All bytes of a tensor. */
    ByteBuffer data(String name) throws IOException {
        Tensor tensor = tensor(name);
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        read(tensor, 0, bytes);
        return bytes;
    }

    /** A tensor of floats of any type, in its order. */
    float[] elements(String name) throws IOException {
        Tensor tensor = tensor(name);
        if (!tensor.type().floating()) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "tensor '" + name + "' is of type " + tensor.type()
                    + ", and scales are floats", "get the checkpoint in F16 or BF16");
        }
        ByteBuffer bytes = data(name);
        float[] floats = new float[(int) (tensor.bytes() / tensor.type().bytes)];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = tensor.type().next(bytes);
        }
        return floats;
    }

    /** A tensor of whole numbers of 32 bits. */
    int[] words(String name) throws IOException {
        IntBuffer found = data(name).asIntBuffer();
        int[] words = new int[found.remaining()];
        found.get(words);
        return words;
    }

    /** Fills a buffer with the tensor's bytes from {@code offset} on. */
    void read(Tensor tensor, long offset, ByteBuffer piece) throws IOException {
        homes.get(tensor.name()).read(tensor, offset, piece);
    }

    static AfterimageException malformed(String what) {
        return new AfterimageException(ErrorCode.MODEL_MALFORMED, what, "get the checkpoint again");
    }

    @Override
    public void close() {
        for (SafetensorsFile file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                throw new AfterimageException(ErrorCode.MODEL_FAILED, "a checkpoint file cannot be closed: " + e.getMessage(),
                        "restart the process", e);
            }
        }
    }
}
