package dev.afterimage.encoder.visual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.encoder.visual.Compressor.Kept;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CompressorTest {

    private static final int TEXT = 12;
    private final Looks looks = new Looks(1, 0.02).change(0, 64);

    private static Compressor compressor(Mode mode, int tokensPerMinute) {
        return new Compressor(CompressionSettings.of(mode, tokensPerMinute), Looks.GRID, Looks.WIDTH, TEXT);
    }

    /** A compressor that has seen the picture for a while. @return the next second */
    private int settle(Compressor compressor) {
        for (int second = 0; second < 10; second++) {
            compressor.compress(looks.embeddings(), second);
        }
        return 10;
    }

    @Test
    void withoutCompressionEveryFrameIsWholeHoweverAlike() {
        Compressor none = compressor(Mode.NONE, 0);
        float[] picture = looks.embeddings();
        for (int second = 0; second < 5; second++) {
            assertThat(none.compress(picture, second)).satisfies(kept -> {
                assertThat(kept.tokens()).isEqualTo(64);
                assertThat(kept.embeddings()).isEqualTo(picture);
            });
        }
    }

    @Test
    void onlyTokensThatChangedAreKeptInTheirOrderAsTheyWere() {
        Compressor drop = compressor(Mode.DROP, 0);
        assertThat(drop.compress(looks.embeddings(), 0).tokens()).as("the first frame is whole").isEqualTo(64);
        looks.change(10, 12).change(40, 41);
        float[] picture = looks.embeddings();
        Kept kept = drop.compress(picture, 1);
        assertThat(kept.redundancy()).as("too early to say").isEqualTo(EncodedFrame.UNMEASURED);
        assertThat(kept.tokens()).isEqualTo(3);
        assertThat(kept.places()).as("they stay where they were in the picture").containsExactly(10, 11, 40);
        assertThat(kept.embeddings()).isEqualTo(concat(token(picture, 10), token(picture, 11), token(picture, 40)));
    }

    @Test
    void behindAGapTheSamePictureIsWholeAgain() {
        Compressor drop = compressor(Mode.DROP, 0);
        int next = settle(drop);
        drop.interrupted();
        Kept kept = drop.compress(looks.embeddings(), next);
        assertThat(kept.tokens()).isEqualTo(64);
        assertThat(kept.redundancy()).isEqualTo(EncodedFrame.UNMEASURED);
    }

    @Test
    void aFrameThatShowsNothingNewAddsNothing() {
        Compressor drop = compressor(Mode.DROP, 0);
        Kept again = drop.compress(looks.embeddings(), settle(drop));
        assertThat(again.tokens()).isZero();
        assertThat(again.redundancy()).isEqualTo(1);
    }

    @Test
    void aChangeTooSlowForAnyTwoFramesIsKeptWhenItHasAddedUp() {
        Compressor drop = compressor(Mode.DROP, 0);
        float[] from = looks.embeddings();
        float[] to = looks.change(0, 64).embeddings();
        int kept = 0;
        for (int step = 0; step <= 400; step++) {
            float[] mixed = from.clone();
            for (int i = 0; i < Looks.WIDTH * 4; i++) {
                mixed[i] = from[i] + (to[i] - from[i]) * step / 400;
            }
            int tokens = drop.compress(mixed, step * 0.1).tokens();
            kept += step == 0 ? 0 : tokens;
        }
        assertThat(kept).as("each of the four places a few times").isBetween(4, 80);
    }

    @Test
    void aNewSceneIsWhole() {
        Compressor drop = compressor(Mode.DROP, 0);
        int next = settle(drop);
        Kept cut = drop.compress(looks.change(0, 60).embeddings(), next);
        assertThat(cut.tokens()).isEqualTo(64);
        assertThat(cut.redundancy()).isEqualTo(4 / 64.0);
    }

    @Test
    void afterAGapTheFrameIsWhole() {
        Compressor drop = compressor(Mode.DROP, 0);
        drop.compress(looks.embeddings(), 0);
        assertThat(drop.compress(looks.embeddings(), 9).tokens()).isEqualTo(64);
    }

    @Test
    void theThresholdAdaptsUntilTheWishedShareIsDropped() {
        // Every place is a little new in every frame: cosines about 0.9, which the strictest threshold would keep one and all.
        Looks restless = new Looks(3, 0.33).change(0, 64);
        Compressor drop = compressor(Mode.DROP, 0);
        int kept = 0;
        for (int frame = 0; frame < 300; frame++) {
            int tokens = drop.compress(restless.embeddings(), frame * 0.5).tokens();
            kept += frame < 100 ? 0 : tokens;
        }
        double dropped = 1 - kept / (200 * 64.0);
        assertThat(dropped).isBetween(CompressionSettings.DEFAULT_DROP_TARGET - 0.1, CompressionSettings.DEFAULT_DROP_TARGET + 0.1);
    }

    @Test
    void aSceneThatMovesAsAWholeIsAveragedAndALittleChangeIsNot() {
        Compressor dynamic = compressor(Mode.DYNAMIC, 100_000);
        dynamic.compress(looks.embeddings(), 0);
        assertThat(dynamic.compress(looks.change(0, 3).embeddings(), 1).tokens()).as("1x").isEqualTo(3);
        assertThat(dynamic.compress(looks.change(0, 32).embeddings(), 2).tokens()).as("4x").isEqualTo(8);
    }

    @Test
    void theMeanOfACellIsKept() {
        Compressor dynamic = compressor(Mode.DYNAMIC, 100_000);
        dynamic.compress(looks.embeddings(), 0);
        float[] picture = looks.change(0, 32).embeddings();
        Kept kept = dynamic.compress(picture, 1);
        assertThat(kept.places()).as("a cell of 2 x 2 stands in its middle, up and left").startsWith(0, 2, 4, 6, 16);
        float[] cell = Arrays.copyOf(kept.embeddings(), Looks.WIDTH);
        for (int i = 0; i < Looks.WIDTH; i++) {
            float mean = (token(picture, 0)[i] + token(picture, 1)[i] + token(picture, 8)[i] + token(picture, 9)[i]) / 4;
            assertThat(cell[i]).isCloseTo(mean, Offset.offset(1e-5f));
        }
    }

    @Test
    void theBudgetHoldsOverEveryTenMinutesToHalfAMinutesWorth() {
        for (int budget : new int[] {60, 400, 960, 2000}) {
            Compressor dynamic = compressor(Mode.DYNAMIC, budget);
            SplittableRandom random = new SplittableRandom(budget);
            int[] spent = new int[40];
            for (int frame = 0; frame < 40 * 60 * 2; frame++) {
                // Restless all the time: cuts, motion, small things.
                if (random.nextInt(20) == 0) {
                    looks.change(0, 64);
                } else if (random.nextInt(3) == 0) {
                    int from = random.nextInt(60);
                    looks.change(from, Math.min(64, from + random.nextInt(1, 40)));
                }
                int tokens = dynamic.compress(looks.embeddings(), frame * 0.5).tokens();
                spent[frame / 120] += tokens == 0 ? 0 : tokens + TEXT;
            }
            for (int minute = 0; minute + 10 <= spent.length; minute++) {
                int tenMinutes = Arrays.stream(spent, minute, minute + 10).sum();
                assertThat(tenMinutes).as("%d a minute, from minute %d", budget, minute)
                        .isLessThanOrEqualTo(10 * budget + Math.max(budget / 2, 64 + TEXT));
                assertThat(tenMinutes).as("there is enough to tell").isGreaterThan(8 * Math.min(budget, 1000));
            }
        }
    }

    private static float[] token(float[] picture, int place) {
        return Arrays.copyOfRange(picture, place * Looks.WIDTH, (place + 1) * Looks.WIDTH);
    }

    private static float[] concat(float[]... tokens) {
        float[] all = new float[tokens.length * Looks.WIDTH];
        for (int i = 0; i < tokens.length; i++) {
            System.arraycopy(tokens[i], 0, all, i * Looks.WIDTH, Looks.WIDTH);
        }
        return all;
    }
}
