package dev.afterimage.memory.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.StreamId;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeStreams;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.memory.retrieval.RetrievalSettings.Policy;
import dev.afterimage.memory.time.TimeExpressions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockIndexTest {

    private static final int BLOCKS = 200;

    private final FakeLanguageModel model = new FakeLanguageModel();
    private List<BlockEntry> entries;

    @BeforeEach
    void prefill() {
        String moments = IntStream.range(0, BLOCKS).mapToObj(i -> 2 * i + " " + (i == 50 ? "1 umbrella left" : 1 + i % 3 + " car left")).collect(Collectors.joining(";"));
        try (BlockPrefiller prefiller = new BlockPrefiller(model, new NotesPrompt(model), new FakeTextEmbedder())) {
            entries = FakeStreams.frames(new StreamId("street"), moments).stream().map(frame -> prefiller.prefill(frame).orElseThrow()).map(KvBlock::entry).toList();
        }
    }

    private List<Long> chosen(Policy policy, String question, int budget, Long... wanted) {
        BlockIndex index = new BlockIndex(model, new FakeTextEmbedder(), new RetrievalSettings(policy, budget, 3, 0.5));
        List<BlockEntry> blocks = index.retrieve(question, TimeExpressions.find(question, 2 * BLOCKS), entries, Set.of(wanted)).blocks();
        assertThat(blocks.stream().mapToInt(BlockEntry::tokens).sum()).isLessThanOrEqualTo(budget);
        assertThat(blocks).isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
        return blocks.stream().map(BlockEntry::number).toList();
    }

    @Test
    void theBlockThatTheQuestionNamesIsChosen() {
        assertThat(chosen(Policy.DEFAULT, "where was the umbrella", 120)).contains(50L);
    }

    @Test
    void theNewestBlocksAreAlwaysIn() {
        for (Policy policy : Policy.values()) {
            assertThat(chosen(policy, "where was the umbrella", 120)).as(policy.name()).contains(197L, 198L, 199L);
        }
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
        assertThat(numbers).anyMatch(n -> n < 40).anyMatch(n -> n > 60 && n < 140);
    }

    @Test
    void allTakesWhatFitsNewestFirst() {
        List<Long> numbers = chosen(Policy.ALL, "where was the umbrella", 160);
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(BLOCKS - numbers.size(), BLOCKS - 1).mapToObj(i -> (long) i).toList());
    }

    @Test
    void anEmptyStreamHasNothingToRetrieve() {
        BlockIndex index = new BlockIndex(model, new FakeTextEmbedder(), RetrievalSettings.DEFAULT);
        assertThat(index.retrieve("any car?", TimeExpressions.find("any car?", 0), List.of(), Set.of()).blocks()).isEmpty();
    }
}
