package dev.afterimage.model.importer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.model.LanguageModel.Message;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.tokenizer.ChatTemplate;
import dev.afterimage.model.tokenizer.PackTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a checkpoint says about prompts, tried once at import: a chat must be writable in its template, and every token
 * in it must have an embedding.
 */
final class PromptCheck {

    private static final List<Message> CHAT = List.of(new Message("user", "What is there?"));

    private static final String REMEDY = "correct the template (chat_template.jinja, or 'chat_template' in tokenizer_config.json), or "
            + "empty it to use the model with raw texts alone (--raw)";

    private PromptCheck() { }

    /** @param tokenizer the pack's own */
    static void check(ModelSource source, Path tokenizer) {
        LlamaShape shape = source.shape();
        ModelSource.Speech speech = source.speech();
        speech.endTokens().forEach(id -> requireWithin(id, "a token that ends a turn", shape));
        if (speech.chatTemplate().isEmpty()) {
            return;
        }
        String chat = rendered(speech, source.eyes().isPresent());
        try (PackTokenizer tokens = new PackTokenizer(tokenizer)) {
            Arrays.stream(tokens.tokenize(chat)).forEach(id -> requireWithin(id, "a token of the chat template", shape));
        }
    }

    private static void requireWithin(int id, String what, LlamaShape shape) {
        if (id >= shape.vocabulary()) {
            throw Config.malformed(what + " has the id " + id + ", and the model's vocabulary ends at " + (shape.vocabulary() - 1)
                    + ": there is no embedding for it");
        }
    }

    private static String rendered(ModelSource.Speech speech, boolean sees) {
        ChatTemplate template = new ChatTemplate(speech.chatTemplate(), speech.bosToken(), speech.eosToken());
        String chat;
        try {
            chat = sees ? template.renderWithPictures(CHAT, 1, true) : template.render(CHAT, true);
        } catch (AfterimageException e) {
            throw Config.unsupported(e.getMessage(), REMEDY);
        }
        if (!chat.contains(CHAT.get(0).content())) {
            throw Config.unsupported("the user's words are not in what the checkpoint's chat template makes of a chat: it uses something "
                    + "that is not known here", REMEDY);
        }
        return chat;
    }
}
