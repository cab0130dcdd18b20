package dev.afterimage.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.LanguageModel.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {

    private static final List<Message> TURNS = List.of(new Message("user", "Hi"), new Message("assistant", "Yes?"), new Message("user", "{{ 1 }} what?"));

    @Test
    void marksForTrainingAreLeftOut() {
        String template = "{% for m in messages %}{% if m['role'] == 'assistant' %}{% generation %}{{ m['content'] }}{%- endgeneration -%}{% else %}[{{ m['content'] }}]"
                + "{% endif %}{% endfor %}";
        assertThat(new ChatTemplate(template, "", "").render(TURNS, false)).isEqualTo("[Hi]Yes?[{{ 1 }} what?]");
    }

    @Test
    void picturesStandBeforeTheLastMessagesText() {
        String template = "{% for m in messages %}{{ m['role'] | capitalize }}:{% for line in m['content'] %}{% if line['type'] == 'image' %}<image>{% else %}"
                + "{{ line['text'] }}{% endif %}{% endfor %};{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}";
        assertThat(new ChatTemplate(template, "", "").renderWithPictures(TURNS, 2, true)).isEqualTo("User:Hi;Assistant:Yes?;User:<image><image>{{ 1 }} what?;Assistant:");
    }
}
