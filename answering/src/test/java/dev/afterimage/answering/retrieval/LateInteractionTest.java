package dev.afterimage.answering.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.FakeTower;
import dev.afterimage.memory.fake.FakeVisualModel;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream of more blocks than are all looked at by keys that nothing trained, whose mean keys say nothing. */
class LateInteractionTest {

    private static final StreamId STREAM = new StreamId("day");
    private static final int BLOCKS = 2 * LateInteraction.FEW;
    private static final int NEEDLE = 1234;
    private static final float[] QUERY = {3, -1, 2, 0.5f};

    private final FakeVisualModel model = new FakeVisualModel(new FakeTower(), 0, context -> "");
    private final InMemorySegmentStore store = new InMemorySegmentStore();

    @BeforeEach
    void watch() {
        store.putStream(new StreamInfo(STREAM, "file:x", 1, Instant.EPOCH, 1, 1, false, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1, ""));
        Random random = new Random(1);
        IntStream.range(0, BLOCKS).forEach(number -> store.commit(block(number, random)));
    }

    /** Two tokens of noise, or the query itself and its opposite. */
    private KvBlock block(int number, Random random) {
        float[] tokens = new float[2 * QUERY.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = number == NEEDLE ? QUERY[i % QUERY.length] * (i < QUERY.length ? 1 : -1) : (float) random.nextGaussian() * 0.3f;
        }
        float[] mean = new float[model.layout().size(1)];
        float[] silent = new float[model.layout().size(2)];
        return new KvBlock(new BlockEntry(STREAM, number, number, 2, 0, "", List.of(), new float[0], mean, tokens),
                new KeyValues(model.layout(), 2, silent, silent));
    }

    private double[] scores() {
        StreamIndex.Blocks blocks = new BlockIndex(model, new FakeTextEmbedder())
                .blocks(store, store.stream(STREAM).orElseThrow(), BLOCKS, Policy.DEFAULT);
        return new LateInteraction(model).scores(QUERY, new double[0], blocks);
    }

    @Test
    void keysTrainedForItAreAllLookedAtHoweverManyBlocksThereAre() {
        model.trainedToRetrieve();
        double[] scores = scores();
        assertThat(Arrays.stream(scores)).hasSize(BLOCKS).allMatch(Double::isFinite);
        assertThat(Ranking.best(scores, 1)).containsExactly(NEEDLE);
        assertThat(scores[NEEDLE]).isEqualTo(14.25, within(0.2));
    }

    @Test
    void ofOtherKeysOnlyTheLikeliestAndAsManySpreadOverTheStreamAreLookedAt() {
        double[] scores = scores();
        assertThat(Arrays.stream(scores).filter(Double::isFinite).count()).isBetween(512L, 1024L);
        assertThat(DoubleStream.of(scores[4], scores[12], scores[BLOCKS - 4])).allMatch(Double::isFinite);
    }
}
