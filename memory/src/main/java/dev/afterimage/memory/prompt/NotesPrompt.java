package dev.afterimage.memory.prompt;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel.Message;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.PromptPart;
import java.util.ArrayList;
import java.util.List;

/**
 * The prompt of a model that reads timed notes. Pinned is the chat template up to where the user's turn begins to
 * speak; the question part closes that turn and opens the answer.
 */
public final class NotesPrompt extends StreamPrompt {

    /** Bears on every stored block: another text makes another {@link #version()}, and so another identity of the blocks. */
    public static final String SYSTEM = "You watch a camera. Below are timed notes of what it saw, oldest first. "
            + "Answer the question from the notes alone, in a few words.";

    private static final String HERE = "[[notes]]";

    private final LanguageModel model;
    private Template template;

    /** The chat template around the notes: what precedes them, and what closes the turn behind the question. */
    private record Template(String pinned, String closing) { }

    public NotesPrompt(LanguageModel model) {
        super(model);
        this.model = model;
    }

    private synchronized Template template() {
        if (template == null) {
            String whole = model.chat(List.of(new Message("system", SYSTEM), new Message("user", HERE)), true);
            int at = whole.indexOf(HERE);
            if (at < 0) {
                throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "the chat template of " + model.name() + " drops the user's turn",
                        "import the model again from its published checkpoint");
            }
            template = new Template(whole.substring(0, at) + "Notes:\n", whole.substring(at + HERE.length()));
        }
        return template;
    }

    @Override
    public PromptPart pinned() {
        return new PromptPart.Text(template().pinned);
    }

    @Override
    public PromptPart question(String question) {
        return new PromptPart.Text("\nQuestion: " + PlainText.line(question) + template().closing);
    }

    @Override
    public String version() {
        return Integer.toHexString(template().pinned.hashCode());
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
