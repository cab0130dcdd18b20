package dev.afterimage.encoder.visual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.block.PictureGrid;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTower;
import dev.afterimage.memory.fake.FakeVisualModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VisualEncoderTest {

    private static final StreamId STREAM = new StreamId("door");
    private static final int SIDE = 32;

    private final FakeVisualModel model = new FakeVisualModel(new FakeTower(), 0);
    private final SourceSettings source = new SourceSettings(STREAM, "door.mp4", 2, SourceSettings.Pace.ASAP, false,
            ReadingSettings.DEFAULT);
    private final SplittableRandom random = new SplittableRandom(8);
    private final byte[] picture = new byte[SIDE * SIDE * 3];

    private FrameEncoder encoder(Mode mode, int tokensPerMinute) {
        return new VisualEncoderFactory(model, CompressionSettings.of(mode, tokensPerMinute)).create(source);
    }

    /** A square somewhere changes its colour now and then. */
    private Frame next(int index) {
        if (random.nextInt(3) == 0) {
            int size = random.nextInt(4, SIDE);
            int left = random.nextInt(SIDE - size + 1);
            int top = random.nextInt(SIDE - size + 1);
            byte colour = (byte) random.nextInt(256);
            for (int row = top; row < top + size; row++) {
                Arrays.fill(picture, (row * SIDE + left) * 3, (row * SIDE + left + size) * 3, colour);
            }
        }
        return new Frame(STREAM, index, index * 0.5, Instant.EPOCH, SIDE, SIDE, picture.clone());
    }

    @Test
    void aFramesTokensStandBetweenTheTextOfTheLayout() {
        EncodedFrame encoded = encoder(Mode.NONE, 0).encode(next(0));
        assertThat(encoded.tokens().orElseThrow()).isInstanceOfSatisfying(PromptPart.Sequence.class, sequence -> {
            assertThat(((PromptPart.Tokens) sequence.parts().get(0)).ids()).isEqualTo(model.tokenize("\nFrame from 00:00:<|image|>"));
            assertThat(((PromptPart.Visual) sequence.parts().get(1)).tokens()).isEqualTo(16);
            assertThat(((PromptPart.Visual) sequence.parts().get(1)).grid()).usingRecursiveComparison().isEqualTo(PictureGrid.whole(4, 4));
            assertThat(((PromptPart.Tokens) sequence.parts().get(2)).ids()).isEqualTo(model.tokenize("<|image|>"));
        });
        assertThat(encoded.note()).isEmpty();
        assertThat(encoded.thumbnail()).startsWith(0xff, 0xd8);
    }

    @Test
    void resumedAtAnyFrameTheRestIsEncodedAlike() {
        for (Mode mode : Mode.values()) {
            int budget = mode == Mode.DYNAMIC ? 200 : 0;
            FrameEncoder whole = encoder(mode, budget);
            List<Frame> frames = new ArrayList<>();
            List<byte[]> snapshots = new ArrayList<>();
            List<EncodedFrame> expected = new ArrayList<>();
            for (int index = 0; index < 60; index++) {
                frames.add(next(index));
                snapshots.add(whole.snapshot());
                expected.add(whole.encode(frames.get(index)));
            }
            for (int from = 0; from < frames.size(); from += 7) {
                FrameEncoder resumed = encoder(mode, budget);
                resumed.restore(snapshots.get(from));
                assertThat(resumed.snapshot()).isEqualTo(snapshots.get(from));
                List<EncodedFrame> rest = frames.subList(from, frames.size()).stream().map(resumed::encode).toList();
                assertThat(rest).usingRecursiveComparison().as("%s from %d", mode, from).isEqualTo(expected.subList(from, expected.size()));
            }
        }
    }

    @Test
    void tokensKeptAndDroppedAddUpToThePicture() {
        FrameEncoder encoder = encoder(Mode.DYNAMIC, 500);
        for (int index = 0; index < 100; index++) {
            EncodedFrame encoded = encoder.encode(next(index));
            int kept = encoded.tokens().map(part -> ((PromptPart.Visual) ((PromptPart.Sequence) part).parts().get(1)).tokens()).orElse(0);
            assertThat(kept + encoded.tokensDropped()).isEqualTo(16);
        }
    }

    @Test
    void tenThousandFramesLaterTheStateIsNoLarger() {
        FrameEncoder encoder = encoder(Mode.DYNAMIC, 500);
        encoder.encode(next(0));
        int bytes = encoder.snapshot().length;
        System.gc();
        long before = used();
        for (int index = 1; index <= 10_000; index++) {
            encoder.encode(next(index));
        }
        System.gc();
        assertThat(encoder.snapshot()).hasSize(bytes);
        assertThat(used() - before).as("bytes of heap after 10 000 frames").isLessThan(4L << 20);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aStateOfAnotherVersionOrCutShortIsRefused() {
        byte[] snapshot = encoder(Mode.DROP, 0).snapshot();
        byte[] later = snapshot.clone();
        later[3]++;
        assertThatThrownBy(() -> encoder(Mode.DROP, 0).restore(later)).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FORMAT);
        assertThatThrownBy(() -> encoder(Mode.DROP, 0).restore(Arrays.copyOf(snapshot, 40)))
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_CORRUPT);
    }

    @Test
    void aModelWithoutEyesIsRefused() {
        assertThatThrownBy(() -> new VisualEncoderFactory(new FakeLanguageModel(), CompressionSettings.of(Mode.NONE, 0)))
                .isInstanceOf(AfterimageException.class).hasFieldOrPropertyWithValue("code", ErrorCode.MODEL_UNSUPPORTED);
    }
}
