package dev.afterimage.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.model.onnx.OnnxNetworkLoader;
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
            assertThat(Clips.encode(resumed, frames.subList(k, frames.size()))).usingRecursiveComparison().ignoringFields("cost")
                    .as("%s resumed before frame %d", clip, k).isEqualTo(expected.subList(k, expected.size()));
        }
        assertThat(snapshots.get(frames.size() - 1)).hasSizeLessThan(100_000);
    }

    @Test
    void behindAGapTheSamePictureIsToldAnewAndNothingInItIsWhatWasThereBefore() {
        List<Frame> frames = Clips.frames(Clips.TABLE).subList(0, 9);
        FrameEncoder encoder = factory.create(Clips.settings(Clips.TABLE));
        List<EncodedFrame> before = Clips.encode(encoder, frames);
        Frame last = frames.get(8);
        assertThat(before.get(8).tokens()).as("unchanged").isEmpty();
        encoder.interrupted();
        Frame later = new Frame(last.stream(), 9, last.seconds() + 90, last.wallClock(), last.width(), last.height(), last.rgb());
        EncodedFrame after = encoder.encode(later);
        assertThat(after.tokens()).isPresent();
        assertThat(after.note()).isEqualTo(before.get(8).note());
        assertThat(after.evidence()).as("none is gone").allSatisfy(evidence -> assertThat(evidence.count()).isPositive());
        assertThat(after.evidence()).flatExtracting(Evidence::things).isNotEmpty().allSatisfy(thing -> {
            assertThat(thing.since()).isEqualTo(later.seconds());
            assertThat(before.get(8).evidence()).flatExtracting(Evidence::things).extracting(Sighting::track).doesNotContain(thing.track());
        });
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
