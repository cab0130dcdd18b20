package dev.afterimage.model.importer;

import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.graph.Activation;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import dev.afterimage.model.vision.PictureSettings;
import dev.afterimage.model.vision.VisionDescription;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The vision half of a checkpoint directory. */
final class HubEyes {

    private static final int LARGEST_SIDE = 8192;

    private final Path directory;
    private final Config config;
    private final Config vision;
    private final SafetensorsCheckpoint tensors;
    private final HubTokenizer tokenizer;
    private final LlamaShape text;
    private final StreamSettings streams;

    HubEyes(Path directory, Config config, SafetensorsCheckpoint tensors, HubTokenizer tokenizer, LlamaShape text, StreamSettings streams) {
        this.directory = directory;
        this.config = config;
        this.vision = config.in("vision_config");
        this.tensors = tensors;
        this.tokenizer = tokenizer;
        this.text = text;
        this.streams = streams;
    }

    ModelSource.Eyes eyes(HubFamily family) {
        return family == HubFamily.SMOLVLM ? smolVlm() : llavaOnevision();
    }

    private ModelSource.Eyes smolVlm() {
        PictureSettings pictures = new HubPictures(directory).stretched();
        int patch = vision.side("patch_size", LARGEST_SIDE, 32);
        int side = sides(pictures.side(), patch);
        int trained = sides(vision.side("image_size", LARGEST_SIDE, 224), patch);
        int shuffle = config.number("scale_factor", 1, side, 2);
        if (side % shuffle != 0) {
            throw Config.malformed(config.key("scale_factor") + " is " + shuffle + ", which does not divide " + side
                    + " patches along a side");
        }
        int layers = vision.number("num_hidden_layers", 1, 1024, 12);
        VisionShape shape = shape(new Sizes(1152, 3072, 16), side, patch, layers, List.of(layers), true, shuffle, null);
        String prefix = HubFamily.first(tensors, List.of("model.vision_model.", "vision_model."), "embeddings.patch_embedding.weight");
        String join = HubFamily.first(tensors, List.of("model.connector.", "connector."), "modality_projection.proj.weight")
                + "modality_projection.proj";
        HubVision weights = new HubVision(tensors, shape, prefix, trained, PositionBuckets.along(trained, side),
                List.of(new HubVision.Join(join, text.width(), shape.joinedWidth(), false)));
        int imageToken = imageToken("image_token_id", 128257);
        VisualLayout layout = new VisualLayout(token(imageToken), "<fake_token_around_image><global-img>", "<fake_token_around_image>",
                "<|im_start|>User: You are provided the following series of frames from a video.\n", "\nFrame from " + VisualLayout.TIME
                + ":",
                "\n\n" + VisualLayout.QUESTION + "<end_of_utterance>\nAssistant:");
        return new ModelSource.Eyes(new VisionDescription(shape, pictures, streams.layout(layout), imageToken, false, false), weights,
                new float[0]);
    }

