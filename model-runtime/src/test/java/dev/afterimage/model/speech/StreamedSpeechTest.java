package dev.afterimage.model.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.onnx.OnnxNetworkLoader;
import dev.afterimage.model.pack.ModelPacks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real networks over sound that comes piece by piece. */
class StreamedSpeechTest {

    private static final int PAUSE = 2 * Sound.SAMPLE_RATE;
    private static WhisperSpeech speech;
    private static short[] sound;
    private static final List<Double> BEGINS = new ArrayList<>();

    @BeforeAll
    static void load() throws IOException {
        SpeechPacks packs = new SpeechPacks(ModelPacks.defaultDirectory());
        packs.pull(SpeechPacks.DEFAULT_PACK, Progress.SILENT);
        speech = new WhisperSpeech(() -> packs.load(SpeechPacks.DEFAULT_PACK, Precision.FP32, 2), new OnnxNetworkLoader());
        sound = new short[0];
        for (String clip : List.of("train", "exit", "keys")) {
            short[] spoken = SpokenClips.clip(clip);
            BEGINS.add((double) (sound.length + PAUSE) / Sound.SAMPLE_RATE);
            sound = joined(joined(sound, new short[PAUSE]), spoken);
        }
        sound = joined(sound, new short[PAUSE]);
    }

    private static short[] joined(short[] a, short[] b) {
        short[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @AfterAll
    static void close() {
        speech.close();
    }

    @Test
    void speechIsFoundBetweenPausesAtItsTime() {
        List<Utterance> said = inPieces(4000);
        assertThat(said).hasSize(4);
        assertThat(said.get(0).text()).contains("London");
        assertThat(said.get(1).text()).containsIgnoringCase("emergency exit");
        assertThat(said.get(0).start()).isCloseTo(BEGINS.get(0), Offset.offset(0.4));
        assertThat(said.get(1).start()).isCloseTo(BEGINS.get(1), Offset.offset(0.4));
        assertThat(said.get(3).start()).isCloseTo(BEGINS.get(2), Offset.offset(0.4));
    }

    @Test
    void theSizeOfThePiecesChangesNothing() {
        List<Utterance> whole = inPieces(sound.length);
        assertThat(inPieces(3333)).isEqualTo(whole);
        assertThat(inPieces(100)).isEqualTo(whole);
    }

    @Test
    void aReaderBroughtBackFromItsSavedStateGoesOnAlike() {
        List<Utterance> whole = inPieces(8000);
        List<Utterance> said = new ArrayList<>();
        SpeechReader reader = speech.create();
        for (int at = 0; at < sound.length; at += 8000) {
            SpeechReader next = speech.create();
            next.restore(reader.snapshot());
            reader = next;
            // A restored source gives some of the sound again.
            int from = Math.max(0, at - 5000);
            said.addAll(reader.hear(piece(from, Math.min(sound.length, at + 8000))));
        }
        said.addAll(reader.finish());
        assertThat(said).isEqualTo(whole);
    }

    @Test
    void aGapEndsWhatWasBeingSaid() {
        int middle = (int) ((BEGINS.get(1) + 1.2) * Sound.SAMPLE_RATE);
        SpeechReader reader = speech.create();
        List<Utterance> said = new ArrayList<>(reader.hear(piece(0, middle)));
        said.addAll(reader.hear(new Sound(500, Arrays.copyOfRange(sound, middle, sound.length))));
        assertThat(said.stream().filter(one -> one.start() < 400)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(said.stream().filter(one -> one.start() < 400))
                .allSatisfy(one -> assertThat(one.end()).isLessThan(middle / 16000.0 + 0.1));
        assertThat(said.get(said.size() - 1).start()).isGreaterThan(500);
    }

    @Test
    void silenceNoiseAndTonesSayNothing() {
        Random random = new Random(7);
        short[] noise = new short[10 * Sound.SAMPLE_RATE];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextGaussian() * 3000);
        }
        short[] tone = new short[10 * Sound.SAMPLE_RATE];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) (8000 * Math.sin(2 * Math.PI * 440 * i / Sound.SAMPLE_RATE));
        }
        for (short[] each : List.of(new short[10 * Sound.SAMPLE_RATE], noise, tone)) {
            SpeechReader reader = speech.create();
            assertThat(reader.hear(new Sound(0, each))).isEmpty();
            assertThat(reader.finish()).isEmpty();
        }
    }

    private static Sound piece(int from, int to) {
        return new Sound((double) from / Sound.SAMPLE_RATE, Arrays.copyOfRange(sound, from, to));
    }

    private static List<Utterance> inPieces(int size) {
        List<Utterance> said = new ArrayList<>();
        try (SpeechReader reader = speech.create()) {
            for (int at = 0; at < sound.length; at += size) {
                said.addAll(reader.hear(piece(at, Math.min(sound.length, at + size))));
            }
            said.addAll(reader.finish());
        }
        return said;
    }
}
