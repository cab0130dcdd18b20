package dev.afterimage.model.importer;

import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import dev.afterimage.model.vision.PictureSettings;
import dev.afterimage.model.vision.VisionDescription;
import java.nio.file.Path;
import java.util.List;

/** The vision half of a Gemma 3 checkpoint: SigLIP, whose patches are averaged to as many tokens for every picture. */
final class HubGemmaEyes {

    private static final int LARGEST_SIDE = 8192;
    private static final int MOST_TOKENS = 1 << 16;

    private final Path directory;
    private final Config config;
    private final Config vision;
    private final LlamaShape text;

    HubGemmaEyes(Path directory, Config config, LlamaShape text) {
        this.directory = directory;
        this.config = config;
        this.vision = config.in("vision_config");
        this.text = text;
    }

    ModelSource.Eyes eyes(SafetensorsCheckpoint tensors, HubTokenizer tokenizer, StreamSettings streams) {
        if (!vision.text("model_type").orElse("siglip_vision_model").equals("siglip_vision_model")) {
            throw Config.unsupported(vision.key("model_type") + " is '" + vision.text("model_type").orElseThrow()
                    + "', and siglip_vision_model is read");
        }
        PictureSettings pictures = new HubPictures(directory).squared();
        int patch = vision.side("patch_size", LARGEST_SIDE, 16);
        int trained = vision.side("image_size", LARGEST_SIDE, 224);
        if (pictures.side() != trained) {
            throw Config.unsupported("the processor makes pictures of " + pictures.side() + " pixels a side, and "
                    + vision.key("image_size") + " is " + trained);
        }
        VisionShape shape = shape(trained / patch, patch);
        int imageToken = id("image_token_id", "image_token_index", 262144);
        String start = token(tokenizer, id("boi_token_id", "boi_token_index", 255999));
        String end = token(tokenizer, id("eoi_token_id", "eoi_token_index", 256000));
        return new ModelSource.Eyes(new VisionDescription(shape, pictures, streams.layout(layout(tokenizer, start, end)), imageToken, false,
                false, token(tokenizer, imageToken), start), new HubGemmaVision(tensors, shape), new float[0]);
    }

    /** What the family's chat template writes, with each picture as its processor writes it. */
    private VisualLayout layout(HubTokenizer tokenizer, String start, String end) {
        String begin = tokenizer.speech(config).bosToken();
        return new VisualLayout("<image>", "\n\n" + start, end + "\n\n", begin + "<start_of_turn>user\n",
                "Frame " + VisualLayout.TIME + ":", VisualLayout.QUESTION + "<end_of_turn>\n<start_of_turn>model\n");
    }

    private int id(String newer, String older, int usual) {
        return config.number(config.has(newer) ? newer : older, 0, text.vocabulary() - 1, usual);
    }

    private static String token(HubTokenizer tokenizer, int id) {
        return tokenizer.token(id).orElseThrow(() -> Config.malformed("tokenizer.json has no token " + id + ", which config.json takes "
                + "for pictures"));
    }

    private VisionShape shape(int side, int patch) {
        int width = vision.number("hidden_size", 1, 1 << 16, 768);
        int heads = vision.number("num_attention_heads", 1, 1024, 12);
        if (width % heads != 0) {
            throw Config.malformed(vision.key("num_attention_heads") + " is " + heads + ", which does not divide the hidden size " + width);
        }
        if (vision.number("num_channels", 1, 64, 3) != 3) {
            throw Config.unsupported(vision.key("num_channels") + " is " + vision.at("num_channels") + ", and pictures have 3");
        }
        int layers = vision.number("num_hidden_layers", 1, 1024, 12);
        return new VisionShape(side, patch, width, heads, vision.number("intermediate_size", 1, 1 << 20, 3072),
                HubTextShape.activation(vision, "hidden_act", "gelu_pytorch_tanh"), (float) vision.positive("layer_norm_eps", 1e-6), layers,
                List.of(layers), true, pooling(side), text.width(), null, null, true);
    }

    /** Patches along a side of the squares that are averaged. */
    private int pooling(int side) {
        int tokens = config.number("mm_tokens_per_image", 1, MOST_TOKENS, 256);
        int tokenSide = (int) Math.sqrt(tokens);
        int pooling = side / Math.max(1, tokenSide);
        if (tokenSide * tokenSide != tokens || pooling == 0 || side / pooling != tokenSide) {
            throw Config.malformed(config.key("mm_tokens_per_image") + " is " + tokens + ", which squares of " + side + " x " + side
                    + " patches (keys 'image_size' and 'patch_size') are not averaged to");
        }
        return pooling;
    }
}