    private ModelSource.Eyes llavaOnevision() {
        List<PictureSettings.Size> grid = HubPictures.sizes(config);
        String aspect = config.text("vision_aspect_ratio").orElse("anyres_max_9");
        if (!aspect.matches("anyres_max_[1-9][0-9]?")) {
            throw Config.unsupported(config.key("vision_aspect_ratio") + " is '" + aspect + "', and anyres_max_N is read");
        }
        if (!config.text("vision_feature_select_strategy").orElse("full").equals("full")) {
            throw Config.unsupported(config.key("vision_feature_select_strategy") + " is not 'full', and SigLIP has no class token to "
                    + "leave out");
        }
        if (!vision.text("model_type").orElse("siglip_vision_model").equals("siglip_vision_model")) {
            throw Config.unsupported(vision.key("model_type") + " is '" + vision.text("model_type").orElseThrow()
                    + "', and siglip_vision_model is read");
        }
        PictureSettings pictures = new HubPictures(directory)
                .gridded(grid.isEmpty() ? usualGrid() : grid, Integer.parseInt(aspect.substring(11)));
        int patch = vision.side("patch_size", LARGEST_SIDE, vision.present() ? 16 : 14);
        int trained = vision.side("image_size", LARGEST_SIDE, vision.present() ? 224 : 384);
        if (pictures.side() != trained) {
            throw Config.unsupported("the processor makes pictures of " + pictures.side() + " pixels a side, and "
                    + vision.key("image_size") + " is " + trained);
        }
        int side = sides(trained, patch);
        int held = vision.number("num_hidden_layers", 1, 1024, vision.present() ? 12 : 26);
        List<Integer> taken = taken(held);
        int layers = taken.stream().mapToInt(i -> i).max().orElseThrow();
        Sizes usual = vision.present() ? new Sizes(768, 3072, 12) : new Sizes(1152, 4304, 16);
        VisionShape shape = shape(usual, side, patch, layers, taken, false, 1,
                HubTextShape.activation(config, "projector_hidden_act", "gelu"));
        String prefix = HubFamily.first(tensors, List.of("model.vision_tower.", "model.vision_tower.vision_model.",
                "vision_tower.vision_model.", "vision_tower."),
                "embeddings.patch_embedding.weight");
        String join = HubFamily.first(tensors, List.of("model.multi_modal_projector.", "multi_modal_projector."), "linear_1.weight");
        boolean biased = config.yes("multimodal_projector_bias", true);
        HubVision weights = new HubVision(tensors, shape, prefix, side, IntStream.range(0, side).toArray(),
                List.of(new HubVision.Join(join + "linear_1", text.width(), shape.joinedWidth(), biased),
                        new HubVision.Join(join + "linear_2", text.width(), text.width(), biased)));
        String newline = HubFamily.first(tensors, List.of("model.", ""), "image_newline") + "image_newline";
        int imageToken = imageToken("image_token_index", 151646);
        VisualLayout layout = new VisualLayout(token(imageToken), "", "", "<|im_start|>system \nYou are a helpful "
                + "assistant.<|im_end|><|im_start|>user ", "",
                "\n" + VisualLayout.QUESTION + "<|im_end|><|im_start|>assistant\n");
        return new ModelSource.Eyes(new VisionDescription(shape, pictures, streams.layout(layout), imageToken, true, true), weights,
                tensors.floats(newline, text.width()));
    }

    /** {@code vision_feature_layer}: hidden states by number, from the end where below zero; 0 is the embedding. */
    private List<Integer> taken(int layers) {
        List<Integer> taken = new ArrayList<>();
        for (int number : config.has("vision_feature_layer") ? config.numbers("vision_feature_layer", -layers - 1, layers) : List.of(-1)) {
            taken.add(number < 0 ? layers + 1 + number : number);
        }
        if (taken.isEmpty()) {
            throw Config.malformed(config.key("vision_feature_layer") + " names no layer");
        }
        return taken;
    }

    /** Multiples of 384 up to 6 x 6. */
    private static List<PictureSettings.Size> usualGrid() {
        return IntStream.rangeClosed(1, 6).boxed()
                .flatMap(rows -> IntStream.rangeClosed(1, 6).mapToObj(columns -> new PictureSettings.Size(384 * rows, 384 * columns)))
                .toList();
    }

    private static int sides(int picture, int patch) {
        if (picture < patch) {
            throw Config.malformed("pictures of " + picture + " pixels a side hold no patch of " + patch + " (keys 'image_size' and "
                    + "'patch_size')");
        }
        return picture / patch;
    }

    /** What the library takes where a configuration leaves it out. */
    private record Sizes(int width, int feedForward, int heads) { }

    private VisionShape shape(Sizes usual, int side, int patch, int layers, List<Integer> taken, boolean finalNorm, int shuffle,
            Activation between) {
        int width = vision.number("hidden_size", 1, 1 << 16, usual.width());
        int heads = vision.number("num_attention_heads", 1, 1024, usual.heads());
        if (width % heads != 0) {
            throw Config.malformed(vision.key("num_attention_heads") + " is " + heads + ", which does not divide the hidden size " + width);
        }
        if (vision.number("num_channels", 1, 64, 3) != 3) {
            throw Config.unsupported(vision.key("num_channels") + " is " + vision.at("num_channels") + ", and pictures have 3");
        }
        return new VisionShape(side, patch, width, heads, vision.number("intermediate_size", 1, 1 << 20, usual.feedForward()),
                HubTextShape.activation(vision, "hidden_act", "gelu_pytorch_tanh"), (float) vision.positive("layer_norm_eps", 1e-6), layers,
                taken, finalNorm,
                shuffle, text.width(), between);
    }

    private int imageToken(String key, int usual) {
        String name = config.has(key) || !config.has("image_token_id") ? key : "image_token_id";
        return config.number(name, 0, text.vocabulary() - 1, usual);
    }

    private String token(int id) {
        return tokenizer.token(id).orElseThrow(() -> Config.malformed("tokenizer.json has no token " + id + ", which config.json takes "
                + "for pictures"));
    }
}
