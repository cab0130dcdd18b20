package dev.afterimage.memory.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.fake.FakeBridge;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.FakeTower;
import dev.afterimage.memory.fake.FakeVisualModel;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.fake.TrimmedStore;
import dev.afterimage.memory.prompt.StreamPrompt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Blocks of pictures, in the pack's window or alone. */
class VisualBlocksTest {

    private static final StreamId STREAM = new StreamId("door");
    private static final VisionTower TOWER = new FakeTower();

    private static EncodedFrame frame(FakeVisualModel model, int index) {
        byte[] pixel = {(byte) (index * 40), 1, 2};
        VisionTower.Seen seen = TOWER.see(1, 1, pixel);
        PromptPart part = new PromptPart.Sequence(List.of(new PromptPart.Tokens(model.tokenize(TOWER.layout().beforeFrame(index))),
                new PromptPart.Visual(seen.embeddings(), 16, TOWER.width()),
                new PromptPart.Tokens(model.tokenize(TOWER.layout().imageEnd()))));
        return new EncodedFrame(STREAM, index, index, seen.feature(), Optional.of(part), "", List.of(), new byte[0], 0, 1);
    }

    private static List<KvBlock> blocks(FakeVisualModel model, int... frames) {
        try (BlockPrefiller prefiller = prefiller(model)) {
            return IntStream.of(frames).mapToObj(index -> prefiller.prefill(frame(model, index)).orElseThrow()).toList();
        }
    }

    private static BlockPrefiller prefiller(FakeVisualModel model) {
        return new BlockPrefiller(model, StreamPrompt.of(model), new FakeTextEmbedder(), model.windowTokens(), KvCodec.EXACT);
    }

    @Test
    void aBlockHoldsTheTextAroundThePictureAndItsTokens() {
        FakeVisualModel model = new FakeVisualModel(TOWER, 0);
        KvBlock block = blocks(model, 65).get(0);
        int text = model.tokenize("\nFrame from 01:05:<|image|>").length + model.tokenize("<|image|>").length;
        assertThat(block.entry().tokens()).isEqualTo(text + 16);
        assertThat(block.entry().note()).isEmpty();
        assertThat(block.entry().textVector()).isEmpty();
    }

    @Test
    void withoutAWindowABlockIsTheSameWhateverWentBefore() {
        FakeVisualModel model = new FakeVisualModel(TOWER, 0);
        KvBlock behindOthers = blocks(model, 1, 2, 3).get(2);
        KvBlock alone = blocks(model, 3).get(0);
        assertThat(behindOthers.keyValues()).usingRecursiveComparison().isEqualTo(alone.keyValues());
        assertThat(behindOthers.entry().windowStart()).isEqualTo(2);
    }

    @Test
    void withAWindowABlockHangsOnWhatWentBefore() {
        FakeVisualModel model = new FakeVisualModel(TOWER, 200);
        assertThat(blocks(model, 1, 2, 3).get(2).keyValues().values()).isNotEqualTo(blocks(model, 3).get(0).keyValues().values());
    }

    @Test
    void aWindowSmallerThanAPictureHoldsOne() {
        assertThat(blocks(new FakeVisualModel(TOWER, 4), 1, 2, 3)).hasSize(3);
    }

    @Test
    void aRestartAnywhereWritesTheSameBytes() {
        for (int window : new int[] {0, 90, 1024}) {
            FakeVisualModel model = new FakeVisualModel(TOWER, window);
            List<KvBlock> whole = blocks(model, IntStream.range(0, 12).toArray());
            InMemorySegmentStore store = watching();
            whole.forEach(store::commit);
            for (int broken = 0; broken < whole.size(); broken++) {
                try (BlockPrefiller restarted = prefiller(model)) {
                    restarted.restore(store, STREAM, broken);
                    assertThat(restarted.prefill(frame(model, broken)).orElseThrow()).usingRecursiveComparison()
                            .isEqualTo(whole.get(broken));
                }
            }
        }
    }

    private static InMemorySegmentStore watching() {
        InMemorySegmentStore store = new InMemorySegmentStore();
        store.putStream(new StreamInfo(STREAM, "file:x", 1, Instant.EPOCH, 1, 1, false, StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1, ""));
        return store;
    }

    private static FakeVisualModel remembering() {
        return new FakeVisualModel(TOWER, 0, context -> "", new FakeBridge(TOWER.width()));
    }

    @Test
    void aModelWithoutABridgeRemembersNothing() {
        FakeVisualModel model = new FakeVisualModel(TOWER, 0);
        try (BlockPrefiller prefiller = prefiller(model)) {
            prefiller.restore(watching(), STREAM);
            assertThat(prefiller.prefill(frame(model, 0)).orElseThrow().memory()).isEmpty();
        }
    }

    @Test
    void memoryHangsOnEverythingBeforeAndARestartAnywhereGoesOnWithTheSameNumbers() {
        FakeVisualModel model = remembering();
        InMemorySegmentStore store = watching();
        List<float[]> whole = new ArrayList<>();
        try (BlockPrefiller prefiller = prefiller(model)) {
            prefiller.restore(store, STREAM);
            for (int index = 0; index < 12; index++) {
                KvBlock block = prefiller.prefill(frame(model, index % 3)).orElseThrow();
                store.commit(block);
                whole.add(block.memory().orElseThrow().tokens());
            }
        }
        assertThat(whole).as("pictures come again, memories do not").doesNotHaveDuplicates();
        for (int broken = 0; broken < whole.size(); broken++) {
            try (BlockPrefiller restarted = prefiller(model)) {
                restarted.restore(store, STREAM, broken);
                KvBlock again = restarted.prefill(frame(model, broken % 3)).orElseThrow();
                assertThat(again.memory().orElseThrow().tokens()).isEqualTo(whole.get(broken));
                assertThat(again.memory().orElseThrow().noted()).isEqualTo(broken + 1);
            }
        }
    }

    @Test
    void memoryGoesOnWhereWhatItLooksBackOnWasRemoved() {
        FakeVisualModel model = remembering();
        TrimmedStore store = new TrimmedStore(watching());
        try (BlockPrefiller prefiller = prefiller(model)) {
            prefiller.restore(store, STREAM);
            for (int index = 0; index < 12; index++) {
                store.keepFrom(Math.max(0, index - 2));
                store.commit(prefiller.prefill(frame(model, index)).orElseThrow());
            }
        }
        for (int broken : new int[] {12, 11, 10, 5}) {
            try (BlockPrefiller restarted = prefiller(model)) {
                restarted.restore(store, STREAM, broken);
                assertThat(restarted.nextNumber()).isEqualTo(broken);
                assertThat(restarted.prefill(frame(model, broken)).orElseThrow().memory().orElseThrow().noted())
                        .isEqualTo(broken == 5 ? 1 : broken + 1);
            }
        }
    }

    @Test
    void whatIsSaidLeavesMemoryAsItWas() {
        FakeVisualModel model = remembering();
        InMemorySegmentStore store = watching();
        try (BlockPrefiller prefiller = prefiller(model)) {
            prefiller.restore(store, STREAM);
            KvBlock seen = prefiller.prefill(frame(model, 1)).orElseThrow();
            store.commit(seen);
            EncodedFrame said = new EncodedFrame(STREAM, 1, 1, new float[0], Optional.of(new PromptPart.Text("[00:01] hello\n")), "hello",
                    List.of(), new byte[0]);
            assertThat(prefiller.prefill(said).orElseThrow().memory().orElseThrow().tokens())
                    .isEqualTo(seen.memory().orElseThrow().tokens());
        }
    }
}
