package dev.afterimage.memory.prompt;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import java.util.List;

/**
 * The one prompt that both paths share: {@code [pinned | blocks | question]}. The write path prefills blocks behind the
 * pinned part, the read path loads them behind the very same tokens (ReKV's init prompt). Safe for use by several
 * threads.
 */
public abstract class StreamPrompt {

    private final LanguageModel model;
    private KeyValues pinnedKeyValues;

    StreamPrompt(LanguageModel model) {
        this.model = model;
    }

    /** The prompt this model's streams are kept behind: pictures where it has eyes, notes otherwise. */
    public static StreamPrompt of(LanguageModel model) {
        return model.vision().<StreamPrompt>map(tower -> new VisualPrompt(model, tower.layout())).orElseGet(() -> new NotesPrompt(model));
    }

    /** What precedes every block. */
    public abstract PromptPart pinned();

    /** What follows the blocks: the question (made harmless), the end of the user's turn, and the start of the answer. */
    public abstract PromptPart question(String question);

    /** The same behind what other readers noted of the blocks, as data, each on a line of its own; blocks of notes say that themselves. */
    public PromptPart question(String question, List<String> notes) {
        return question(question);
    }

    /** Changes whenever the pinned tokens change; belongs into the identity of what is stored. */
    public abstract String version();

    /** The pinned part's KV: computed once a model, then loaded into every session. */
    public final synchronized KeyValues pinnedKeyValues() {
        if (pinnedKeyValues == null) {
            int tokens = model.tokenize(((PromptPart.Text) pinned()).text()).length;
            try (LanguageSession session = model.newSession(tokens)) {
                pinnedKeyValues = session.prefill(pinned());
            }
        }
        return pinnedKeyValues;
    }
}
