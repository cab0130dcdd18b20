package dev.afterimage.model.importer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Sha256;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A LoRA of a language model and its vision tower (Hu et al. 2021), in PEFT's layout: a directory with
 * {@code adapter_config.json} and {@code adapter_model.safetensors}, whose tensors are {@code base_model.model. ...
 * layers.N.self_attn.q_proj.lora_A.weight}, (rank, in), and {@code lora_B}, (out, rank). Opening one finds its faults.
 * One that acts from certain tokens on is for those of the memory bridge beside it. What would change the model in
 * other ways than by W + scale B A is refused by name.
 */
final class LoraAdapter implements AutoCloseable {

    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";
    /** PEFT's name for the tokens from which on an activated LoRA acts (Greenewald et al. 2025). */
    private static final String INVOCATION = "alora_invocation_tokens";
    private static final int MAX_RANK = 1024;
    private static final Pattern NAME = Pattern.compile("base_model\\.model\\.(?:(?:model|language_model|text_model)\\.)*layers\\.(\\d{1,"
            + "4})"
            + "\\.(self_attn\\.[qkvo]_proj|mlp\\.(?:gate|up|down)_proj)\\.lora_([AB])\\.weight");
    private static final Pattern OF_VISION = Pattern.compile("base_model\\.model\\.(?:(?:model|vision_tower|"
            + "vision_model)\\.)+encoder\\.layers\\.(\\d{1,4})"
            + "\\.(self_attn\\.(?:q|k|v|out)_proj|mlp\\.fc[12])\\.lora_([AB])\\.weight");

    /** A linear layer: the decoder's, or the vision tower's. */
    record Place(boolean vision, int layer, String part) { }

    private final Path directory;
    private final LlamaShape shape;
    /** Null for a model that reads text alone. */
    private final VisionShape eyes;
    private final SafetensorsCheckpoint tensors;
    private final StreamSettings settings;
    private final int rank;
    private final double alpha;
    private final float scale;
    private final List<Integer> invocation;
    /** The name of B's tensor; A's differs in one letter. */
    private final Map<Place, String> adapted = new HashMap<>();

    private LoraAdapter(Path directory, LlamaShape shape, VisionShape eyes, SafetensorsCheckpoint tensors) {
        this.directory = directory;
        this.shape = shape;
        this.eyes = eyes;
        this.tensors = tensors;
        this.settings = new StreamSettings(directory, shape.layers(), shape.contextLength());
        Config config = Config.read(directory, CONFIG);
        requirePlain(config);
        this.rank = config.number("r", 1, MAX_RANK, null);
        this.alpha = config.positive("lora_alpha", rank);
        this.scale = (float) (alpha / (config.yes("use_rslora", false) ? Math.sqrt(rank) : rank));
        this.invocation = config.numbers(INVOCATION, 0, shape.vocabulary() - 1);
        tensors.names().forEach(this::take);
        if (adapted.isEmpty()) {
            throw malformed("the adapter changes nothing: no tensor of " + directory.getFileName() + " is a LoRA's");
        }
    }

