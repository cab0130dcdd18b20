package dev.afterimage.answering.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.answering.time.TimeExpressions;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeStreams;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The example of {@code docs/extending.md} compiles, is registered as it says, and chooses. */
class ExtendingTest {

    private static final Path ROOT = Path.of(System.getProperty("afterimage.root"));

    @Test
    void aPolicyThatIsRegisteredCanBeAskedFor() {
        StreamId stream = new StreamId("street");
        InMemorySegmentStore store = new InMemorySegmentStore();
        FakeLanguageModel model = new FakeLanguageModel();
        FakeTextEmbedder embedder = new FakeTextEmbedder();
        try (BlockPrefiller prefiller = new BlockPrefiller(model, new NotesPrompt(model), embedder)) {
            FakeStreams.watch(store, prefiller, stream, "0 nothing; 2 1 car left; 4 nothing; 6 1 dog left; 8 nothing; 10 1 cat left", 12);
        }
        StreamInfo info = store.stream(stream).orElseThrow();
        Policy policy = Policy.of("newest-and-earliest");
        BlockIndex index = new BlockIndex(model, embedder);
        BlockIndex.Retrieved retrieved = index.retrieve("What was there?", TimeExpressions.find("What was there?", 12),
                index.blocks(store, info, 12, policy), Set.of(), new RetrievalSettings(policy, 10_000, 4, 0.5, 3));
        assertThat(retrieved.blocks()).extracting(BlockEntry::seconds).containsExactly(0.0, 8.0, 10.0);
    }

    @Test
    void theDocumentShowsTheClassAsItIs() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/extending.md"));
        String code = Files.readString(ROOT.resolve(
                "answering/src/test/java/dev/afterimage/answering/example/NewestAndEarliest.java"));
        assertThat(document).contains(code.substring(code.indexOf("public final class")).strip());
        assertThat(document).contains(Files.readString(ROOT.resolve("answering/src/test/resources/META-INF/services/"
                + "dev.afterimage.core.answer.RetrievalPolicy")).strip());
    }
}
