package dev.afterimage.model.speech;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.model.format.PackDescription.Logit;
import dev.afterimage.model.format.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Whisper of many languages with made-up weights held against CTranslate2 (model-training/conformance). */
class ManyLanguagesTest {

    private static final String SETTINGS = "{\"suppress_ids\": [1, 2, 7, 50258, 50358, 50359, 50360, 50361, 50362], "
            + "\"suppress_ids_begin\": [220, 50257]}";

    @TempDir
    private static Path directory;
    private static JsonNode fixture;
    private static SpeechModel model;

    @BeforeAll
    static void build() throws IOException, URISyntaxException {
        try (InputStream json = ManyLanguagesTest.class.getResourceAsStream("/speech/made-up-whisper.json")) {
            fixture = new ObjectMapper().readTree(json);
        }
        List<Logit> reference = new ArrayList<>();
        fixture.get("self_test_logits").forEach(logit -> reference.add(new Logit(logit.get("id").asInt(), (float) logit.get("value")
                .asDouble())));
        Path tokenizer = Path.of(ManyLanguagesTest.class.getResource("/checkpoints/llama-f32-tied/tokenizer.json").toURI());
        Path pack = Files.createDirectory(directory.resolve("pack"));
        SpeechPackBuilder.build(new SpeechCatalogue.Entry("made-up", "", "mit", null, null, null, reference),
                MadeUpWhisper.write(directory), Files.writeString(directory.resolve("config.json"), SETTINGS), tokenizer, pack);
        model = new SpeechModel(pack, SpeechPackDescription.read(pack), Precision.FP32, 2);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Made-up weights recognise no language for sure, so that the one that is given is read. */
    @Test
    void tokensBehindALanguageEqualThoseOfTheReference() throws IOException {
        for (JsonNode clip : fixture.get("clips")) {
            Transcript transcript = model.decode(SpokenClips.floats(SpokenClips.clip(clip.get("name").asText())),
                    clip.get("language").asInt());
            List<Integer> expected = new ArrayList<>();
            clip.get("token_ids").forEach(id -> expected.add(id.asInt()));
            assertThat(transcript.language()).as(clip.get("name").asText()).isEqualTo(clip.get("language").asInt());
            assertThat(transcript.ids()).as(clip.get("name").asText()).startsWith(expected.toArray(Integer[]::new));
            assertThat(transcript.noSpeech()).isCloseTo(clip.get("no_speech").asDouble(), Offset.offset(2e-3));
        }
        assertThat(fixture.get("clips").size()).isEqualTo(5);
    }

    @Test
    void whereNoLanguageWasSpokenBeforeItIsTheLikeliest() throws IOException {
        float[] sound = SpokenClips.floats(SpokenClips.clip("exit"));
        float[] logits = model.firstLogits(sound);
        int language = model.decode(sound, 100).language();
        assertThat(SpeechTokens.MULTILINGUAL.language(language)).isTrue();
        for (int other = SpeechTokens.MULTILINGUAL.firstLanguage(); SpeechTokens.MULTILINGUAL.language(other); other++) {
            assertThat(logits[other]).isLessThanOrEqualTo(logits[language]);
        }
    }
}
