package dev.afterimage.model.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.LanguageModel;
import java.util.List;
import java.util.Map;

/** A checkpoint's chat template, rendered as the Hugging Face library does: blocks trimmed, messages as maps. */
public final class ChatTemplate {

    private static final Jinjava JINJAVA = new Jinjava(JinjavaConfig.newBuilder().withTrimBlocks(true).withLstripBlocks(true)
            // What a user writes in double braces is text, not a template of its own.
            .withNestedInterpretationEnabled(false).withKeepTrailingNewline(true).withFailOnUnknownTokens(false).build());

    private final String template;
    private final String bosToken;
    private final String eosToken;

    public ChatTemplate(String template, String bosToken, String eosToken) {
        this.template = template;
        this.bosToken = bosToken;
        this.eosToken = eosToken;
    }

    public String render(List<LanguageModel.Message> messages, boolean addGenerationPrompt) {
        if (template.isEmpty()) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "this checkpoint has no chat template", "give it raw text (--raw)");
        }
        List<Map<String, String>> turns = messages.stream().map(m -> Map.of("role", m.role(), "content", m.content())).toList();
        RenderResult result = JINJAVA.renderForResult(template, Map.of("messages", turns, "add_generation_prompt", addGenerationPrompt,
                "bos_token", bosToken, "eos_token", eosToken));
        if (result.hasErrors()) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the checkpoint's chat template cannot be rendered: "
                    + result.getErrors().get(0).getMessage(), "give it raw text (--raw)");
        }
        return result.getOutput();
    }
}
