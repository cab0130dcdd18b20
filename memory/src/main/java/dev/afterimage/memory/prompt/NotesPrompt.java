package dev.afterimage.memory.prompt;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.LanguageModel.Message;
import dev.afterimage.core.PromptPart;
import java.util.ArrayList;
import java.util.List;

/**
 * The prompt of a model that reads timed notes. Pinned is the chat template up to where the user's turn begins to speak; the question part closes
 * that turn and opens the answer.
 */
public final class NotesPrompt extends StreamPrompt {

    /** Bears on every stored block: another text makes another {@link #version()}, and so another identity of the blocks. */
    public static final String SYSTEM = "You watch a camera. Below are timed notes of what it saw, oldest first. "
            + "Answer the question from the notes alone, in a few words.";

    private static final String HERE = "[[notes]]";

    private final String pinned;
    private final String closing;

    public NotesPrompt(LanguageModel model) {
        super(model);
        String whole = model.chat(List.of(new Message("system", SYSTEM), new Message("user", HERE)), true);
        int at = whole.indexOf(HERE);
        if (at < 0) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "the chat template of " + model.name() + " drops the user's turn",
                    "import the model again from its published checkpoint");
        }
        pinned = whole.substring(0, at) + "Notes:\n";
        closing = whole.substring(at + HERE.length());
    }

    @Override
    public PromptPart pinned() {
        return new PromptPart.Text(pinned);
    }

    @Override
    public PromptPart question(String question) {
        return new PromptPart.Text("\nQuestion: " + PlainText.line(question) + closing);
    }

    @Override
    public String version() {
        return Integer.toHexString(pinned.hashCode());
    }

    /** The questions of the chat so far, oldest first. */
    public static List<String> earlierQuestions(List<Message> earlier) {
        List<String> questions = new ArrayList<>();
        for (Message message : earlier) {
            if (message.role().equals("user")) {
                questions.add(PlainText.line(message.content()));
            }
        }
        return questions;
    }
}
