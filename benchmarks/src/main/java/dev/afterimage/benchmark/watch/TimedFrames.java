package dev.afterimage.benchmark.watch;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamLoad;
import java.util.List;

/** Times decoding, and notes when the first frame was asked for: until then the job was starting. */
final class TimedFrames implements FrameSource {

    private final FrameSource source;
    private final StageClock clock;
    private volatile long openedNanos;

    TimedFrames(FrameSource source, StageClock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** {@link System#nanoTime} at the newest opening. */
    long openedNanos() {
        return openedNanos;
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        openedNanos = System.nanoTime();
        Capture capture = clock.time(Stage.DECODE, () -> source.open(settings, afterSeconds, nextIndex));
        return new Capture() {
            @Override
            public Frame next() {
                return clock.time(Stage.DECODE, capture::next);
            }

            @Override
            public List<Sound> takeSound() {
                return capture.takeSound();
            }

            @Override
            public void countInto(StreamLoad load) {
                capture.countInto(load);
            }

            @Override
            public SourceFacts facts() {
                return capture.facts();
            }

            @Override
            public void close() {
                capture.close();
            }
        };
    }
}
