package dev.afterimage.flink.fake;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamLoad;

import java.time.Instant;
import java.util.List;

/**
 * Plays numbered one-pixel frames, two a second, with sound that runs a second and a half behind; the URI says how
 * many, how fast and how it ends: {@code synthetic:FRAMES:DELAY_MS:END}.
 */
public final class SyntheticSource implements FrameSource {

    private volatile long openedAt = -1;

    /** Index of the first frame that was asked for when a capture was last opened. */
    public long openedAt() {
        return openedAt;
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        return open(settings, afterSeconds, nextIndex, afterSeconds);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds) {
        openedAt = nextIndex;
        String[] words = settings.uri().split(":");
        long past = settings.network() ? nextIndex : 0; // a camera does not show again what it showed
        return new Playing(settings, nextIndex, past + Long.parseLong(words[1]), Long.parseLong(words[2]), words[3], heardSeconds);
    }

    private static final class Playing implements Capture {

        private final SourceSettings settings;
        private final long frames;
        private final long delayMillis;
        private final String end;
        private long next;
        private volatile boolean closed;
        private double heard;
        private StreamLoad load = new StreamLoad();

        Playing(SourceSettings settings, long next, long frames, long delayMillis, String end, double heard) {
            this.settings = settings;
            this.next = next;
            this.frames = frames;
            this.delayMillis = delayMillis;
            this.end = end;
            this.heard = Math.max(0, heard);
        }

        @Override
        public Frame next() {
            try {
                Thread.sleep(delayMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
            if (closed || next == frames) {
                if (end.equals("stall") && !closed) {
                    throw new AfterimageException(ErrorCode.INPUT_STALLED, "the camera went silent", "check the camera");
                }
                return null;
            }
            double seconds = next / settings.fps();
            load.sampled(seconds);
            byte[] pixel = {(byte) next, (byte) (next >> 8), (byte) (seconds % 20 < 10 ? 0 : 200)};
            return new Frame(settings.stream(), next++, seconds, Instant.EPOCH.plusMillis((long) (seconds * 1000)), 1, 1, pixel);
        }

        @Override
        public void countInto(StreamLoad counted) {
            load = counted;
        }

        @Override
        public List<Sound> takeSound() {
            double until = (next == frames ? next : next - 3) / settings.fps();
            if (until <= heard) {
                return List.of();
            }
            Sound sound = new Sound(heard, new short[(int) Math.round((until - heard) * Sound.SAMPLE_RATE)]);
            heard = until;
            return List.of(sound);
        }

        @Override
        public SourceFacts facts() {
            return new SourceFacts(1, 1, settings.fps(), frames / settings.fps(), true, false);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
