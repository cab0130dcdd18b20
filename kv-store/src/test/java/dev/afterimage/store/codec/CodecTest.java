package dev.afterimage.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Motion;
import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.evidence.Spot;
import dev.afterimage.core.evidence.Traits;
import dev.afterimage.core.store.Thumbnail;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Round trips, and bytes of every version ever written, which must open for ever. */
class CodecTest {

    @Test
    void everyRecordComesBackAsItWas() {
        assertThat(RecordCodecs.decodeScene(Samples.STREAM, 7, RecordCodecs.encode(Samples.SCENE))).isEqualTo(Samples.SCENE);
        assertThat(RecordCodecs.decodeStream(Samples.STREAM, RecordCodecs.encode(Samples.INFO))).isEqualTo(Samples.INFO);
        assertThat(RecordCodecs.decodeGap(Samples.STREAM, 303.5, RecordCodecs.encode(Samples.GAP))).isEqualTo(Samples.GAP);
        assertThat(RecordCodecs.decodeExtent(RecordCodecs.encode(new BlockExtent(2.5, 3, 700_000))))
                .isEqualTo(new BlockExtent(2.5, 3, 700_000));
        Thumbnail thumbnail = RecordCodecs.decodeThumbnail(RecordCodecs.encode(Samples.THUMBNAIL));
        assertThat(thumbnail).usingRecursiveComparison().isEqualTo(Samples.THUMBNAIL);
    }

    @Test
    void keyValuesComeBackRoundedToHalves() {
        assertThat(KeyValuesCodec.decode(KeyValuesCodec.encode(Samples.KEY_VALUES))).usingRecursiveComparison()
                .isEqualTo(KeyValuesCodec.storedForm(Samples.KEY_VALUES));
        KeyValues stored = KeyValuesCodec.storedForm(Samples.KEY_VALUES);
        assertThat(KeyValuesCodec.encode(stored)).as("storing what was stored changes nothing")
                .isEqualTo(KeyValuesCodec.encode(Samples.KEY_VALUES));
    }

    @Test
    void positionsComeBackInEveryFormAndByLayer() {
        for (KvForm form : KvForm.values()) {
            assertThat(KeyValuesCodec.decode(KeyValuesCodec.encode(Samples.POSITIONED, form)).positions())
                    .isEqualTo(Samples.POSITIONED.positions());
            assertThat(KeyValuesCodec.storedForm(Samples.POSITIONED, form).positions()).isEqualTo(Samples.POSITIONED.positions());
        }
        assertThat(KeyValuesCodec.decode(KeyValuesCodec.encode(Samples.POSITIONED.layer(1))).positions())
                .isEqualTo(Samples.POSITIONED.positions());
        assertThat(KeyValuesCodec.decode(fixture("key-values-positioned"))).usingRecursiveComparison()
                .isEqualTo(KeyValuesCodec.storedForm(Samples.POSITIONED));
        assertThat(KeyValuesCodec.decode(KeyValuesCodec.encode(Samples.KEY_VALUES)).positions()).isNull();
    }

    @Test
    void anEntryComesBackWithItsEvidence() {
        BlockEntry entry = BlockEntryCodec.decode(Samples.STREAM, 7, BlockEntryCodec.encode(Samples.ENTRY));
        assertThat(entry).usingRecursiveComparison().ignoringFields("meanKeys", "tokenKeys").isEqualTo(Samples.ENTRY);
        assertThat(entry.meanKeys()).isEqualTo(HalfFloats.rounded(Samples.ENTRY.meanKeys()));
        assertThat(entry.tokenKeys()).isEqualTo(HalfFloats.rounded(Samples.ENTRY.tokenKeys()));
    }

    @Test
    void followedThingsComeBackWithTheirVisits() {
        List<Evidence> followed = List.of(
                new Evidence("car", List.of("left", "right"), 0.75,
                List.of(new Sighting(4, 3.5, Sighting.THERE, "red", "left", ""), new Sighting(5, 2, Sighting.THERE, "", "", ""))),
                new Evidence("person", List.of(), 0.5, List.of(new Sighting(3, 1, 3, "", "top", "right"))));
        BlockEntry entry = new BlockEntry(Samples.STREAM, 8, 4, 1, 2, "2 cars", followed, new float[0], new float[0], new float[0]);
        assertThat(BlockEntryCodec.decode(Samples.STREAM, 8, BlockEntryCodec.encode(entry)).evidence()).isEqualTo(followed);
    }

