package dev.afterimage.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatTemplateTest {

    private static final List<Message> TURNS = List.of(new Message("user", "Hi"), new Message("assistant", "Yes?"),
            new Message("user", "{{ 1 }} what?"));

    @Test
    void marksForTrainingAreLeftOut() {
        String template = "{% for m in messages %}{% if m['role'] == 'assistant' %}{% generation %}{{ m['content'] }}{%- endgeneration "
                + "-%}{% else %}[{{ m['content'] }}]"
                + "{% endif %}{% endfor %}";
        assertThat(new ChatTemplate(template, "", "").render(TURNS, false)).isEqualTo("[Hi]Yes?[{{ 1 }} what?]");
    }

    @Test
    void picturesStandBeforeTheLastMessagesText() {
        String template = "{% for m in messages %}{{ m['role'] | capitalize }}:{% for line in m['content'] %}{% if line['type'] == "
                + "'image' %}<image>{% else %}"
                + "{{ line['text'] }}{% endif %}{% endfor %};{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}";
        assertThat(new ChatTemplate(template, "", "").renderWithPictures(TURNS, 2, true))
                .isEqualTo("User:Hi;Assistant:Yes?;User:<image><image>{{ 1 }} what?;Assistant:");
    }

    @Test
    void theMethodsOfPythonThatTemplatesUseAreThere() {
        String template = "{% for m in messages %}{{ '<|' + m['role'] + '|>' + m['content'].strip().replace('H', 'h') }}{% endfor %}{{ "
                + "'a</think>b'.split('</think>')[-1] }}"
                + "{% for k, v in {'q': 1}.items() %}{{ k }}={{ v }}{% endfor %}{{ messages[0].get('role').upper() }}{{ "
                + "'ab'.startswith('a') }}{{ messages | length }}";
        assertThat(new ChatTemplate(template, "", "").render(List.of(new Message("user", " Hi ")), true))
                .isEqualTo("<|user|>hibq=1USERtrue1");
    }

    static Stream<Arguments> published() throws IOException {
        try (InputStream json = ChatTemplateTest.class.getResourceAsStream("/templates/rendered.json")) {
            JsonNode cases = new ObjectMapper().readTree(json);
            return StreamSupport.stream(cases.spliterator(), false).map(each -> Arguments.of(each.get("template").asText(), each));
        }
    }

    /** Templates in the manner of published ones, held against what jinja2 makes of them with the settings of `transformers`. */
    @ParameterizedTest
    @MethodSource("published")
    void templatesOfPublishedModelsRenderAsInTheReference(String name, JsonNode expected) throws IOException {
        String template;
        try (InputStream jinja = ChatTemplateTest.class.getResourceAsStream("/templates/" + name + ".jinja")) {
            template = new String(jinja.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Message> turns = StreamSupport.stream(expected.get("turns").spliterator(), false)
                .map(turn -> new Message(turn.get("role").asText(), turn.get("content").asText())).toList();
        ChatTemplate chat = new ChatTemplate(template, "<bos>", "<eos>");
        int pictures = expected.get("pictures").asInt();
        boolean prompt = expected.get("generation_prompt").asBoolean();
        assertThat(pictures < 0 ? chat.render(turns, prompt) : chat.renderWithPictures(turns, pictures, prompt))
                .isEqualTo(expected.get("expected").asText());
    }

    /** Each is small and asks for more time or memory than there is. */
    @ParameterizedTest
    @MethodSource("hostile")
    @Timeout(120)
    void aTemplateThatTakesTooMuchIsRefused(String name, String template) {
        AfterimageException refused = catchThrowableOfType(AfterimageException.class, () -> new ChatTemplate(template, "", "")
                .render(TURNS, true));
        assertThat(refused).as(name).isNotNull();
        assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_UNSUPPORTED);
        assertThat(refused.remedy()).contains("--raw");
    }

    static Stream<Arguments> hostile() {
        String kilobytes = "{% set x = 'abcdefghijklmnop' %}" + "{% set x = x~x~x~x~x~x~x~x~x~x~x~x %}".repeat(3);
        String macros = IntStream.range(1, 40).mapToObj(i -> "{% macro a" + i + "() %}{{ a" + (i - 1) + "() }}{{ a" + (i - 1)
                + "() }}{% endmacro %}").collect(Collectors.joining());
        return Stream.of(
                Arguments.of("loops in loops", "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor "
                + "%}{% endfor %}{% endfor %}"),
                Arguments.of("much output", "{% for a in range(1000) %}{% for b in range(1000) %}xxxxxxxxxx{% endfor %}{% endfor %}"),
                Arguments.of("steps",
                        "{% for a in range(1000) %}{% for b in range(1000) %}{% if true %}{% endif %}{% endfor %}{% endfor %}"),
                Arguments.of("macros that double", "{% macro a0() %}x{% endmacro %}" + macros + "{{ a39() }}"),
                Arguments.of("a macro in itself", "{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}"),
                Arguments.of("a string doubled", "{% set x = 'abcdefgh' %}" + "{% set x = x ~ x %}".repeat(40) + "{{ x }}"),
                Arguments.of("a list doubled", "{% set x = [1, 2] %}" + "{% set x = x + x %}".repeat(40) + "{{ x }}"),
                Arguments.of("a list that holds itself twice", "{% set x = [1, 2] %}" + "{% set x = [x, x] %}".repeat(40) + "{{ x }}"),
                Arguments.of("a namespace that does", "{% set n = namespace(x=[1, 2]) %}" + "{% set n.x = [n.x, n.x] %}".repeat(40)
                        + "{{ n.x }}"),
                Arguments.of("repetition", "{{ 'a'.repeat(1000000000) }}"),
                Arguments.of("a wide format", "{{ '%1000000000d' | format(3) }}"),
                Arguments.of("a wide centre", "{{ 'a' | center(1000000000) }}"),
                Arguments.of("replacement", kilobytes + "{{ x.replace('a', x).replace('b', x) }}"),
                Arguments.of("filtered replacement", kilobytes + "{{ x | replace('a', x) | replace('b', x) }}"),
                Arguments.of("joining", kilobytes + "{{ x | list | join(x) }}"),
                Arguments.of("one long sum", kilobytes + "{{ x" + " ~ x".repeat(5000) + " }}"),
                Arguments.of("brackets", "{{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}"),
                Arguments.of("conditions in conditions", "{% if true %}".repeat(3500) + "x" + "{% endif %}".repeat(3500)),
                Arguments.of("a regular expression", "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$') }}"),
                Arguments.of("length", "x".repeat(TemplateLimits.LENGTH + 1)), Arguments.of("another file", "{% include 'logback.xml' %}"));
    }
}
