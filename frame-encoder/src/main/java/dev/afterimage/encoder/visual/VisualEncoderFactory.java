package dev.afterimage.encoder.visual;

import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.stream.SourceSettings;

/** Encoders for a vision-language model, which looks at the frames itself; all of them share its tower. */
public final class VisualEncoderFactory implements FrameEncoder.Factory {

    /** Goes up whenever the same frames would give other tokens under the same settings. */
    public static final String VERSION = "visual-1";

    private final LanguageModel model;
    private final VisionTower tower;
    private final CompressionSettings settings;

    /** @throws AfterimageException {@link ErrorCode#MODEL_UNSUPPORTED} for a model without a vision tower */
    public VisualEncoderFactory(LanguageModel model, CompressionSettings settings) {
        this.model = model;
        this.tower = model.vision().orElseThrow(() -> new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, model.name() + " cannot see",
                "choose a vision-language model with --model"));
        this.settings = settings;
    }

    @Override
    public FrameEncoder create(SourceSettings source) {
        return new VisualEncoder(model, tower, settings);
    }

    @Override
    public String version() {
        return VERSION + ", " + settings.text();
    }
}
