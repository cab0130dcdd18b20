package dev.afterimage.memory.prompt;

import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.PromptPart;
import dev.afterimage.core.VisualLayout;

/** The prompt of a model that looks at the frames themselves, in its family's own layout of a video. */
public final class VisualPrompt extends StreamPrompt {

    private final VisualLayout layout;

    VisualPrompt(LanguageModel model, VisualLayout layout) {
        super(model);
        this.layout = layout;
    }

    @Override
    public PromptPart pinned() {
        return new PromptPart.Text(layout.pinned());
    }

    @Override
    public PromptPart question(String question) {
        return new PromptPart.Text(layout.asked(PlainText.line(question)));
    }

    @Override
    public String version() {
        return Integer.toHexString((layout.pinned() + layout.frame() + layout.imageStart() + layout.imageEnd()).hashCode());
    }
}