    @Test
    void traitsComeBackWhole() {
        Traits seen = new Traits(7, 4.5, 0.75, new Spot(0.25, 0.5, 0.375, 0.75), new Motion(Motion.Way.LEFT, 3.5),
                List.of(new Shade(Shade.Part.UPPER, "red", 0.5), new Shade(Shade.Part.LOWER, "blue", 0.25)));
        List<Evidence> followed = List.of(new Evidence("person", List.of("left", "right"), 0.5,
                List.of(new Sighting(3, 1, Sighting.THERE, "", "top", "", seen), new Sighting(4, 2, Sighting.THERE, "", "", ""))));
        BlockEntry entry = new BlockEntry(Samples.STREAM, 8, 4, 1, 2, "2 people", followed, new float[0], new float[0], new float[0]);
        assertThat(BlockEntryCodec.decode(Samples.STREAM, 8, BlockEntryCodec.encode(entry)).evidence()).isEqualTo(followed);
    }

    @ParameterizedTest
    @EnumSource(KvForm.class)
    void whatIsInAStoresFormIsWrittenAsItWouldBeMade(KvForm form) {
        for (KeyValues block : List.of(Samples.KEY_VALUES, Samples.POSITIONED)) {
            List<byte[]> layers = IntStream.range(0, 2).mapToObj(layer -> KeyValuesCodec.encode(block.layer(layer), form)).toList();
            StoredKeyValues kept = form.kept(block);
            assertThat(KeyValuesCodec.stored(kept, form, true)).containsExactlyElementsOf(layers);
            assertThat(KeyValuesCodec.stored(kept, form, false)).containsExactly(KeyValuesCodec.encode(block, form));
            assertThat(KeyValuesCodec.stored(block, form, true)).containsExactlyElementsOf(layers);
            EncodedKeyValues joined = EncodedKeyValues.joined(layers.stream().map(EncodedKeyValues::of).toList());
            StoredKeyValues again = form.kept(joined.layout(), joined.tokens(), joined.positions(), joined.pieces());
            assertThat(again.pieces().get(0).bytes()).isEqualTo(KeyValuesCodec.encode(block, form));
            assertThat(again.decoded()).usingRecursiveComparison().isEqualTo(KeyValuesCodec.storedForm(block, form));
            assertThat(KeyValuesCodec.stored(joined, form, false)).containsExactly(KeyValuesCodec.encode(block, form));
        }
    }

    @Test
    void whatIsInAnotherFormIsPutIntoTheStores() {
        StoredKeyValues halves = KvForm.FP16.kept(Samples.KEY_VALUES);
        assertThat(KeyValuesCodec.stored(halves, KvForm.INT8, false))
                .containsExactly(KeyValuesCodec.encode(KeyValuesCodec.storedForm(Samples.KEY_VALUES), KvForm.INT8));
        byte[] channels = KeyValuesCodec.encode(Samples.KEY_VALUES, KvForm.INT8, KvForm.Grouping.PER_CHANNEL);
        assertThat(KeyValuesCodec.stored(EncodedKeyValues.of(channels), KvForm.INT8, false))
                .containsExactly(KeyValuesCodec.encode(KeyValuesCodec.decode(channels), KvForm.INT8));
    }

