package dev.afterimage.store;

import static dev.afterimage.store.Blocks.IDENTITY;
import static dev.afterimage.store.Blocks.TABLE;
import static dev.afterimage.store.Blocks.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.PictureGrid;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.block.TokenPositions;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.store.codec.HalfFloats;
import dev.afterimage.store.codec.KeyValuesCodec;
import dev.afterimage.store.codec.KvForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that keep quantised numbers, and every layer by itself. */
class LayeredStoreTest {

    private static final int BLOCKS = 12;

    @TempDir
    private Path directory;

    private static StoreIdentity identity(KvForm form, boolean byLayer) {
        return new StoreIdentity(IDENTITY.pack(), IDENTITY.packIdentity(), IDENTITY.encoderVersion(), IDENTITY.layout(),
                new StorageForm(form, byLayer, "dynamic, 960 tokens a minute"));
    }

    private RocksSegmentStore filled(StoreIdentity identity) {
        RocksSegmentStore store = RocksSegmentStore.open(directory, identity, true);
        store.putStream(Blocks.info(TABLE));
        for (int number = 0; number < BLOCKS; number++) {
            assertThat(store.commit(block(TABLE, number))).isTrue();
        }
        return store;
    }

    @ParameterizedTest
    @EnumSource(KvForm.class)
    void aBlockAndEachOfItsLayersComeBackAlsoAfterReopening(KvForm form) {
        for (int opening = 0; opening < 2; opening++) {
            try (RocksSegmentStore store = opening == 0 ? filled(identity(form, true))
                    : RocksSegmentStore.openReadOnly(directory, identity(form, true))) {
                for (int number = 0; number < BLOCKS; number++) {
                    KeyValues expected = KeyValuesCodec.storedForm(block(TABLE, number).keyValues(), form);
                    assertThat(store.read(TABLE, number).keyValues()).usingRecursiveComparison().isEqualTo(expected);
                    assertThat(store.stored(TABLE, number).pieces()).hasSize(expected.layout().layers());
                    assertThat(store.stored(TABLE, number).decoded()).usingRecursiveComparison().isEqualTo(expected);
                    for (int layer = 0; layer < expected.layout().layers(); layer++) {
                        assertThat(store.readLayer(TABLE, number, layer)).usingRecursiveComparison().isEqualTo(expected.layer(layer));
                        assertThat(store.storedLayer(TABLE, number, layer).decoded()).usingRecursiveComparison()
                                .isEqualTo(expected.layer(layer));
                    }
                }
            }
        }
    }

    @Test
    void aStoreOfWholeBlocksGivesSingleLayersToo() {
        try (RocksSegmentStore store = filled(identity(KvForm.INT8, false))) {
            assertThat(store.readLayer(TABLE, 3, 1)).usingRecursiveComparison()
                    .isEqualTo(KeyValuesCodec.storedForm(block(TABLE, 3).keyValues(), KvForm.INT8).layer(1));
        }
    }

    @Test
    void theSameBlockAgainIsKeptOnceAndAnotherOfItsNumberReplacesAllItsLayers() {
        try (RocksSegmentStore store = filled(identity(KvForm.INT8, true))) {
            StreamInfo before = store.stream(TABLE).orElseThrow();
            assertThat(store.commit(block(TABLE, 4))).isFalse();
            assertThat(store.stream(TABLE).orElseThrow()).isEqualTo(before);
            assertThat(store.commit(block(TABLE, 4, Blocks.SMALL, 9))).isTrue();
            assertThat(store.readLayer(TABLE, 4, 1).tokens()).isEqualTo(9);
            assertThat(store.stream(TABLE).orElseThrow().kvBytes())
                    .isEqualTo(IntStream.range(0, BLOCKS).mapToLong(number -> store.storedBytes(TABLE, number)).sum());
        }
    }

