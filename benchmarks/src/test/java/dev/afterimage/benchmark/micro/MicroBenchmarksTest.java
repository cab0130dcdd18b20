package dev.afterimage.benchmark.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.store.codec.KeyValuesCodec;
import org.junit.jupiter.api.Test;

class MicroBenchmarksTest {

    @Test
    void theCodecGivesBackTheBlockInItsStoredForm() {
        BlockDecode benchmark = new BlockDecode();
        benchmark.make();
        KeyValues decoded = benchmark.decode();
        assertThat(decoded.keys()).isEqualTo(KeyValuesCodec.storedForm(RandomEntries.random(RandomEntries.SMOLLM2_135M,
                RandomEntries.TOKENS, 1)).keys());
        assertThat(benchmark.encode()).isEqualTo(KeyValuesCodec.encode(decoded));
    }

    @Test
    void everyBlockIsScored() {
        LateInteractionSweep benchmark = new LateInteractionSweep();
        benchmark.make();
        assertThat(benchmark.keys()).hasDimensions(LateInteractionSweep.QUESTION, LateInteractionSweep.BLOCKS);
        assertThat(benchmark.textIndex()).hasSize(LateInteractionSweep.BLOCKS);
    }

    @Test
    void theTilerTakesFrameAfterFrame() {
        SceneTiler benchmark = new SceneTiler();
        benchmark.make();
        for (int frame = 0; frame < 600; frame++) {
            assertThat(benchmark.accept()).hasSizeLessThanOrEqualTo(1);
        }
    }
}