    /**
     * @param shape of the model it is for
     * @param eyes  of its vision tower; null where it reads text alone
     */
    static LoraAdapter open(Path directory, LlamaShape shape, VisionShape eyes) {
        if (!Files.exists(directory.resolve(CONFIG))) {
            throw malformed("there is no adapter in " + directory + ": " + CONFIG + " is missing");
        }
        SafetensorsCheckpoint tensors = Files.exists(directory.resolve(WEIGHTS)) ? SafetensorsCheckpoint.open(directory, WEIGHTS)
                : SafetensorsCheckpoint.open(directory);
        try {
            return new LoraAdapter(directory, shape, eyes, tensors);
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    private static void requirePlain(Config config) {
        String type = config.text("peft_type").orElse("LORA");
        if (!type.equals("LORA")) {
            throw Config.unsupported(config.key("peft_type") + " is '" + type + "', and only LORA is merged");
        }
        if (config.yes("use_dora", false) || config.yes("fan_in_fan_out", false)) {
            throw Config.unsupported(config.key(config.yes("use_dora", false) ? "use_dora" : "fan_in_fan_out")
                    + " is true, and only a plain LoRA is merged");
        }
        if (!config.text("bias").orElse("none").equals("none")) {
            throw Config.unsupported(config.key("bias") + " is '" + config.text("bias").orElseThrow() + "', and biases are not adapted");
        }
        for (String key : List.of("rank_pattern", "alpha_pattern", "modules_to_save")) {
            if (config.has(key) && !config.at(key).isEmpty()) {
                throw Config.unsupported(config.key(key) + " is not empty, and one rank and scale for all layers are merged");
            }
        }
    }

    private void take(String name) {
        Matcher matcher = NAME.matcher(name);
        boolean vision = !matcher.matches();
        if (vision) {
            matcher = OF_VISION.matcher(name);
        }
        if (!matcher.matches() || vision && eyes == null) {
            throw Config.unsupported("the adapter has the tensor '" + name + "', which is no LoRA of a linear layer of this model's "
                    + "decoder or vision tower");
        }
        Place place = new Place(vision, Integer.parseInt(matcher.group(1)), matcher.group(2));
        if (!vision && place.layer() >= shape.layers()) {
            throw malformed("the adapter has the tensor '" + name + "', and the model has " + shape.layers() + " layers");
        }
        boolean first = matcher.group(3).equals("A");
        String other = name.replace(first ? ".lora_A." : ".lora_B.", first ? ".lora_B." : ".lora_A.");
        if (!tensors.has(other)) {
            throw malformed("the adapter has the tensor '" + name + "' without '" + other + "'");
        }
        tensors.require(name, first ? new long[] {rank, in(place)} : new long[] {out(place), rank});
        String known = adapted.putIfAbsent(place, first ? other : name);
        if (known != null && !known.equals(first ? other : name)) {
            throw malformed("the adapter has the tensor '" + name + "' for a layer that '" + known + "' is for too");
        }
    }

    private int in(Place place) {
        return switch (place.part()) {
            case "self_attn.o_proj" -> shape.heads() * shape.rotaryDim();
            case "mlp.down_proj" -> shape.feedForward();
            case "mlp.fc2" -> eyes.feedForward();
            default -> place.vision() ? eyes.width() : shape.width();
        };
    }

    private int out(Place place) {
        if (place.vision()) {
            return place.part().equals("mlp.fc1") ? eyes.feedForward() : eyes.width();
        }
        return switch (place.part()) {
            case "self_attn.q_proj" -> shape.heads() * shape.rotaryDim();
            case "self_attn.k_proj", "self_attn.v_proj" -> shape.kvHeads() * shape.rotaryDim();
            case "mlp.gate_proj", "mlp.up_proj" -> shape.feedForward();
            default -> shape.width();
        };
    }

    /** Whether anything of the vision tower is adapted; towers may have layers that are not computed. */
    boolean sees() {
        return adapted.keySet().stream().anyMatch(Place::vision);
    }

    /** scale B A, (out, in), heads unpadded and in the half-split order; empty where the part is not adapted. */
    Optional<float[]> change(Place place) {
        String name = adapted.get(place);
        if (name == null) {
            return Optional.empty();
        }
        int in = in(place);
        float[] b = tensors.floats(name, out(place), rank);
        float[] a = tensors.floats(name.replace(".lora_B.", ".lora_A."), rank, in);
        float[] change = new float[Math.multiplyExact(out(place), in)];
        for (int cell = 0; cell < b.length; cell++) {
            float share = scale * b[cell];
            int to = cell / rank * in;
            int from = cell % rank * in;
            for (int i = 0; i < in; i++) {
                change[to + i] += share * a[from + i];
            }
        }
        return Optional.of(change);
    }

    /** What the adapted model was taught to say of what it has not seen; null where the adapter does not tell. */
    String notSeen() {
        return settings.reading(false).notSeen();
    }

    /** The memory bridge that the adapted model was taught to read, which lies beside the adapter; the caller closes it. */
    Optional<HubBridge> bridge() {
        return HubBridge.open(directory, settings, shape.width());
    }

    /** Ids of the tokens from which on it acts; empty for one that always does, and is merged. */
    List<Integer> invocation() {
        return invocation;
    }

    PackDescription.Adapter description() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            StringBuilder sums = new StringBuilder();
            for (Path file : found.filter(file -> file.toString().matches(".*\\.(json|safetensors)") && Files.isRegularFile(file)).sorted()
                    .toList()) {
                sums.append(file.getFileName()).append(' ').append(Sha256.of(file)).append('\n');
            }
            return new PackDescription.Adapter(String.valueOf(directory.getFileName()), rank, alpha, !invocation.isEmpty(),
                    Sha256.of(sums.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static AfterimageException malformed(String what) {
        return Config.malformed(what);
    }

    @Override
    public void close() {
        tensors.close();
    }
}
