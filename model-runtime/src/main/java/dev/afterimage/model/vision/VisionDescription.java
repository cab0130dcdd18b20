package dev.afterimage.model.vision;

import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.graph.VisionShape;

/**
 * A pack's eyes.
 *
 * @param layout     the text around pictures
 * @param imageToken the id that stands for one visual token in a prompt's ids
 * @param pooled     whether a stream's frames are halved along both sides after the join (LLaVA-OneVision's videos)
 * @param newline    whether a still picture's tokens end in a learnt one of their own
 * @param token      that id written out, where the layout's placeholder is another; null for the placeholder itself
 * @param written    what the chat template writes for a picture, where it is neither of these; else null
 */
public record VisionDescription(VisionShape shape, PictureSettings pictures, VisualLayout layout, int imageToken, boolean pooled,
        boolean newline, String token, String written) {

    public VisionDescription(VisionShape shape, PictureSettings pictures, VisualLayout layout, int imageToken, boolean pooled,
            boolean newline) {
        this(shape, pictures, layout, imageToken, pooled, newline, null, null);
    }

    public VisionDescription(VisionShape shape, PictureSettings pictures, VisualLayout layout, int imageToken, boolean pooled,
            boolean newline, String token) {
        this(shape, pictures, layout, imageToken, pooled, newline, token, null);
    }

    /** What stands for one visual token in a prompt. */
    public String visualToken() {
        return token == null ? layout.placeholder() : token;
    }
}
