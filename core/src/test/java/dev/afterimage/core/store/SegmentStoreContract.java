package dev.afterimage.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Gap.Cause;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What whoever stores a stream, or answers from one, may rely on in every {@link SegmentStore}. */
public abstract class SegmentStoreContract {

    /** Of the blocks in these tests. */
    protected static final KvLayout LAYOUT = new KvLayout(2, 1, 16);
    private static final StreamId TABLE = new StreamId("table");
    private static final StreamId STREET = new StreamId("street");
    private static final StreamId NOBODYS = new StreamId("nobodys");

    private SegmentStore store;

    /** An empty store that takes blocks of {@link #LAYOUT}. */
    protected abstract SegmentStore open();

    /** The same data as another process would find them; the same store where data do not outlive it. */
    protected abstract SegmentStore reopen(SegmentStore written);

    @BeforeEach
    void begin() {
        store = open();
        store.putStream(info(TABLE));
    }

    @AfterEach
    void end() {
        store.close();
    }

    private void reopen() {
        store = reopen(store);
    }

    @Test
    void aBlockComesBackAsItWasCommitted() {
        assertThat(store.commit(block(TABLE, 0))).isTrue();
        assertSame(store.read(TABLE, 0), block(TABLE, 0));
        reopen();
        assertSame(store.read(TABLE, 0), block(TABLE, 0));
        assertThat(store.lastEntry(TABLE)).hasValueSatisfying(entry -> assertSame(entry, block(TABLE, 0).entry()));
    }

    @Test
    void oneLayerOfABlockIsThatPartOfTheWhole() {
        commit(TABLE, 2);
        for (int layer = 0; layer < LAYOUT.layers(); layer++) {
            assertSame(store.readLayer(TABLE, 1, layer), block(TABLE, 1).keyValues().layer(layer));
        }
    }

    @Test
    void whatIsStoredOfABlockAndOfEachLayerIsDecodedToTheSame() {
        commit(TABLE, 2);
        KeyValues expected = store.read(TABLE, 1).keyValues();
        assertSame(store.stored(TABLE, 1).decoded(), expected);
        assertThat(store.stored(TABLE, 1).layout()).isEqualTo(expected.layout());
        for (int layer = 0; layer < LAYOUT.layers(); layer++) {
            assertSame(store.storedLayer(TABLE, 1, layer).decoded(), expected.layer(layer));
        }
    }

    @Test
    void theSameBlockTwiceIsKeptAndCountedOnce() {
        commit(TABLE, 3);
        StreamInfo before = store.stream(TABLE).orElseThrow();
        assertThat(store.commit(block(TABLE, 1))).isFalse();
        reopen();
        assertThat(store.commit(block(TABLE, 2))).isFalse();
        assertThat(store.stream(TABLE)).hasValue(before);
    }

    @Test
    void anotherBlockOfTheSameNumberReplacesItAndCountsAsTheDifference() {
        commit(TABLE, 2);
        KvBlock longer = block(TABLE, 1, 7);
        assertThat(store.commit(longer)).isTrue();
        reopen();
        assertSame(store.read(TABLE, 1), longer);
        assertThat(store.entries(TABLE, 1, 99)).singleElement().satisfies(entry -> assertSame(entry, longer.entry()));
        assertThat(store.stream(TABLE)).hasValueSatisfying(info -> {
            assertThat(info.blocks()).isEqualTo(2);
            assertThat(info.tokens()).isEqualTo(3 + 7);
        });
    }

    @Test
    void theBlocksUpToATimeAreCounted() {
        assertThat(store.blocksUntil(TABLE, 99)).isZero();
        commit(TABLE, 4);
        for (int number = 0; number < 4; number++) {
            double seconds = block(TABLE, number).entry().seconds();
            assertThat(store.blocksUntil(TABLE, seconds)).isEqualTo(number + 1);
            assertThat(store.blocksUntil(TABLE, Math.nextDown(seconds))).isEqualTo(number);
        }
        assertThat(store.blocksUntil(TABLE, Double.MAX_VALUE)).isEqualTo(4);
    }

