package dev.afterimage.model.importer;

import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.graph.Activation;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.RotaryEyes;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import dev.afterimage.model.vision.PictureSettings;
import dev.afterimage.model.vision.VisionDescription;
import java.nio.file.Path;
import java.util.List;

/** The vision half of a checkpoint of the Qwen-VL family. */
final class HubQwenEyes {

    private static final int LARGEST_SIDE = 8192;
    /** Tokens along a side of a stream's frame: 196 in all, as many as LLaVA-OneVision's frames have. */
    private static final int FRAME_TOKENS = 14;
    private static final String PLACEHOLDER = "<image>";

    private final Path directory;
    private final Config config;
    private final Config vision;
    private final HubFamily family;
    private final LlamaShape text;

    HubQwenEyes(Path directory, Config config, HubFamily family, LlamaShape text) {
        this.directory = directory;
        this.config = config;
        this.vision = config.in("vision_config");
        this.family = family;
        this.text = text;
    }

    /** Layers of the tower whose states the decoder's first layers have added. @param config config.json of a Qwen3-VL */
    static List<Integer> deepLayers(Config config) {
        Config vision = config.in("vision_config");
        return vision.has("deepstack_visual_indexes") ? vision.numbers("deepstack_visual_indexes", 0, 1023) : List.of(8, 16, 24);
    }

    ModelSource.Eyes eyes(SafetensorsCheckpoint tensors, HubTokenizer tokenizer, StreamSettings streams) {
        int merge = vision.number("spatial_merge_size", 1, 16, 2);
        int patch = vision.side("patch_size", LARGEST_SIDE, family == HubFamily.QWEN3_VL ? 16 : 14);
        PictureSettings pictures = new HubPictures(directory).fitted(patch * merge, FRAME_TOKENS * patch * merge);
        VisionShape shape = shape(patch, merge, FRAME_TOKENS * merge);
        String prefix = HubFamily.first(tensors, List.of("model.visual.", "visual."), "patch_embed.proj.weight");
        int frames = vision.number("temporal_patch_size", 1, 16, 2);
        HubRotaryVision weights = new HubRotaryVision(tensors, shape, new HubRotaryVision.Form(family, prefix, frames));
        int imageToken = config.number("image_token_id", 0, text.vocabulary() - 1, 151655);
        String token = tokenizer.token(imageToken)
                .orElseThrow(() -> Config.malformed("tokenizer.json has no token " + imageToken
                + ", which config.json takes for pictures"));
        return new ModelSource.Eyes(new VisionDescription(shape, pictures, streams.layout(layout()), imageToken, false, false, token), null,
                new float[0], weights);
    }

    /** Qwen3-VL writes each frame's seconds before it; the others tell time by positions alone. */
    private VisualLayout layout() {
        boolean third = family == HubFamily.QWEN3_VL;
        String pinned = third ? "<|im_start|>user\n" : "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n";
        return new VisualLayout(PLACEHOLDER, "<|vision_start|>", "<|vision_end|>", pinned, third ? "<" + VisualLayout.SECONDS + " seconds>"
                : "",
                VisualLayout.QUESTION + "<|im_end|>\n<|im_start|>assistant\n");
    }

    /** @param side patches along a side of a stream's frame */
    private VisionShape shape(int patch, int merge, int side) {
        boolean second = family == HubFamily.QWEN2_VL;
        boolean gated = family == HubFamily.QWEN2_5_VL;
        int width = vision.number(second ? "embed_dim" : "hidden_size", 1, 1 << 16, second ? 1280 : gated ? 3584 : 1152);
        int heads = vision.number("num_heads", 1, 1024, 16);
        if (width % heads != 0 || width / heads % 4 != 0) {
            throw Config.malformed(vision.key("num_heads") + " is " + heads + ", which does not cut the hidden size " + width
                    + " into heads of multiples of 4");
        }
        requireOutWidth(second ? "hidden_size" : "out_hidden_size", second ? 3584 : 3584);
        int layers = vision.number("depth", 1, 1024, second || gated ? 32 : 27);
        int feedForward = second ? (int) (width * vision.positive("mlp_ratio", 4))
                : vision.number("intermediate_size", 1, 1 << 20, gated ? 3420 : 4304);
        Activation activation = HubTextShape.activation(vision, "hidden_act", second ? "quick_gelu" : gated ? "silu" : "gelu_pytorch_tanh");
        return new VisionShape(side, patch, width, heads, feedForward, activation, 1e-6f, layers, List.of(layers), false, merge,
                text.width(), Activation.GELU,
                rotary(patch * merge, layers), false);
    }

    private void requireOutWidth(String key, int usual) {
        int out = vision.number(key, 1, 1 << 16, usual);
        if (out != text.width()) {
            throw Config.malformed(vision.key(key) + " is " + out + ", and the language model's hidden size is " + text.width());
        }
    }

    private RotaryEyes rotary(int factor, int layers) {
        return switch (family) {
            case QWEN2_5_VL -> new RotaryEyes(true, Math.max(1, vision.number("window_size", 1, LARGEST_SIDE, 112) / factor),
                    vision.has("fullatt_block_indexes") ? vision.numbers("fullatt_block_indexes", 0, layers - 1) : List.of(7, 15, 23, 31),
                    List.of(), 0);
            case QWEN3_VL -> {
                List<Integer> deep = deepLayers(config);
                if (deep.stream().anyMatch(layer -> layer >= layers) || deep.size() > text.layers()) {
                    throw Config.malformed(vision.key("deepstack_visual_indexes") + " is " + deep + ", and the tower has " + layers
                            + " layers, the language model " + text.layers());
                }
                int positions = vision.number("num_position_embeddings", 1, 1 << 24, 2304);
                yield new RotaryEyes(false, 0, List.of(), deep, (int) Math.sqrt(positions));
            }
            default -> new RotaryEyes(false, 0, List.of(), List.of(), 0);
        };
    }
}
