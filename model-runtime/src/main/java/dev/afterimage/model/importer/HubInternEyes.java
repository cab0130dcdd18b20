package dev.afterimage.model.importer;

import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import dev.afterimage.model.vision.PictureSettings;
import dev.afterimage.model.vision.VisionDescription;
import java.nio.file.Path;
import java.util.List;

/** The vision half of an InternVL checkpoint, in the form that the library itself writes. */
final class HubInternEyes {

    private static final int LARGEST_SIDE = 8192;

    private final Path directory;
    private final Config config;
    private final Config vision;
    private final LlamaShape text;

    HubInternEyes(Path directory, Config config, LlamaShape text) {
        this.directory = directory;
        this.config = config;
        this.vision = config.in("vision_config");
        this.text = text;
    }

    ModelSource.Eyes eyes(SafetensorsCheckpoint tensors, HubTokenizer tokenizer, StreamSettings streams) {
        requirePlain();
        PictureSettings pictures = new HubPictures(directory).tiled();
        int patch = vision.side("patch_size", LARGEST_SIDE, 14);
        int side = vision.side("image_size", LARGEST_SIDE, 448);
        if (pictures.side() != side) {
            throw Config.unsupported("the processor makes pictures of " + pictures.side() + " pixels a side, and "
                    + vision.key("image_size") + " is " + side);
        }
        VisionShape shape = shape(side / patch, patch);
        String prefix = HubFamily.first(tensors, List.of("model.vision_tower.", "vision_tower."), "embeddings.cls_token");
        String join = HubFamily.first(tensors, List.of("model.multi_modal_projector.", "multi_modal_projector."), "linear_1.weight");
        int imageToken = config.number("image_token_id", 0, text.vocabulary() - 1, 151667);
        String token = tokenizer.token(imageToken)
                .orElseThrow(() -> Config.malformed("tokenizer.json has no token " + imageToken
                + ", which config.json takes for pictures"));
        VisualLayout layout = new VisualLayout("<image>", "<img>", "</img>", "<|im_start|>user\n", "\nFrame at " + VisualLayout.TIME + ": ",
                "\n" + VisualLayout.QUESTION + "<|im_end|>\n<|im_start|>assistant\n");
        HubInternVision weights = new HubInternVision(tensors, shape, new HubInternVision.Names(prefix, join),
                vision.yes("attention_bias", false));
        return new ModelSource.Eyes(new VisionDescription(shape, pictures, streams.layout(layout), imageToken, false, false, token),
                weights, new float[0]);
    }

    private void requirePlain() {
        if (vision.yes("use_qk_norm", false) || !vision.text("norm_type").orElse("layer_norm").equals("layer_norm")) {
            throw Config.unsupported(vision.key("use_qk_norm") + " or 'norm_type' speaks of InternViT-6B, and towers with LayerNorm and "
                    + "plain queries and keys are read");
        }
        if (!vision.yes("use_mean_pooling", true) || !vision.yes("use_absolute_position_embeddings", true)) {
            throw Config.unsupported(vision.key("use_mean_pooling") + " or 'use_absolute_position_embeddings' is false, which no "
                    + "published InternVL has");
        }
        if (!config.text("vision_feature_select_strategy").orElse("default").equals("default")
                || !config.numbers("vision_feature_layer", -1, -1).stream().allMatch(l -> l == -1)) {
            throw Config.unsupported(config.key("vision_feature_select_strategy") + " is not 'default', and the last layer without its "
                    + "class token is read");
        }
    }

    private VisionShape shape(int side, int patch) {
        int width = vision.number("hidden_size", 1, 1 << 16, 1024);
        int heads = vision.number("num_attention_heads", 1, 1024, 16);
        if (width % heads != 0) {
            throw Config.malformed(vision.key("num_attention_heads") + " is " + heads + ", which does not divide the hidden size " + width);
        }
        int shuffle = (int) (1 / config.positive("downsample_ratio", 0.5));
        if (shuffle < 1 || side % shuffle != 0) {
            throw Config.malformed(config.key("downsample_ratio") + " is " + config.at("downsample_ratio") + ", which does not divide "
                    + side + " patches along a side");
        }
        int layers = vision.number("num_hidden_layers", 1, 1024, 24);
        return new VisionShape(side, patch, width, heads, vision.number("intermediate_size", 1, 1 << 20, 4096),
                HubTextShape.activation(vision, "hidden_act", "gelu"),
                (float) vision.positive("layer_norm_eps", 1e-6), layers, List.of(layers), false, shuffle, text.width(),
                HubTextShape.activation(config, "projector_hidden_act", "gelu"));
    }
}
