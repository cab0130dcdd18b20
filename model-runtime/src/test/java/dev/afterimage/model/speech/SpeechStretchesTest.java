package dev.afterimage.model.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeechStretchesTest {

    private SpeechStretches stretches = new SpeechStretches();

    private List<SpeechStretches.Stretch> hear(int windows, float voice) {
        List<SpeechStretches.Stretch> ended = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            stretches.hear(voice).ifPresent(ended::add);
        }
        return ended;
    }

    @Test
    void aStretchGoesFromBeforeTheFirstVoiceToBehindTheLast() {
        assertThat(hear(100, 0.1f)).isEmpty();
        assertThat(hear(50, 0.9f)).isEmpty();
        assertThat(hear(61, 0.1f)).isEmpty();
        assertThat(hear(1, 0.1f)).containsExactly(new SpeechStretches.Stretch(94, 156));
        assertThat(stretches.close()).isEmpty();
    }

    @Test
    void aShortPauseDoesNotEndIt() {
        hear(20, 0.9f);
        assertThat(hear(50, 0.1f)).isEmpty();
        assertThat(hear(20, 0.9f)).isEmpty();
        assertThat(stretches.close()).contains(new SpeechStretches.Stretch(0, 90));
    }

    @Test
    void aLongOneEndsAtAShortPause() {
        hear(400, 0.9f);
        assertThat(hear(21, 0.1f)).isEmpty();
        assertThat(hear(1, 0.1f)).containsExactly(new SpeechStretches.Stretch(0, 406));
    }

    @Test
    void aCoughIsNoSpeech() {
        hear(20, 0.1f);
        hear(4, 0.9f);
        assertThat(hear(70, 0.1f)).isEmpty();
    }

    @Test
    void endlessSpeechIsCutWhereItIsQuietestAndNothingIsLost() {
        List<SpeechStretches.Stretch> ended = new ArrayList<>(hear(700, 0.9f));
        ended.addAll(hear(3, 0.4f));
        ended.addAll(hear(700, 0.9f));
        stretches.close().ifPresent(ended::add);
        assertThat(ended.get(0)).isEqualTo(new SpeechStretches.Stretch(0, 701));
        for (int i = 1; i < ended.size(); i++) {
            assertThat(ended.get(i).from()).isEqualTo(ended.get(i - 1).to());
        }
        assertThat(ended.get(ended.size() - 1).to()).isEqualTo(1403);
        assertThat(ended).allSatisfy(stretch -> assertThat(stretch.to() - stretch.from()).isLessThanOrEqualTo(900));
    }

    @Test
    void savedAndBroughtBackItGoesOnAlike() throws IOException {
        hear(30, 0.1f);
        hear(20, 0.9f);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        stretches.write(new DataOutputStream(bytes));
        List<SpeechStretches.Stretch> undisturbed = hear(70, 0.1f);
        stretches = new SpeechStretches();
        stretches.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(hear(70, 0.1f)).isEqualTo(undisturbed).hasSize(1);
    }
}
