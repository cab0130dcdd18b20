package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.retrieval.BlockIndex.Retrieved;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WrittenTimesTest {

    private static final StreamId DOOR = new StreamId("door");

    private final WrittenTimes plain = new WrittenTimes(layout(0));
    private final WrittenTimes anew = new WrittenTimes(layout(6000));

    private static VisualLayout layout(int clock) {
        return new VisualLayout("<image>", "", "", "", "{time}", "{question}", clock);
    }

    /** Blocks at these seconds, the last of them the best. */
    private static Retrieved read(double... seconds) {
        List<BlockEntry> blocks = IntStream.range(0, seconds.length)
                .mapToObj(i -> new BlockEntry(DOOR, i, seconds[i], 25, i, "", List.of(), new float[0], new float[0], new float[0]))
                .toList();
        return new Retrieved(blocks, IntStream.range(0, seconds.length).asDoubleStream().toArray(), -1);
    }

    @Test
    void aModelIsAskedForTheTimeThatItsFramesBear() {
        assertThat(plain.asked("What was there at 1:48:00?")).isEqualTo("What was there at 108:00?");
        assertThat(anew.asked("What was there at 1:48:00, and at 59:59?")).isEqualTo("What was there at 08:00, and at 59:59?");
        assertThat(anew.asked("What was there at 108:00 (score 3:1)?")).isEqualTo("What was there at 08:00 (score 3:1)?");
    }

    @Test
    void anAnswerSaysTheTimeOfTheBlockThatItWasReadFrom() {
        assertThat(anew.told("08:00", read(12, 6480.4, 7000))).isEqualTo("1:48:00");
        assertThat(plain.told("at 108:00 and at 00:12", read(12, 6480, 7000))).isEqualTo("at 1:48:00 and at 00:12");
    }

    @Test
    void ofSeveralBlocksThatBearATimeTheBestIsMeant() {
        assertThat(anew.told("08:00", read(480, 6480))).isEqualTo("1:48:00");
        assertThat(anew.told("08:00", read(6480, 480))).isEqualTo("08:00");
    }

    @Test
    void aTimeThatNoBlockBearsStaysAsItWasSaid() {
        assertThat(anew.told("09:00", read(480, 6480))).isEqualTo("09:00");
    }
}
