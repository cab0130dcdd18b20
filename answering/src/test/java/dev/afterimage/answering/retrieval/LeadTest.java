package dev.afterimage.answering.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.retrieval.BlockIndex.Retrieved;
import dev.afterimage.answering.time.TimeExpressions;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.FakeTower;
import dev.afterimage.memory.fake.FakeVisualModel;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model whose keys were trained to be found by, in nats, and a question that some of thirty blocks answer. */
class LeadTest {

    private static final StreamId STREAM = new StreamId("day");
    private static final int BLOCKS = 30;
    private static final String QUESTION = "umbrella";

    private final FakeVisualModel model = new FakeVisualModel(new FakeTower(), 0, context -> "");
    private final InMemorySegmentStore store = new InMemorySegmentStore();

    @BeforeEach
    void begin() {
        store.putStream(new StreamInfo(STREAM, "file:x", 1, Instant.EPOCH, 1, 1, false, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1, ""));
    }

    /** Blocks of one token: the question's own query where they show it, else a little noise. */
    private Retrieved retrieved(double scale, String question, Integer... showing) {
        model.trainedToRetrieve(scale);
        float[] query = BlockScores.grouped(model.queries(new PromptPart.Text(QUESTION), model.retrievalLayer()), model.queryHeads(),
                model.layout().kvHeads(), model.layout().headDim());
        Random random = new Random(1);
        for (int number = 0; number < BLOCKS; number++) {
            float[] keys = new float[model.layout().keyWidth()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = List.of(showing).contains(number) ? query[i] : (float) random.nextGaussian() * 0.01f;
            }
            BlockEntry entry = new BlockEntry(STREAM, number, number, 1, 0, "", List.of(), new float[0], new float[model.layout().size(1)],
                    keys);
            store.commit(new KvBlock(entry, new KeyValues(model.layout(), 1, new float[model.layout().size(1)],
                    new float[model.layout().size(1)])));
        }
        BlockIndex index = new BlockIndex(model, new FakeTextEmbedder());
        StreamIndex.Blocks blocks = index.blocks(store, store.stream(STREAM).orElseThrow(), BLOCKS, Policy.DEFAULT);
        return index.retrieve(QUESTION, TimeExpressions.find(question, BLOCKS), blocks, Set.of(),
                RetrievalSettings.VISUAL.atMost(6, Retrieval.AS_SET));
    }

    private Retrieved retrieved(double scale, Integer... showing) {
        return retrieved(scale, QUESTION, showing);
    }

    @Test
    void aBlockThatNoOtherComesNearIsReadBesideTheNewestOnly() {
        Retrieved retrieved = retrieved(10, 17);
        assertThat(retrieved.blocks()).extracting(BlockEntry::number).containsExactly(17L, 29L);
        assertThat(retrieved.lead()).hasValueSatisfying(lead -> {
            assertThat(lead.best().number()).isEqualTo(17);
            assertThat(lead.alone()).isTrue();
            assertThat(lead.overMean()).isGreaterThan(lead.overNext());
        });
    }

    @Test
    void theNewestIsReadAloneWhereItIsTheOneThatStandsOut() {
        assertThat(retrieved(10, 29).blocks()).extracting(BlockEntry::number).containsExactly(29L);
    }

    @Test
    void twoThatShowItAreReadAmongOthersAndStandOutFromTheMeanAlone() {
        Retrieved retrieved = retrieved(10, 8, 17);
        assertThat(retrieved.blocks()).hasSize(6).extracting(BlockEntry::number).contains(8L, 17L);
        assertThat(retrieved.lead()).hasValueSatisfying(lead -> {
            assertThat(lead.alone()).isFalse();
            assertThat(lead.overNext()).isZero();
            assertThat(lead.overMean()).isGreaterThan(5);
        });
    }

    @Test
    void aLeadIsNoneByLittleOrWhereNobodyKnowsWhatAScoreIsWorth() {
        assertThat(retrieved(0.001, 17).blocks()).hasSize(6);
        Retrieved unknown = retrieved(0, 17);
        assertThat(unknown.blocks()).hasSize(6);
        assertThat(unknown.lead()).isEmpty();
    }

    @Test
    void aTimeInTheQuestionOutweighsIt() {
        assertThat(retrieved(10, "an umbrella at 00:09", 17).blocks()).hasSize(6).extracting(BlockEntry::number).containsAnyOf(8L, 9L, 10L)
                .doesNotContain(17L);
    }
}
