package dev.afterimage.answering.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.block.BlockKeys;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.fake.SlowStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LayerChoicesTest {

    private static final StreamId STREAM = new StreamId("door");
    private static final int BLOCKS = 40;
    private static final int TOKENS = 3;

    private final FakeLanguageModel model = new FakeLanguageModel();
    private final KvLayout layout = model.layout();
    private final InMemorySegmentStore store = new InMemorySegmentStore();
    private final float[] queries = new float[2 * 2 * 4]; // (2 tokens, 2 heads, 4)

    @BeforeEach
    void store() {
        store.putStream(new StreamInfo(STREAM, "file:x", 1, Instant.EPOCH, 1, 1, false, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1, ""));
        Random random = new Random(5);
        for (int number = 0; number < BLOCKS; number++) {
            float[] keys = new float[layout.size(TOKENS)];
            float[] values = new float[layout.size(TOKENS)];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = (float) random.nextGaussian();
                values[i] = number + 0.01f * (i / (keys.length / layout.layers()));
            }
            KeyValues keyValues = new KeyValues(layout, TOKENS, keys, values);
            store.commit(new KvBlock(new BlockEntry(STREAM, number, number, TOKENS, 0, "", List.of(), new float[0],
                    BlockKeys.mean(keyValues), new float[0]), keyValues));
        }
        for (int i = 0; i < queries.length; i++) {
            queries[i] = (float) random.nextGaussian();
        }
    }

    private StreamIndex.Blocks blocks() {
        return new BlockIndex(model, new FakeTextEmbedder()).blocks(store, store.stream(STREAM).orElseThrow(), BLOCKS, Policy.REKV);
    }

    private static RetrievalSettings settings(int blocks, int tokens) {
        return new RetrievalSettings(Policy.REKV, tokens, 4, 0.5, blocks);
    }

    /** By the letter: queries of a token's heads against the mean key, every head by itself, averaged over tokens. */
    private double published(int number, int layer) {
        float[] mean = store.entries(STREAM, number, number).get(0).meanKeys();
        double score = 0;
        for (int i = 0; i < queries.length; i++) {
            score += queries[i] * mean[layer * 4 + i % 4] / 2;
        }
        return score;
    }

    private List<Long> best(int layer, int count) {
        List<Long> numbers = new ArrayList<>();
        for (long number = 0; number < BLOCKS; number++) {
            numbers.add(number);
        }
        numbers.sort((a, b) -> Double.compare(published(b.intValue(), layer), published(a.intValue(), layer)));
        return numbers.subList(0, count).stream().sorted().toList();
    }

    @Test
    void everyLayerTakesTheBlocksItsOwnKeysMeetBestInTimeOrder() {
        try (ReadAhead reads = new ReadAhead(store, STREAM, StoredKeyValues::decoded)) {
            LayerChoices choices = new LayerChoices(model, blocks(), settings(5, 1000), reads);
            for (int layer = 0; layer < layout.layers(); layer++) {
                List<Long> numbers = choices.recall(layer, queries).stream().map(block -> (long) block.decoded().values()[0]).toList();
                assertThat(numbers).isEqualTo(best(layer, 5)).isEqualTo(choices.chosen().get(layer));
            }
            assertThat(choices.chosen().get(0)).isNotEqualTo(choices.chosen().get(1));
            assertThat(choices.retrieved().blocks()).extracting(BlockEntry::number).containsAll(choices.chosen().get(0))
                    .containsAll(choices.chosen().get(1));
        }
    }

    @Test
    void aLayerIsGivenItsOwnPartOfABlock() {
        try (ReadAhead reads = new ReadAhead(store, STREAM, StoredKeyValues::decoded)) {
            LayerChoices choices = new LayerChoices(model, blocks(), settings(4, 1000), reads);
            choices.recall(0, queries);
            assertThat(choices.recall(1, queries)).allSatisfy(block -> {
                assertThat(block.layout().layers()).isEqualTo(1);
                assertThat(block).usingRecursiveComparison().isEqualTo(store.read(STREAM, (long) block.decoded().values()[0]).keyValues()
                        .layer(1));
            });
        }
    }

    @Test
    void theTokenBudgetLimitsWhatKWouldTake() {
        try (ReadAhead reads = new ReadAhead(store, STREAM, StoredKeyValues::decoded)) {
            assertThat(new LayerChoices(model, blocks(), settings(64, 7 * TOKENS + 1), reads).recall(0, queries)).hasSize(7);
            assertThat(new LayerChoices(model, blocks(), settings(64, 100_000), reads).recall(0, queries)).hasSize(BLOCKS);
        }
    }

    @Test
    void readingAheadChangesNothingButTheTime() {
        for (boolean speculate : new boolean[] {true, false}) {
            try (ReadAhead reads = new ReadAhead(new SlowStore(store, 2), STREAM, StoredKeyValues::decoded)) {
                LayerChoices choices = new LayerChoices(model, blocks(), settings(6, 1000), reads, speculate);
                for (int layer = 0; layer < layout.layers(); layer++) {
                    assertThat(choices.recall(layer, queries)).extracting(block -> (long) block.decoded().values()[0])
                            .isEqualTo(best(layer, 6));
                }
            }
        }
    }

    @Test
    void blocksComeInTheOrderAskedForHoweverLongEachTakes() {
        List<Long> numbers = List.of(30L, 2L, 2L, 17L, 39L, 0L, 5L, 6L, 7L, 8L);
        List<Long> taken = new ArrayList<>();
        try (ReadAhead reads = new ReadAhead(new SlowStore(store, 3), STREAM, StoredKeyValues::decoded)) {
            reads.blocks(numbers, block -> taken.add((long) block.decoded().values()[0]));
        }
        assertThat(taken).isEqualTo(numbers);
    }

    @Test
    void noReadIsUnderWayOnceReadingAheadIsClosed() {
        SlowStore slow = new SlowStore(store, 30);
        try (ReadAhead reads = new ReadAhead(slow, STREAM, StoredKeyValues::decoded)) {
            reads.begin(List.of(1L, 2L, 3L, 4L, 5L, 6L), 0);
        }
        assertThat(slow.underWay()).isZero();
    }

    @Test
    void aBlockThatCannotBeReadIsToldAsWhatItIs() {
        SlowStore broken = new SlowStore(store, 0);
        broken.failAt = 17;
        try (ReadAhead reads = new ReadAhead(broken, STREAM, StoredKeyValues::decoded)) {
            assertThatThrownBy(() -> reads.blocks(List.of(3L, 17L, 4L), block -> { })).isInstanceOfSatisfying(AfterimageException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT));
        }
    }
}
