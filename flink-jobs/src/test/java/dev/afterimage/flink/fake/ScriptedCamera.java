package dev.afterimage.flink.fake;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.SourceSettings;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A camera whose frames and outages a test plays. */
public final class ScriptedCamera implements FrameSource {

    private static final double END = -1;

    private final Instant began;
    private volatile BlockingQueue<double[]> frames = new LinkedBlockingQueue<>();
    private volatile GapListener gaps = (seconds, cause) -> { };
    private volatile double openedAfter = Double.NaN;

    /** @param began wall clock of second 0 */
    public ScriptedCamera(Instant began) {
        this.began = began;
    }

    /** @param light what the picture shows */
    public void show(double seconds, int light) {
        frames.add(new double[] {seconds, light});
    }

    public void lose(double afterSeconds, Gap.Cause cause) {
        gaps.begins(afterSeconds, cause);
    }

    /** The connection ends for good. */
    public void end() {
        frames.add(new double[] {END, 0});
    }

    /** Time up to which frames were to be left out when it was opened last; NaN before. */
    public double openedAfter() {
        return openedAfter;
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        return open(settings, afterSeconds, nextIndex, afterSeconds, gaps);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener listener) {
        gaps = listener;
        openedAfter = afterSeconds;
        return new Playing(settings, nextIndex);
    }

    private final class Playing implements Capture {

        private final SourceSettings settings;
        private long next;
        private volatile boolean closed;

        Playing(SourceSettings settings, long next) {
            this.settings = settings;
            this.next = next;
        }

        @Override
        public Frame next() {
            try {
                double[] shown = null;
                while (shown == null && !closed) {
                    shown = frames.poll(20, TimeUnit.MILLISECONDS);
                }
                return shown == null || shown[0] == END ? null : frame(shown[0], (byte) shown[1]);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        private Frame frame(double seconds, byte light) {
            return new Frame(settings.stream(), next++, seconds, began.plusMillis((long) (seconds * 1000)), 1, 1,
                    new byte[] {light, light, light});
        }

        @Override
        public List<Sound> takeSound() {
            return List.of();
        }

        @Override
        public SourceFacts facts() {
            return new SourceFacts(1, 1, settings.fps(), Double.NaN, false, true);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
