package dev.afterimage.model.speech;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whisper tiny.en held against CTranslate2; model-training/conformance made the clips and the fixture. */
class SpeechConformanceTest {

    private static JsonNode fixture;
    private static SpeechPacks packs;
    private static SpeechModel model;

    @BeforeAll
    static void load() throws IOException {
        fixture = SpokenClips.fixture();
        packs = new SpeechPacks(ModelPacks.defaultDirectory());
        packs.pull(SpeechPacks.DEFAULT_PACK, Progress.SILENT);
        model = packs.load(SpeechPacks.DEFAULT_PACK, Precision.FP32, 2);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void tokensAndNoSpeechEqualThoseOfTheReference() throws IOException {
        for (JsonNode clip : fixture.get("clips")) {
            Transcript transcript = model.decode(SpokenClips.floats(SpokenClips.clip(clip.get("name").asText())));
            List<Integer> expected = new ArrayList<>();
            clip.get("token_ids").forEach(id -> expected.add(id.asInt()));
            assertThat(transcript.ids()).as(clip.get("name").asText()).isEqualTo(expected);
            assertThat(transcript.noSpeech()).isCloseTo(clip.get("no_speech").asDouble(), Offset.offset(2e-3));
        }
        assertThat(fixture.get("clips").size()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void wordsComeWithTheirTimes() throws IOException {
        List<Utterance> said = model.transcribe(SpokenClips.floats(SpokenClips.clip("exit")), 100);
        assertThat(said).hasSize(2);
        assertThat(said.get(0).text()).containsIgnoringCase("emergency exit");
        assertThat(said.get(1).start()).isBetween(102.0, 103.5);
    }

    @Test
    void theInstalledPackIsWhole() {
        assertThat(packs.verify(SpeechPacks.DEFAULT_PACK)).containsOnlyKeys(Precision.FP32, Precision.INT8);
    }
}