    @Test
    void aBlockThatLeavesOutANumberIsRefused() {
        assertThatThrownBy(() -> store.commit(block(TABLE, 1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not follow");
        commit(TABLE, 2);
        assertThatThrownBy(() -> store.commit(block(TABLE, 3))).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.stream(TABLE).orElseThrow().blocks()).isEqualTo(2);
    }

    @Test
    void countersAreTheStoresOwnAndTheRestIsReplacedAsAWhole() {
        commit(TABLE, 4);
        store.putFrame(TABLE, 0, thumbnail(0));
        store.putFrame(TABLE, 1, thumbnail(9.5));
        store.putFrame(TABLE, 1, thumbnail(9.5));
        store.putStream(new StreamInfo(TABLE, "file:x", 4, info(TABLE).started(), 320, 200, false, StreamInfo.Status.ENDED,
                77, 77, 77, 77, 77, "done"));
        reopen();
        StreamInfo info = store.stream(TABLE).orElseThrow();
        assertThat(info.frames()).isEqualTo(2);
        assertThat(info.blocks()).isEqualTo(4);
        assertThat(info.tokens()).isEqualTo(12);
        assertThat(info.kvBytes()).isEqualTo(4 * store.storedBytes(TABLE, 0));
        assertThat(info.lastSeconds()).isEqualTo(9.5);
        assertThat(List.of(info.uri(), info.status(), info.failure(), info.width(), info.live()))
                .isEqualTo(List.of("file:x", StreamInfo.Status.ENDED, "done", 320, false));
    }

    @Test
    void theNewestTimeNeverGoesBack() {
        store.putFrame(TABLE, 3, thumbnail(9.5));
        store.putFrame(TABLE, 1, thumbnail(2));
        commit(TABLE, 2);
        assertThat(store.stream(TABLE).orElseThrow().lastSeconds()).isEqualTo(9.5);
        assertThat(store.stream(TABLE).orElseThrow().frames()).isEqualTo(4);
    }

    @Test
    void entriesAreCutByNumberAndTime() {
        commit(TABLE, 10);
        assertThat(store.entries(TABLE, 2, 3.0)).extracting(BlockEntry::number).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(store.entries(TABLE, 0, -1)).isEmpty();
        reopen();
        assertThat(store.entries(TABLE, 8, 99)).extracting(BlockEntry::number).containsExactly(8L, 9L);
        assertThat(store.entries(TABLE, 10, 99)).isEmpty();
        assertSame(store.entries(TABLE, 0, 99).get(7), block(TABLE, 7).entry());
    }

    @Test
    void whatBlocksTellIsReadWithoutTheirKeys() {
        commit(TABLE, 10);
        reopen();
        assertThat(store.told(TABLE, 2, 3)).extracting(BlockEntry::number).containsExactly(2L, 3L, 4L);
        assertThat(store.told(TABLE, 10, 3)).isEmpty();
        BlockEntry told = store.told(TABLE, 7, 1).get(0);
        assertSame(told, block(TABLE, 7).entry().withoutKeys());
    }

    @Test
    void aBlockThatIsNotThereIsNamed() {
        commit(TABLE, 2);
        assertThatThrownBy(() -> store.read(TABLE, 2)).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FAILED)
                .hasMessageContaining("block 2 of stream 'table'");
    }

    @Test
    void evidenceBesideTheBlocksIsReplacedByNumberAndCutByNumberAndTime() {
        store.putEvidence(evidence(0, 0, "car"));
        store.putEvidence(evidence(1, 2.5, "dog"));
        store.putEvidence(evidence(1, 2.5, "cat"));
        store.putEvidence(evidence(2, 9, "bus"));
        reopen();
        assertThat(store.evidence(TABLE, 0, 99)).containsExactly(evidence(0, 0, "car"), evidence(1, 2.5, "cat"), evidence(2, 9, "bus"));
        assertThat(store.evidence(TABLE, 1, 2.5)).containsExactly(evidence(1, 2.5, "cat"));
        assertThat(store.evidence(TABLE, 3, 99)).isEmpty();
        assertThat(store.entries(TABLE, 0, 99)).isEmpty();
    }

    @Test
    void scenesAreReplacedByNumberAndCutByTime() {
        store.putScene(new Scene(TABLE, 0, 0, 4, "a bottle", false));
        store.putScene(new Scene(TABLE, 0, 0, 5, "a bottle", true));
        store.putScene(new Scene(TABLE, 1, 5.5, 8, "", false));
        reopen();
        assertThat(store.scenes(TABLE, 5)).containsExactly(new Scene(TABLE, 0, 0, 5, "a bottle", true));
        assertThat(store.scenes(TABLE, 5.5)).hasSize(2);
    }

    @Test
    void aThumbnailIsTheOneBeforeTheMomentOrElseTheFirst() {
        assertThat(store.thumbnail(TABLE, 5)).isEmpty();
        for (double seconds : new double[] {0.5, 1.5, 300}) {
            store.putFrame(TABLE, (long) seconds, thumbnail(seconds));
        }
        reopen();
        assertThat(store.thumbnail(TABLE, 1.4).orElseThrow().seconds()).isEqualTo(0.5);
        assertThat(store.thumbnail(TABLE, 0.1).orElseThrow().seconds()).isEqualTo(0.5);
        assertThat(store.thumbnail(TABLE, 1e6).orElseThrow().jpeg()).isEqualTo(thumbnail(300).jpeg());
        assertThat(store.thumbnailTimes(TABLE, 0.5, 1.5)).containsExactly(0.5, 1.5);
        assertThat(store.thumbnailTimes(TABLE, 2, 299)).isEmpty();
    }

    @Test
    void gapsComeInOrderOfTimeAndAnOpenOneIsStillOpen() {
        store.putGap(new Gap(TABLE, 303.2, 395.04, Cause.UNREACHABLE));
        store.putGap(new Gap(TABLE, 20, 21, Cause.OVERLOADED));
        store.putGap(Gap.from(TABLE, 500, Cause.NOT_RUNNING));
        reopen();
        assertThat(store.gaps(TABLE, 1e9)).containsExactly(new Gap(TABLE, 20, 21, Cause.OVERLOADED),
                new Gap(TABLE, 303.2, 395.04, Cause.UNREACHABLE), new Gap(TABLE, 500, Gap.OPEN, Cause.NOT_RUNNING));
        assertThat(store.gaps(TABLE, 303.2)).hasSize(2);
    }

    @Test
    void theEndOfAGapReplacesTheOpenOneHoweverOftenItIsWritten() {
        store.putGap(Gap.from(TABLE, 10, Cause.STALLED));
        store.putGap(Gap.from(TABLE, 10, Cause.STALLED));
        store.putGap(new Gap(TABLE, 10, 14.5, Cause.STALLED));
        store.putGap(new Gap(TABLE, 10, 14.5, Cause.STALLED));
        assertThat(store.gaps(TABLE, 99)).containsExactly(new Gap(TABLE, 10, 14.5, Cause.STALLED));
    }

    @Test
    void aMemoryComesBackWithItsBlock() {
        commit(TABLE, 2);
        KvBlock plain = block(TABLE, 1);
        RecurrentMemory memory = new RecurrentMemory(new float[] {0.5f, -2.25f, 1024}, 7);
        KvBlock remembering = new KvBlock(plain.entry(), plain.keyValues(), Optional.of(memory));
        assertThat(store.memory(TABLE, 1)).isEmpty();
        assertThat(store.commit(remembering)).as("the same block with a memory is another").isTrue();
        assertThat(store.commit(remembering)).isFalse();
        reopen();
        assertThat(store.memory(TABLE, 1)).hasValueSatisfying(read -> {
            assertThat(read.tokens()).containsExactly(memory.tokens());
            assertThat(read.noted()).isEqualTo(7);
        });
        assertThat(store.memory(TABLE, 0)).isEmpty();
    }

    @Test
    void streamsDoNotSeeEachOther() {
        StreamId other = new StreamId("table2");
        store.putStream(info(STREET));
        store.putStream(info(other));
        commit(TABLE, 3);
        commit(other, 2);
        store.putFrame(other, 0, thumbnail(1));
        store.putGap(Gap.from(other, 1, Cause.STALLED));
        assertThat(store.thumbnail(TABLE, 5)).isEmpty();
        assertThat(store.gaps(TABLE, 99)).isEmpty();
        assertThat(store.entries(TABLE, 0, 99)).hasSize(3);
        assertThat(store.lastEntry(STREET)).isEmpty();
        assertThat(store.streams()).extracting(StreamInfo::stream).containsExactly(STREET, TABLE, other);
    }

    @Test
    void aRenamedStreamIsTheSameUnderTheNameThatItWasBegunWith() {
        store.putStream(info(TABLE));
        store.commit(block(TABLE, 0));
        store.rename(TABLE, "Haust\u00fcr \ud83d\udc15");
        assertThat(store.stream(TABLE).orElseThrow().name()).isEqualTo("Haust\u00fcr \ud83d\udc15");
        // Whoever watches it describes it by what it knew before.
        store.putStream(info(TABLE).with(StreamInfo.Status.ENDED, ""));
        reopen();
        assertThat(store.stream(TABLE).orElseThrow().name()).isEqualTo("Haust\u00fcr \ud83d\udc15");
        assertThat(store.streams()).extracting(StreamInfo::stream).containsExactly(TABLE);
        assertThat(store.read(TABLE, 0).entry().stream()).isEqualTo(TABLE);
    }

    @Test
    void aNameMeansTheStreamThatIsShownByItOrWasBegunWithIt() {
        StreamId other = new StreamId("street");
        store.putStream(info(TABLE));
        store.putStream(info(other));
        assertThat(StreamNames.rename(store, TABLE, "Ku\u0308che")).isEqualTo("K\u00fcche");
        assertThat(StreamNames.find(store, "K\u00fcche")).isEqualTo(TABLE);
        assertThat(StreamNames.find(store, "table")).isEqualTo(TABLE);
        assertThat(StreamNames.find(store, "yard")).isEqualTo(new StreamId("yard"));
        assertThat(StreamNames.find(store, "K\u00fcche", stream -> stream.equals(other))).as("of a stream that is not theirs to see")
                .isEqualTo(new StreamId("K\u00fcche"));
        for (String taken : List.of("K\u00fcche", "table")) {
            assertThatThrownBy(() -> StreamNames.rename(store, other, taken)).isInstanceOf(AfterimageException.class)
                    .extracting(thrown -> ((AfterimageException) thrown).code()).isEqualTo(ErrorCode.USAGE_STREAM_EXISTS);
        }
        assertThat(StreamNames.rename(store, TABLE, "table")).as("its own first name").isEqualTo("table");
        assertThat(StreamNames.rename(store, other, "K\u00fcche")).isEqualTo("K\u00fcche");
    }

    @Test
    void aDeletedStreamIsGoneAndMayBeginAnew() {
        store.putStream(info(STREET));
        commit(TABLE, 5);
        commit(STREET, 5);
        store.putGap(Gap.from(TABLE, 1, Cause.STALLED));
        store.putScene(new Scene(TABLE, 0, 0, 4, "", false));
        store.putEvidence(evidence(0, 0, "car"));
        store.deleteStream(TABLE);
        assertThat(store.stream(TABLE)).isEmpty();
        reopen();
        assertThat(store.streams()).extracting(StreamInfo::stream).containsExactly(STREET);
        assertThat(store.entries(STREET, 0, 99)).hasSize(5);
        store.putStream(info(TABLE));
        assertThat(store.stream(TABLE).orElseThrow().blocks()).isZero();
        assertThat(store.gaps(TABLE, 99)).isEmpty();
        assertThat(store.scenes(TABLE, 99)).isEmpty();
        assertThat(store.evidence(TABLE, 0, 99)).isEmpty();
        assertThat(store.commit(block(TABLE, 0))).isTrue();
        assertThat(store.entries(TABLE, 0, 99)).hasSize(1);
    }

    static Stream<Consumer<SegmentStore>> uses() {
        return Stream.of(store -> store.commit(block(NOBODYS, 0)), store -> store.putFrame(NOBODYS, 0, thumbnail(0)),
                store -> store.read(NOBODYS, 0), store -> store.memory(NOBODYS, 0), store -> store.entries(NOBODYS, 0, 1),
                store -> store.lastEntry(NOBODYS), store -> store.evidence(NOBODYS, 0, 1),
                store -> store.putScene(new Scene(NOBODYS, 0, 0, 4, "", false)),
                store -> store.scenes(NOBODYS, 1), store -> store.putGap(Gap.from(NOBODYS, 1, Cause.STALLED)),
                store -> store.gaps(NOBODYS, 1), store -> store.thumbnail(NOBODYS, 1), store -> store.thumbnailTimes(NOBODYS, 0, 1));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void whatIsWantedOfAStreamThatIsNotThereIsRefusedByName(Consumer<SegmentStore> use) {
        ThrowingCallable used = () -> use.accept(store);
        assertThatThrownBy(used).hasFieldOrPropertyWithValue("code", ErrorCode.STREAM_UNKNOWN).hasMessageContaining("nobodys");
        assertThat(store.stream(NOBODYS)).isEmpty();
    }

    private void commit(StreamId stream, int blocks) {
        for (int number = 0; number < blocks; number++) {
            store.commit(block(stream, number));
        }
    }

    private static StreamInfo info(StreamId stream) {
        return new StreamInfo(stream, "rtsp://camera:***@host/table", 2, Instant.ofEpochSecond(1_790_000_000L, 5), 640, 360, true,
                StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1, "");
    }

    private static KvBlock block(StreamId stream, long number) {
        return block(stream, number, 3);
    }

    /** Half a second a block. */
    private static KvBlock block(StreamId stream, long number, int tokens) {
        SplittableRandom random = new SplittableRandom(31L * stream.name().hashCode() + number);
        int size = LAYOUT.size(tokens);
        List<Evidence> evidence = List.of(new Evidence(Evidence.Kind.OBJECT, "car", 2, List.of("left", "centre"), 0.75),
                new Evidence(Evidence.Kind.TEXT, "EXIT B" + number, 1, List.of(), 0.5));
        BlockEntry entry = new BlockEntry(stream, number, number * 0.5, tokens, Math.max(0, number - 4), "2 cars; text \"EXIT\"", evidence,
                floats(random, 384), floats(random, LAYOUT.layers() * LAYOUT.keyWidth()), floats(random, tokens * LAYOUT.keyWidth()));
        return new KvBlock(entry, new KeyValues(LAYOUT, tokens, floats(random, size), floats(random, size)));
    }

    private static EvidenceEntry evidence(long number, double seconds, String label) {
        Evidence seen = new Evidence(Evidence.Kind.OBJECT, label, 1, List.of("left"), 0.75);
        return new EvidenceEntry(TABLE, number, seconds, "1 " + label, List.of(seen), Set.of(Evidence.Kind.OBJECT, Evidence.Kind.TEXT));
    }

    private static Thumbnail thumbnail(double seconds) {
        return new Thumbnail(seconds, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) seconds});
    }

    /** Numbers that half precision holds without loss. */
    private static float[] floats(SplittableRandom random, int size) {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = random.nextInt(-64, 64) / 8f;
        }
        return floats;
    }

    private static void assertSame(KvBlock read, KvBlock written) {
        assertSame(read.keyValues(), written.keyValues());
        assertSame(read.entry(), written.entry());
    }

    private static void assertSame(KeyValues read, KeyValues written) {
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }

    private static void assertSame(BlockEntry read, BlockEntry written) {
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }
}
