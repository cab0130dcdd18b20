package dev.afterimage.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.store.codec.KvForm.Grouping;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantisedTest {

    private static final KvForm[] QUANTISED = {KvForm.INT8, KvForm.INT4};

    private static KeyValues random(KvLayout layout, int tokens, double size) {
        SplittableRandom random = new SplittableRandom(tokens);
        float[][] numbers = new float[2][layout.size(tokens)];
        for (float[] half : numbers) {
            for (int i = 0; i < half.length; i++) {
                half[i] = (float) (random.nextGaussian() * size);
            }
        }
        // Channel 1 of the keys is far off, as in real models.
        for (int i = 1; i < numbers[0].length; i += layout.headDim()) {
            numbers[0][i] += (float) (40 * size);
        }
        return new KeyValues(layout, tokens, numbers[0], numbers[1]);
    }

    /** Range of each number's group, over 2^bits - 1 steps. */
    private static double halfStep(float[] numbers, KeyValues block, Grouping grouping, int at, int bits) {
        int channels = block.layout().headDim();
        int line = at / channels;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < (grouping == Grouping.PER_TOKEN ? channels : block.tokens()); i++) {
            int other = grouping == Grouping.PER_TOKEN ? line * channels + i : (line / block.tokens() * block.tokens() + i) * channels
                    + at % channels;
            least = Math.min(least, numbers[other]);
            most = Math.max(most, numbers[other]);
        }
        // Half a step, and what half precision takes from the least number and from the step.
        return (most - least) / ((1 << bits) - 1) / 2 * 1.002 + Math.abs(least) * Math.scalb(1.0, -11) + 1e-7;
    }

    @ParameterizedTest
    @EnumSource(Grouping.class)
    void noNumberIsOffByMoreThanHalfAStepOfItsGroup(Grouping values) {
        for (KvForm form : QUANTISED) {
            for (KvLayout layout : new KvLayout[] {new KvLayout(3, 2, 16), new KvLayout(1, 1, 7), new KvLayout(2, 5, 64)}) {
                for (int tokens : new int[] {1, 2, 33}) {
                    KeyValues block = random(layout, tokens, 1);
                    KeyValues read = KeyValuesCodec.decode(KeyValuesCodec.encode(block, form, values));
                    for (int i = 0; i < block.keys().length; i++) {
                        assertThat((double) Math.abs(read.keys()[i] - block.keys()[i]))
                                .isLessThanOrEqualTo(halfStep(block.keys(), block, Grouping.PER_CHANNEL, i, form.bits));
                        assertThat((double) Math.abs(read.values()[i] - block.values()[i]))
                                .isLessThanOrEqualTo(halfStep(block.values(), block, values, i, form.bits));
                    }
                }
            }
        }
    }

    @Test
    void theStoredFormIsWhatIsRead() {
        KeyValues block = random(new KvLayout(3, 2, 16), 5, 0.01);
        for (KvForm form : KvForm.values()) {
            assertThat(KeyValuesCodec.storedForm(block, form)).usingRecursiveComparison()
                    .isEqualTo(KeyValuesCodec.decode(KeyValuesCodec.encode(block, form)));
        }
    }

    @Test
    void layerByLayerTheNumbersAreThoseOfTheWhole() {
        KeyValues block = random(new KvLayout(3, 2, 16), 5, 1);
        for (KvForm form : KvForm.values()) {
            for (int layer = 0; layer < 3; layer++) {
                assertThat(KeyValuesCodec.storedForm(block.layer(layer), form)).usingRecursiveComparison()
                        .isEqualTo(KeyValuesCodec.storedForm(block, form).layer(layer));
            }
        }
    }

    @Test
    void aBlockOfManyTokensTakesAboutAHalfAndAQuarterOfItsHalves() {
        KeyValues block = random(new KvLayout(4, 3, 64), 64, 1);
        double halves = KeyValuesCodec.encode(block).length;
        assertThat(KeyValuesCodec.encode(block, KvForm.INT8).length / halves).isBetween(0.5, 0.54);
        assertThat(KeyValuesCodec.encode(block, KvForm.INT4).length / halves).isBetween(0.25, 0.29);
    }

    @Test
    void equalNumbersZeroesAndNumbersBeyondHalvesComeBackAsNearAsHalvesCan() {
        KvLayout layout = new KvLayout(1, 1, 4);
        float[] odd = {0, 0, 3.25f, 3.25f, 1e9f, -1e9f, Float.POSITIVE_INFINITY, 1e-7f};
        for (KvForm form : QUANTISED) {
            KeyValues read = KeyValuesCodec.storedForm(new KeyValues(layout, 2, odd, new float[8]), form);
            assertThat(read.values()).containsOnly(0f);
            assertThat(read.keys()[2]).isBetween(3.24f, HalfFloats.MAX);
            for (float key : read.keys()) {
                assertThat(key).isFinite();
            }
        }
    }

    @Test
    void anyFlippedBitIsNoticedAndWrongShapesUnderARightHashToo() {
        KeyValues block = random(new KvLayout(2, 2, 16), 4, 1);
        SplittableRandom random = new SplittableRandom(6);
        byte[] good = KeyValuesCodec.encode(block, KvForm.INT4);
        for (int i = 0; i < 500; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> KeyValuesCodec.decode(bad)).isInstanceOf(MalformedValueException.class);
        }
        byte[] moreTokens = good.clone();
        moreTokens[5 + 1 + 3 * 4 + 3]++;
        assertThatThrownBy(() -> KeyValuesCodec.decode(CodecTest.sealed(moreTokens))).isInstanceOfSatisfying(MalformedValueException.class,
                e -> assertThat(e.newer()).isFalse());
    }
}
