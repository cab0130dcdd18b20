package dev.afterimage.model.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.RenderResult;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A checkpoint's chat template, rendered as the Hugging Face library does: blocks trimmed, messages as maps. */
public final class ChatTemplate {

    private static final Jinjava JINJAVA = new Jinjava();

    static {
        JINJAVA.getGlobalContext().registerFilter(new ReplaceFilter());
    }

    private final String template;
    private final String bosToken;
    private final String eosToken;

    public ChatTemplate(String template, String bosToken, String eosToken) {
        this.template = TemplateDialect.plain(template);
        this.bosToken = bosToken;
        this.eosToken = eosToken;
    }

    /** For templates of text alone: a message's content is its text. */
    public String render(List<LanguageModel.Message> messages, boolean addGenerationPrompt) {
        return rendered(messages.stream().map(m -> Map.<String, Object>of("role", m.role(), "content", m.content())).toList(),
                addGenerationPrompt);
    }

    /** For templates that take pictures: a message's content is a list, and that of the last begins with {@code pictures} pictures. */
    public String renderWithPictures(List<LanguageModel.Message> messages, int pictures, boolean addGenerationPrompt) {
        List<Map<String, Object>> turns = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            List<Map<String, String>> content = new ArrayList<>(Collections.nCopies(i == messages.size() - 1 ? pictures : 0,
                    Map.of("type", "image")));
            content.add(Map.of("type", "text", "text", messages.get(i).content()));
            turns.add(Map.of("role", messages.get(i).role(), "content", content));
        }
        return rendered(turns, addGenerationPrompt);
    }

    private String rendered(List<Map<String, Object>> turns, boolean addGenerationPrompt) {
        if (template.isEmpty()) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "this checkpoint has no chat template", "give it raw text (--raw)");
        }
        String tooMuch = TemplateLimits.tooMuch(template);
        if (tooMuch != null) {
            throw refused(tooMuch);
        }
        TemplateLimits limits = new TemplateLimits(template.length() + turns.toString().length());
        RenderResult result;
        try {
            result = JINJAVA.renderForResult(template, Map.of("messages", turns, "add_generation_prompt", addGenerationPrompt,
                    "bos_token", bosToken, "eos_token", eosToken), limits.config());
        } catch (StackOverflowError nested) {
            throw refused("it is nested too deep");
        }
        if (limits.exceeded() != null) {
            throw refused(limits.exceeded());
        }
        if (result.hasErrors()) {
            throw refused(result.getErrors().get(0).getMessage());
        }
        return result.getOutput();
    }

    private static AfterimageException refused(String why) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the checkpoint's chat template cannot be rendered: " + why,
                "give it raw text (--raw)");
    }
}
