package dev.afterimage.model.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.LanguageModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A checkpoint's chat template, rendered as the Hugging Face library does: blocks trimmed, messages as maps. */
public final class ChatTemplate {

    private static final Jinjava JINJAVA = new Jinjava(JinjavaConfig.newBuilder().withTrimBlocks(true).withLstripBlocks(true)
            // What a user writes in double braces is text, not a template of its own.
            .withNestedInterpretationEnabled(false).withKeepTrailingNewline(true).withFailOnUnknownTokens(false).build());

    /** Marks of the assistant's words for training, which plain Jinja does not know. */
    private static final Pattern TRAINING_MARKS = Pattern.compile("\\{%-?\\s*(end)?generation\\s*-?%}");

    private final String template;
    private final String bosToken;
    private final String eosToken;

    public ChatTemplate(String template, String bosToken, String eosToken) {
        this.template = TRAINING_MARKS.matcher(template).replaceAll("");
        this.bosToken = bosToken;
        this.eosToken = eosToken;
    }

    /** For templates of text alone: a message's content is its text. */
    public String render(List<LanguageModel.Message> messages, boolean addGenerationPrompt) {
        return rendered(messages.stream().map(m -> Map.<String, Object>of("role", m.role(), "content", m.content())).toList(), addGenerationPrompt);
    }

    /** For templates that take pictures: a message's content is a list, and that of the last begins with {@code pictures} pictures. */
    public String renderWithPictures(List<LanguageModel.Message> messages, int pictures, boolean addGenerationPrompt) {
        List<Map<String, Object>> turns = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            List<Map<String, String>> content = new ArrayList<>(Collections.nCopies(i == messages.size() - 1 ? pictures : 0, Map.of("type", "image")));
            content.add(Map.of("type", "text", "text", messages.get(i).content()));
            turns.add(Map.of("role", messages.get(i).role(), "content", content));
        }
        return rendered(turns, addGenerationPrompt);
    }

    private String rendered(List<Map<String, Object>> turns, boolean addGenerationPrompt) {
        if (template.isEmpty()) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "this checkpoint has no chat template", "give it raw text (--raw)");
        }
        RenderResult result = JINJAVA.renderForResult(template, Map.of("messages", turns, "add_generation_prompt", addGenerationPrompt,
                "bos_token", bosToken, "eos_token", eosToken));
        if (result.hasErrors()) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the checkpoint's chat template cannot be rendered: "
                    + result.getErrors().get(0).getMessage(), "give it raw text (--raw)");
        }
        return result.getOutput();
    }
}