    @Test
    void bytesOfVersionOneStillOpen() {
        assertThat(KeyValuesCodec.decode(fixture("key-values"))).usingRecursiveComparison()
                .isEqualTo(KeyValuesCodec.storedForm(Samples.KEY_VALUES));
        for (KvForm form : new KvForm[] {KvForm.INT8, KvForm.INT4}) {
            assertThat(KeyValuesCodec.decode(fixture("key-values-" + form.text()))).usingRecursiveComparison()
                    .isEqualTo(KeyValuesCodec.storedForm(Samples.KEY_VALUES, form));
        }
        BlockEntry entry = BlockEntryCodec.decode(Samples.STREAM, 7, fixture("block-entry"));
        assertThat(entry).usingRecursiveComparison().ignoringFields("meanKeys", "tokenKeys").isEqualTo(Samples.ENTRY);
        assertThat(entry.meanKeys()).isEqualTo(HalfFloats.rounded(Samples.ENTRY.meanKeys()));
        assertThat(RecordCodecs.decodeScene(Samples.STREAM, 7, fixture("scene"))).isEqualTo(Samples.SCENE);
        assertThat(RecordCodecs.decodeStream(Samples.STREAM, fixture("stream-info"))).isEqualTo(Samples.INFO);
        assertThat(RecordCodecs.decodeGap(Samples.STREAM, 303.5, fixture("gap"))).isEqualTo(Samples.GAP);
        assertThat(RecordCodecs.decodeExtent(fixture("extent"))).isEqualTo(Samples.EXTENT);
        assertThat(RecordCodecs.decodeThumbnail(fixture("thumbnail"))).usingRecursiveComparison().isEqualTo(Samples.THUMBNAIL);
    }

    @Test
    void theSameThingIsStillWrittenAsTheSameBytes() {
        Samples.encoded().forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(fixture(name)));
    }

    @Test
    void anyFlippedBitIsNoticed() {
        SplittableRandom random = new SplittableRandom(5);
        byte[] good = KeyValuesCodec.encode(Samples.KEY_VALUES);
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertDamaged(() -> KeyValuesCodec.decode(bad));
        }
    }

    @Test
    void bytesCutShortAreNoticed() {
        byte[] good = BlockEntryCodec.encode(Samples.ENTRY);
        for (int length = 0; length < good.length; length++) {
            byte[] bad = Arrays.copyOf(good, length);
            assertDamaged(() -> BlockEntryCodec.decode(Samples.STREAM, 7, bad));
        }
    }

    @Test
    void aWrongFieldUnderARightHashIsNoticed() {
        byte[] longNote = BlockEntryCodec.encode(Samples.ENTRY);
        Arrays.fill(longNote, 25, 29, (byte) 0x7f);
        assertDamaged(() -> BlockEntryCodec.decode(Samples.STREAM, 7, sealed(longNote)));
    }

    @Test
    void aValueOfAnotherKindIsNoticed() {
        byte[] scene = RecordCodecs.encode(Samples.SCENE);
        assertDamaged(() -> KeyValuesCodec.decode(scene));
    }

    @Test
    void speechKeepsItsOwnTimes() {
        Evidence said = new Evidence(Evidence.Kind.SPEECH, "mind the gap", 1, List.of(), 0.6, 3.25, 4.5);
        BlockEntry entry = new BlockEntry(Samples.STREAM, 8, 5, 1, 0, "said: \"mind the gap\"",
                List.of(said, Samples.ENTRY.evidence().get(0)), new float[0],
                new float[0], new float[0]);
        assertThat(BlockEntryCodec.decode(Samples.STREAM, 8, BlockEntryCodec.encode(entry)).evidence()).isEqualTo(entry.evidence());
    }

    @Test
    void aNewerVersionOrPrecisionIsToldApartFromDamage() {
        byte[] version = RecordCodecs.encode(Samples.SCENE);
        version[4] = 2;
        assertNewer(() -> RecordCodecs.decodeScene(Samples.STREAM, 7, sealed(version)));
        byte[] precision = KeyValuesCodec.encode(Samples.KEY_VALUES);
        precision[5] = 9;
        assertNewer(() -> KeyValuesCodec.decode(sealed(precision)));
    }

    static byte[] sealed(byte[] value) {
        CRC32C checksum = new CRC32C();
        checksum.update(value, 0, value.length - 4);
        for (int i = 0; i < 4; i++) {
            value[value.length - 4 + i] = (byte) (checksum.getValue() >>> 24 - 8 * i);
        }
        return value;
    }

    private static void assertDamaged(ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOfSatisfying(MalformedValueException.class, e -> assertThat(e.newer()).isFalse());
    }

    private static void assertNewer(ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOfSatisfying(MalformedValueException.class, e -> assertThat(e.newer()).isTrue());
    }

    private static byte[] fixture(String name) {
        try (InputStream in = CodecTest.class.getResourceAsStream("/codec-v1/" + name + ".bin")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
