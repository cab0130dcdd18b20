package dev.afterimage.answering.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.time.TimeExpressions;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeStreams;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockIndexTest {

    private static final StreamId STREET = new StreamId("street");
    private static final int BLOCKS = 200;

    private final FakeLanguageModel model = new FakeLanguageModel();
    private final InMemorySegmentStore store = new InMemorySegmentStore();
    private final BlockIndex index = new BlockIndex(model, new FakeTextEmbedder());

    @BeforeEach
    void prefill() {
        String moments = IntStream.range(0, BLOCKS).mapToObj(i -> 2 * i + " " + (i == 50 ? "1 umbrella left" : 1 + i % 3 + " car left"))
                .collect(Collectors.joining(";"));
        try (BlockPrefiller prefiller = new BlockPrefiller(model, new NotesPrompt(model), new FakeTextEmbedder())) {
            FakeStreams.watch(store, prefiller, STREET, moments, 2 * BLOCKS);
        }
    }

    private List<Long> chosen(Policy policy, String question, int budget, Long... wanted) {
        RetrievalSettings settings = new RetrievalSettings(policy, budget, 3, 0.5);
        StreamIndex.Blocks all = index.blocks(store, store.stream(STREET).orElseThrow(), 2 * BLOCKS, policy);
        List<BlockEntry> blocks = index.retrieve(question, TimeExpressions.find(question, 2 * BLOCKS), all, Set.of(wanted), settings)
                .blocks();
        assertThat(blocks.stream().mapToInt(BlockEntry::tokens).sum()).isLessThanOrEqualTo(budget);
        assertThat(blocks).isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
        return blocks.stream().map(BlockEntry::number).toList();
    }

    @Test
    void theBlockThatTheQuestionNamesIsChosen() {
        assertThat(chosen(Policy.DEFAULT, "where was the umbrella", 120)).contains(50L);
    }

    @Test
    void theNewestBlocksAreAlwaysInByDefault() {
        for (Policy policy : List.of(Policy.DEFAULT, Policy.RECENT, Policy.ALL)) {
            assertThat(chosen(policy, "where was the umbrella", 120)).as(policy.label()).contains(197L, 198L, 199L);
        }
    }

    @Test
    void aQuestionIsRunOnceForAllLayersOfRekv() {
        String question = "where was the umbrella";
        long before = model.computed;
        assertThat(chosen(Policy.REKV, question, 120)).isNotEmpty();
        assertThat(model.computed - before).isEqualTo(model.tokenize(question).length);
    }

    @Test
    void blocksThatHoldAtTheTimeAskedAboutAreChosen() {
        assertThat(chosen(Policy.DEFAULT, "how many cars at 03:21", 120)).contains(100L);
    }

    @Test
    void blocksAnAnswerRestsOnComeBeforeTheRest() {
        assertThat(chosen(Policy.DEFAULT, "where was the umbrella", 80, 7L, 8L)).contains(7L, 8L);
    }

    @Test
    void recentTakesNothingElse() {
        assertThat(chosen(Policy.RECENT, "where was the umbrella", 500)).containsExactly(197L, 198L, 199L);
    }

    @Test
    void uniformLiesEvenlyOverTheStream() {
        List<Long> numbers = chosen(Policy.UNIFORM, "where was the umbrella", 160);
        long step = numbers.get(1) - numbers.get(0);
        assertThat(numbers).hasSizeGreaterThan(5).first().satisfies(first -> assertThat(first).isLessThanOrEqualTo(step));
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i) - numbers.get(i - 1)).isBetween(step - 1, step + 1);
        }
        assertThat(numbers.get(numbers.size() - 1)).isGreaterThan(BLOCKS - 1 - step);
    }

    @Test
    void allTakesWhatFitsNewestFirst() {
        List<Long> numbers = chosen(Policy.ALL, "where was the umbrella", 160);
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(BLOCKS - numbers.size(), BLOCKS - 1).mapToObj(i -> (long) i).toList());
    }

    @Test
    void anEmptyStreamHasNothingToRetrieve() {
        store.putStream(StreamInfo.begun(new SourceSettings(new StreamId("new"), "x.mp4", 2, SourceSettings.Pace.ASAP, false,
                ReadingSettings.DEFAULT), Instant.EPOCH));
        StreamIndex.Blocks none = index.blocks(store, store.stream(new StreamId("new")).orElseThrow(), 5, Policy.DEFAULT);
        assertThat(index.retrieve("any car?", TimeExpressions.find("any car?", 0), none, Set.of(), RetrievalSettings.DEFAULT).blocks())
                .isEmpty();
    }
}
