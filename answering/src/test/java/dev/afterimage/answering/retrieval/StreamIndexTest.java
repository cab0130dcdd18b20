package dev.afterimage.answering.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamIndexTest {

    private static final StreamId STREAM = new StreamId("door");

    private final FakeLanguageModel model = new FakeLanguageModel();
    private final InMemorySegmentStore store = new InMemorySegmentStore();
    private final BlockIndex index = new BlockIndex(model, new FakeTextEmbedder());

    private void begin(Instant started) {
        store.putStream(new StreamInfo(STREAM, "file:x", 1, started, 1, 1, false, StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1, ""));
    }

    private void commit(int number, double seconds, String note) {
        float[] keys = new float[model.layout().size(1)];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = number + i;
        }
        KeyValues keyValues = new KeyValues(model.layout(), 1, keys, keys);
        float[] text = note.isEmpty() ? new float[0] : new FakeTextEmbedder().embed(note);
        store.commit(new KvBlock(new BlockEntry(STREAM, number, seconds, 1, 0, note, List.of(), text, keys, Arrays.copyOf(keys, 4)),
                keyValues));
    }

    private List<Double> seconds(double now) {
        return index.blocks(store, store.stream(STREAM).orElseThrow(), now, Policy.DEFAULT).entries().stream().map(BlockEntry::seconds)
                .toList();
    }

    @Test
    void theIndexGrowsWithTheStreamAndNeverPastTheMomentAskedAt() {
        begin(Instant.EPOCH);
        IntStream.range(0, 10).forEach(i -> commit(i, i, "x"));
        store.endOfKnownTime = 4.5;
        assertThat(seconds(4.5)).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
        store.endOfKnownTime = Double.POSITIVE_INFINITY;
        assertThat(seconds(100)).hasSize(10);
        commit(10, 10, "x");
        assertThat(seconds(100)).hasSize(11);
        store.endOfKnownTime = 2;
        assertThat(seconds(2)).containsExactly(0.0, 1.0, 2.0);
        assertThat(seconds(0)).containsExactly(0.0);
    }

    @Test
    void aStreamBegunAnewIsIndexedAnew() {
        begin(Instant.EPOCH);
        IntStream.range(0, 10).forEach(i -> commit(i, i, "x"));
        assertThat(seconds(100)).hasSize(10);
        store.deleteStream(STREAM);
        begin(Instant.EPOCH.plusSeconds(1));
        commit(0, 0.5, "y");
        assertThat(seconds(100)).containsExactly(0.5);
        store.deleteStream(STREAM);
        begin(Instant.EPOCH.plusSeconds(1)); // the same second: other blocks tell
        commit(0, 0.25, "z");
        assertThat(seconds(100)).containsExactly(0.25);
    }

    @Test
    void blocksWithoutANoteMeetNoText() {
        begin(Instant.EPOCH);
        commit(0, 0, "");
        commit(1, 1, "a red car");
        commit(2, 2, "");
        StreamIndex.Blocks blocks = index.blocks(store, store.stream(STREAM).orElseThrow(), 5, Policy.DEFAULT);
        assertThat(blocks.text(new FakeTextEmbedder().embed("red car"))).satisfies(scores -> {
            assertThat(scores[0]).isZero();
            assertThat(scores[1]).isGreaterThan(0.5);
            assertThat(scores[2]).isZero();
        });
    }

    @Test
    void columnsGiveTheDotProductsOfTheirRows() {
        Random random = new Random(3);
        float[][] rows = rows(random, 3000, 24);
        float[] query = rows(random, 1, 24)[0];
        FloatColumn floats = new FloatColumn(24);
        ByteColumn exact = new ByteColumn(24, 5000);
        for (float[] row : rows) {
            floats.add(row, 0);
            exact.add(row, 0);
        }
        double[] scores = new double[2500];
        floats.dots(query, scores);
        for (int row = 0; row < scores.length; row++) {
            double dot = 0;
            for (int d = 0; d < 24; d++) {
                dot += query[d] * rows[row][d];
            }
            assertThat(scores[row]).isCloseTo(dot, within(1e-3));
        }
        assertThat(exact.dots(query, 2500)).containsExactly(scores, within(1e-3));
    }

    @Test
    void aByteANumberRanksAsFloatsDo() {
        Random random = new Random(4);
        float[][] rows = rows(random, 6000, 192);
        float[] query = rows(random, 1, 192)[0];
        FloatColumn floats = new FloatColumn(192);
        ByteColumn bytes = new ByteColumn(192, 256);
        for (float[] row : rows) {
            floats.add(row, 0);
            bytes.add(row, 0);
        }
        double[] scores = new double[6000];
        floats.dots(query, scores);
        Set<Integer> by32 = Arrays.stream(Ranking.best(scores, 64)).boxed().collect(Collectors.toSet());
        long both = Arrays.stream(Ranking.best(bytes.dots(query, 6000), 64)).filter(by32::contains).count();
        assertThat(both).isGreaterThanOrEqualTo(61);
        float[] read = new float[192];
        bytes.read(5999, read, 0);
        assertThat(read[0]).isCloseTo(rows[5999][0], within(0.05f * 20));
    }

    /** Channels differ in range and middle, as keys before RoPE do. */
    private static float[][] rows(Random random, int count, int width) {
        float[][] rows = new float[count][width];
        for (float[] row : rows) {
            for (int d = 0; d < width; d++) {
                row[d] = (float) ((d % 7 == 0 ? 20 : 1) + random.nextGaussian() * (d % 5 == 0 ? 4 : 0.5));
            }
        }
        return rows;
    }

    @Test
    void aLongStreamIsSearchedByTheFewThatComeFirstAndTheNeedleIsAmongThem() {
        begin(Instant.EPOCH);
        int needle = 7777;
        for (int i = 0; i < 9000; i++) {
            commit(i, i, i == needle ? "1 umbrella left" : "1 car left");
        }
        StreamIndex.Blocks blocks = index.blocks(store, store.stream(STREAM).orElseThrow(), 9000, Policy.DEFAULT);
        double[] text = blocks.text(new FakeTextEmbedder().embed("umbrella"));
        double[] late = new LateInteraction(model).scores(new float[] {1, 2, 3, 4}, text, blocks);
        assertThat(Arrays.stream(late).filter(Double::isFinite).count()).isBetween(512L, 1536L);
        assertThat(late[needle]).isFinite();
        assertThat(Arrays.stream(Ranking.withoutDrift(late, IntStream.range(0, 9000).asDoubleStream().toArray())))
                .noneMatch(score -> Double.isNaN(score));
    }
}
