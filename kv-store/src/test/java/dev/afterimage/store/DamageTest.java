package dev.afterimage.store;

import static dev.afterimage.store.Blocks.IDENTITY;
import static dev.afterimage.store.Blocks.TABLE;
import static dev.afterimage.store.Blocks.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.store.codec.KeyValuesCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.LoggerFactory;

class DamageTest {

    private static final int BLOCKS = 20;

    @TempDir
    private Path directory;

    @BeforeEach
    void write() {
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, true)) {
            store.putStream(Blocks.info(TABLE));
            for (int number = 0; number < BLOCKS; number++) {
                store.commit(block(TABLE, number, Blocks.SMALL, 200));
            }
        }
    }

    @Test
    void aChangedValueIsFoundByItsHashAndNamedAndTheOthersStayReadable() throws Exception {
        change(Column.blocksOf(TABLE), Keys.numbered(TABLE, 7), value -> {
            value[value.length / 2] ^= 1;
            return value;
        });
        assertOnlyBlockSevenIsDamaged();
    }

    @Test
    void aByteChangedInTheFileIsFoundAndNamedAndTheOthersStayReadable() throws Exception {
        damageBlockSevenInItsFile();
        assertOnlyBlockSevenIsDamaged();
    }

    @Test
    void writingGoesOnBesideADamagedBlockAndTheStreamCanBeDeletedAndWatchedAgain() throws Exception {
        damageBlockSevenInItsFile();
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, false)) {
            assertCorrupt(() -> store.read(TABLE, 7), "block 7 of stream 'table'");
            assertThat(store.commit(block(TABLE, BLOCKS))).isTrue();
            store.deleteStream(TABLE);
            store.putStream(Blocks.info(TABLE));
            store.commit(block(TABLE, 0));
        }
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, false)) {
            RocksSegmentStoreTest.assertSame(store.read(TABLE, 0), block(TABLE, 0));
        }
    }

    @Test
    void aReplayRepairsADamagedBlock() throws Exception {
        damageBlockSevenInItsFile();
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, false)) {
            assertThat(store.commit(block(TABLE, 7, Blocks.SMALL, 200))).isTrue();
            RocksSegmentStoreTest.assertSame(store.read(TABLE, 7), block(TABLE, 7, Blocks.SMALL, 200));
            assertThat(store.stream(TABLE).orElseThrow().blocks()).isEqualTo(BLOCKS);
        }
    }

    @Test
    void damageInTheLogOfAKilledWriterIsToldAndCostsOnlyWhatCameAfterIt() throws Exception {
        Path data = directory.resolve("killed");
        try (ChildProcess writer = new ChildProcess(WritingChild.class, data, 20)) {
            while (!"19".equals(writer.line())) {
                assertThat(writer.handle().isAlive()).isTrue();
            }
        }
        try (var files = Files.list(data.resolve("store"))) {
            Path log = files.filter(f -> f.toString().endsWith(".log")).max(Comparator.comparing(f -> f.toFile().length())).orElseThrow();
            byte[] bytes = Files.readAllBytes(log);
            bytes[bytes.length / 2] ^= 8;
            Files.write(log, bytes);
        }
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(RocksOpening.class)).addAppender(told);
        try (RocksSegmentStore store = RocksSegmentStore.open(data, WritingChild.IDENTITY, false)) {
            assertThat(told.list).anySatisfy(event -> assertThat(event.getFormattedMessage())
                    .contains("is damaged", "what was written last is lost"));
            long kept = store.stream(TABLE).orElseThrow().blocks();
            assertThat(kept).isBetween(5L, 15L);
            for (long number = 0; number < kept; number++) {
                RocksSegmentStoreTest.assertSame(store.read(TABLE, number), block(TABLE, number, WritingChild.LAYOUT, WritingChild.TOKENS));
            }
            assertThat(store.commit(block(TABLE, kept, WritingChild.LAYOUT, WritingChild.TOKENS))).isTrue();
        }
    }

    @Test
    void aLostValueIsNamed() throws Exception {
        change(Column.blocksOf(TABLE), Keys.numbered(TABLE, 7), value -> null);
        assertOnlyBlockSevenIsDamaged();
    }

    @Test
    void aDamagedIndexEntryIsNamed() throws Exception {
        change(Column.INDEX.family(), Keys.numbered(TABLE, 7), value -> Arrays.copyOf(value, value.length - 9));
        try (RocksSegmentStore store = RocksSegmentStore.openReadOnly(directory, IDENTITY)) {
            assertCorrupt(() -> store.read(TABLE, 7), "the index entry of block 7 of stream 'table'");
        }
    }

    @Test
    void aValueOfALaterVersionIsNotCalledDamaged() throws Exception {
        change(Column.META.family(), "identity".getBytes(), value -> new String(value).replace("\"format\":1", "\"format\":3").getBytes());
        assertThatThrownBy(() -> RocksSegmentStore.open(directory, IDENTITY, false))
                .isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FORMAT);
            assertThat(e.line()).contains("format 3", "reads formats up to 2", "use the program version that wrote it");
        });
    }

    @Test
    void aColumnFamilyOfALaterFormatIsRefusedAndLeftAlone() throws Exception {
        try (Options options = new Options(); RocksDB db = RocksDB.open(new DBOptions(), store(directory),
                descriptors(options, store(directory)), new ArrayList<>())) {
            db.createColumnFamily(new ColumnFamilyDescriptor("memories".getBytes())).close();
        }
        assertThatThrownBy(() -> RocksSegmentStore.open(directory, IDENTITY, true))
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FORMAT)
                .hasMessageContaining("memories");
    }

    private void assertOnlyBlockSevenIsDamaged() {
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, false)) {
            assertCorrupt(() -> store.read(TABLE, 7), "block 7 of stream 'table'");
            for (int number = 0; number < BLOCKS; number++) {
                if (number != 7) {
                    RocksSegmentStoreTest.assertSame(store.read(TABLE, number), block(TABLE, number, Blocks.SMALL, 200));
                }
            }
            assertThat(store.entries(TABLE, 0, 99)).hasSize(BLOCKS);
        }
    }

    static void assertCorrupt(ThrowingCallable read, String what) {
        assertThatThrownBy(read).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT);
            assertThat(e.line()).contains(what, "stays readable");
        });
    }

    private void change(String family, byte[] key, UnaryOperator<byte[]> change) throws RocksDBException {
        change(directory, family, key, change);
    }

    /** @param change gives null for a value that is to be lost */
    static void change(Path directory, String family, byte[] key, UnaryOperator<byte[]> change) throws RocksDBException {
        String store = store(directory);
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (Options options = new Options(); DBOptions settings = new DBOptions();
                RocksDB db = RocksDB.open(settings, store, descriptors(options, store), handles)) {
            for (ColumnFamilyHandle handle : handles) {
                if (Arrays.equals(handle.getName(), Column.bytes(family))) {
                    byte[] changed = change.apply(db.get(handle, key));
                    if (changed == null) {
                        db.delete(handle, key);
                    } else {
                        db.put(handle, key, changed);
                    }
                }
            }
            handles.forEach(ColumnFamilyHandle::close);
        }
    }

    private static List<ColumnFamilyDescriptor> descriptors(Options options, String store) throws RocksDBException {
        return RocksDB.listColumnFamilies(options, store).stream().map(ColumnFamilyDescriptor::new).toList();
    }

    private static String store(Path directory) {
        return directory.resolve("store").toString();
    }

    private void damageBlockSevenInItsFile() throws IOException {
        byte[] value = KeyValuesCodec.encode(block(TABLE, 7, Blocks.SMALL, 200).keyValues());
        byte[] inside = Arrays.copyOfRange(value, value.length / 2, value.length / 2 + 32);
        int changed = 0;
        try (var files = Files.list(directory.resolve("store"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".blob")).toList()) {
                changed += flip(file, inside);
            }
        }
        assertThat(changed).as("copies of the block on the disk").isEqualTo(1);
    }

    private static int flip(Path file, byte[] part) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at <= bytes.length - part.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                bytes[at] ^= 0x40;
                Files.write(file, bytes);
                return 1;
            }
        }
        return 0;
    }
}
