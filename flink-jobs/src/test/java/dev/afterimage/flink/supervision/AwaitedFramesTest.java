package dev.afterimage.flink.supervision;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.flink.fake.Streams;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class AwaitedFramesTest {

    private static final StreamId DOOR = new StreamId("door");

    /** A capture with a thread of its own that samples by itself. */
    private record Camera(boolean live) implements FrameSource {

        @Override
        public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
            return new Capture() {
                @Override
                public Frame next() {
                    return null;
                }

                @Override
                public List<Sound> takeSound() {
                    return List.of();
                }

                @Override
                public SourceFacts facts() {
                    return new SourceFacts(1, 1, 2, Double.NaN, false, live);
                }

                @Override
                public void close() {
                    // Holds nothing.
                }
            };
        }
    }

    private static Duration waiting(boolean live, StreamLoad load) throws InterruptedException {
        AwaitedFrames frames = new AwaitedFrames(new Camera(live));
        try (FrameSource.Capture capture = frames.open(Streams.settings("door", "rtsp://camera/door"), -1, 0)) {
            capture.countInto(load);
            load.sampled(0);
            Streams.await("time passes", () -> load.silence().toMillis() > 30);
            return frames.waiting(DOOR);
        }
    }

    @Test
    void aLiveSourceThatFellSilentIsNoticedThoughItsPicturesAreStillBeingLookedAt() throws InterruptedException {
        assertThat(waiting(true, new StreamLoad())).isGreaterThan(Duration.ofMillis(30));
    }

    @Test
    void aSourceThatIsReadAsNeededIsNotSilentWhileItIsNotRead() throws InterruptedException {
        assertThat(waiting(false, new StreamLoad())).isZero();
    }

    @Test
    void nothingIsSilentBeforeItsFirstPictureNorAfterItWasOpenedAgain() {
        StreamLoad load = new StreamLoad();
        assertThat(load.silence()).isZero();
        load.sampled(0);
        load.opened();
        assertThat(load.silence()).isZero();
    }
}
