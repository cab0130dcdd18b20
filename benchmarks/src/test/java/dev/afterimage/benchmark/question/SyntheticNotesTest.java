package dev.afterimage.benchmark.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.benchmark.report.Clock;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticNotesTest {

    private static final StreamId STREAM = new StreamId("street");

    @Test
    void theSameSeedGivesTheSameStream() {
        assertThat(SyntheticNotes.text(SyntheticNotes.of(STREAM, 600, 7)))
                .isEqualTo(SyntheticNotes.text(SyntheticNotes.of(STREAM, 600, 7)));
        assertThat(SyntheticNotes.text(SyntheticNotes.of(STREAM, 600, 7)))
                .isNotEqualTo(SyntheticNotes.text(SyntheticNotes.of(STREAM, 600, 8)));
    }

    @Test
    void aNoteIsWrittenEveryTwoToFourSecondsAndSaysSomethingNew() {
        List<EncodedFrame> frames = SyntheticNotes.of(STREAM, 600, 1);
        assertThat(frames).hasSizeBetween(150, 300);
        for (int i = 1; i < frames.size(); i++) {
            assertThat(frames.get(i).seconds() - frames.get(i - 1).seconds()).isBetween(2.0, 4.0);
            assertThat(frames.get(i).note()).isNotEqualTo(frames.get(i - 1).note());
            assertThat(frames.get(i).index()).isEqualTo(i);
        }
    }

    @Test
    void notesReadLikeTheEncoders() {
        assertThat(SyntheticNotes.text(SyntheticNotes.of(STREAM, 60, 1))).startsWith("[00:00] ")
                .matches("(?s)(\\[\\d\\d:\\d\\d] [^\\n]+\\n)+");
    }

    @Test
    void stagesAddUp() throws InterruptedException {
        Stages stages = new Stages(Clock.WALL);
        Thread.sleep(2);
        stages.end("one");
        stages.end("two");
        Thread.sleep(2);
        stages.end("one");
        assertThat(stages.of("one")).isGreaterThanOrEqualTo(4);
        assertThat(stages.of("three")).isZero();
        assertThat(stages.total()).isEqualTo(stages.of("one") + stages.of("two"));
    }
}
