package dev.afterimage.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.EncodedFrame;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.Frame;
import dev.afterimage.core.FrameEncoder;
import dev.afterimage.model.OnnxNetworkLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ResumingTest {

    private static NoteEncoderFactory factory;

    @BeforeAll
    static void load() {
        factory = new NoteEncoderFactory(new RememberingLoader(new OnnxNetworkLoader()), 2);
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @Test
    void resumedAtAnyFrameTheRestIsReadAlike() {
        // Cars come, cross and go in the one, a hand takes bottles away in the other.
        resumesAlike(Clips.STREET, 24, 44);
        resumesAlike(Clips.TABLE, 28, 48);
    }

    private static void resumesAlike(String clip, int from, int to) {
        List<Frame> frames = Clips.frames(clip).subList(from, to);
        FrameEncoder whole = factory.create(Clips.settings(clip));
        List<byte[]> snapshots = new ArrayList<>();
        List<EncodedFrame> expected = new ArrayList<>();
        for (Frame frame : frames) {
            snapshots.add(whole.snapshot());
            expected.add(whole.encode(frame));
        }
        for (int k = 0; k < frames.size(); k++) {
            FrameEncoder resumed = factory.create(Clips.settings(clip));
            resumed.restore(snapshots.get(k));
            assertThat(resumed.snapshot()).isEqualTo(snapshots.get(k));
            assertThat(Clips.encode(resumed, frames.subList(k, frames.size()))).usingRecursiveComparison()
                    .as("%s resumed before frame %d", clip, k).isEqualTo(expected.subList(k, expected.size()));
        }
        assertThat(snapshots.get(frames.size() - 1)).hasSizeLessThan(100_000);
    }

    @Test
    void aStateOfAnotherVersionIsRefused() {
        byte[] snapshot = factory.create(Clips.settings(Clips.STREET)).snapshot();
        snapshot[3]++;
        assertThatThrownBy(() -> factory.create(Clips.settings(Clips.STREET)).restore(snapshot))
                .isInstanceOfSatisfying(AfterimageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FORMAT));
    }

    @Test
    void aStateCutShortIsRefused() {
        byte[] snapshot = factory.create(Clips.settings(Clips.STREET)).snapshot();
        assertThatThrownBy(() -> factory.create(Clips.settings(Clips.STREET)).restore(Arrays.copyOf(snapshot, 40)))
                .isInstanceOfSatisfying(AfterimageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT));
    }
}