    @Test
    void aDamagedLayerIsNamedAndTheOthersStayReadableUntilAReplayRepairsIt() throws Exception {
        filled(identity(KvForm.INT4, true)).close();
        DamageTest.change(directory, Column.blocksOf(TABLE), Keys.layer(TABLE, 7, 1), value -> {
            value[value.length / 2] ^= 1;
            return value;
        });
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, identity(KvForm.INT4, true), false)) {
            for (int number = 0; number < BLOCKS; number++) {
                assertThat(store.readLayer(TABLE, number, 0).layout().layers()).isEqualTo(1);
            }
            DamageTest.assertCorrupt(() -> store.readLayer(TABLE, 7, 1), "layer 1 of block 7 of stream 'table'");
            DamageTest.assertCorrupt(() -> store.read(TABLE, 7), "layer 1 of block 7 of stream 'table'");
            DamageTest.assertCorrupt(() -> store.stored(TABLE, 7), "layer 1 of block 7 of stream 'table'");
            DamageTest.assertCorrupt(() -> store.storedLayer(TABLE, 7, 1), "layer 1 of block 7 of stream 'table'");
            assertThat(store.commit(block(TABLE, 7))).isTrue();
            assertThat(store.read(TABLE, 7).keyValues()).usingRecursiveComparison()
                    .isEqualTo(KeyValuesCodec.storedForm(block(TABLE, 7).keyValues(), KvForm.INT4));
        }
    }

    @Test
    void aLostLayerIsNamed() throws Exception {
        filled(identity(KvForm.INT8, true)).close();
        DamageTest.change(directory, Column.blocksOf(TABLE), Keys.layer(TABLE, 2, 0), value -> null);
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, identity(KvForm.INT8, true), false)) {
            DamageTest.assertCorrupt(() -> store.read(TABLE, 2), "layer 0 of block 2 of stream 'table'");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tokensOfAPictureComeBackWithTheirPositions(boolean byLayer) {
        KvBlock plain = block(TABLE, 0);
        KeyValues numbers = plain.keyValues();
        TokenPositions positions = TokenPositions.joined(List.of(TokenPositions.picture(new PictureGrid(4, 6, new int[] {7, 23})),
                TokenPositions.text(numbers.tokens() - 2)));
        KvBlock picture = new KvBlock(plain.entry(),
                new KeyValues(numbers.layout(), numbers.tokens(), numbers.keys(), numbers.values(), positions));
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, identity(KvForm.INT8, byLayer), true)) {
            store.putStream(Blocks.info(TABLE));
            assertThat(store.commit(picture)).isTrue();
            assertThat(store.commit(picture)).as("replayed").isFalse();
        }
        try (RocksSegmentStore reopened = RocksSegmentStore.open(directory, identity(KvForm.INT8, byLayer), false)) {
            assertThat(reopened.read(TABLE, 0).keyValues().positions()).isEqualTo(positions);
            assertThat(reopened.readLayer(TABLE, 0, 1).positions()).isEqualTo(positions);
            assertThat(reopened.stored(TABLE, 0).positions()).isEqualTo(positions);
            assertThat(reopened.stored(TABLE, 0).decoded().positions()).isEqualTo(positions);
        }
    }

    @Test
    void aMemoryComesBackWithItsBlockAndIsReplacedAndDeletedWithIt() {
        RecurrentMemory memory = new RecurrentMemory(HalfFloats.rounded(new float[] {0.1f, -2.3f, 65_504, 1e-7f}), 7);
        KvBlock without = block(TABLE, 3);
        KvBlock with = new KvBlock(without.entry(), without.keyValues(), Optional.of(memory));
        try (RocksSegmentStore store = filled(identity(KvForm.INT8, true))) {
            assertThat(store.memory(TABLE, 3)).isEmpty();
            assertThat(store.commit(with)).as("the same block with a memory is another").isTrue();
            assertThat(store.commit(with)).isFalse();
        }
        try (RocksSegmentStore reopened = RocksSegmentStore.open(directory, identity(KvForm.INT8, true), false)) {
            assertThat(reopened.memory(TABLE, 3).orElseThrow().tokens()).containsExactly(memory.tokens());
            assertThat(reopened.memory(TABLE, 3).orElseThrow().noted()).isEqualTo(7);
            reopened.deleteStream(TABLE);
        }
        try (RocksSegmentStore anew = filled(identity(KvForm.INT8, true))) {
            assertThat(anew.memory(TABLE, 3)).isEmpty();
        }
    }

    @Test
    void aDamagedMemoryIsNamedAndAReplayRepairsIt() throws Exception {
        KvBlock with = new KvBlock(block(TABLE, 3).entry(), block(TABLE, 3).keyValues(),
                Optional.of(new RecurrentMemory(new float[] {1, 2}, 2)));
        try (RocksSegmentStore store = filled(identity(KvForm.INT8, true))) {
            store.commit(with);
        }
        try (RocksDatabase db = RocksDatabase.open(directory, false, true)) {
            byte[] key = Keys.memory(TABLE, 3);
            byte[] damaged = db.read().get(Column.blocksOf(TABLE), key, "memory");
            damaged[12] ^= 1;
            db.write(true, "memory", batch -> batch.put(Column.blocksOf(TABLE), key, damaged));
        }
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, identity(KvForm.INT8, true), false)) {
            assertThatThrownBy(() -> store.memory(TABLE, 3)).isInstanceOfSatisfying(AfterimageException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT);
                assertThat(e.getMessage()).contains("the memory of block 3");
            });
            assertThat(store.commit(with)).isTrue();
            assertThat(store.memory(TABLE, 3)).isPresent();
        }
    }

    @Test
    void aDeletedStreamLeavesNothing() {
        try (RocksSegmentStore store = filled(identity(KvForm.INT8, true))) {
            store.deleteStream(TABLE);
            store.putStream(Blocks.info(TABLE));
            assertThatThrownBy(() -> store.readLayer(TABLE, 0, 0)).hasMessageContaining("there are only 0 blocks");
            assertThat(store.commit(block(TABLE, 0))).isTrue();
        }
    }

    @Test
    void whoKeepsBlocksOtherwiseIsRefusedAndToldWhatToDo() {
        filled(identity(KvForm.INT8, true)).close();
        assertRefused(identity(KvForm.INT4, true), "int8 KV, not with int4 KV", "--kv int8");
        assertRefused(identity(KvForm.INT8, false), "every layer by itself, not with whole blocks", "program version");
        assertRefused(new StoreIdentity(IDENTITY.pack(), IDENTITY.packIdentity(), IDENTITY.encoderVersion(), IDENTITY.layout(),
                new StorageForm(KvForm.INT8, true, "none")), "compression 'dynamic, 960 tokens a minute', not with 'none'",
                "--compression");
        assertRefused(IDENTITY, "int8 KV, not with fp16 KV", "--kv int8");
        assertRefused(new StoreIdentity("other", "ffee", IDENTITY.encoderVersion(), IDENTITY.layout(), identity(KvForm.INT8, true).kept()),
                "made by pack notes-135m", "--model notes-135m");
    }

    private void assertRefused(StoreIdentity other, String... told) {
        assertThatThrownBy(() -> RocksSegmentStore.open(directory, other, true)).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_OTHER_PACK);
            assertThat(e.line()).contains(told);
        });
    }

    @Test
    void aReaderTakesBlocksAsTheyAreKept() {
        filled(identity(KvForm.INT4, true)).close();
        StoreIdentity stored = StoreIdentity.of(directory).orElseThrow();
        assertThat(stored).isEqualTo(identity(KvForm.INT4, true));
        try (RocksSegmentStore store = RocksSegmentStore.openReadOnly(directory, stored)) {
            assertThat(store.read(TABLE, 5).entry().number()).isEqualTo(5);
        }
    }
}
