package dev.afterimage.memory.scene;

import dev.afterimage.core.encode.EncodedFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * SceneTilling for a stream that is still running: causal, O(1) amortised a frame, memory for {@code lag} frames.
 *
 * <p><b>What equals what.</b> Let {@code B(n)} be what {@link SceneTiling#boundaries(double[], double, double)} finds
 * in the first n frames, without the end it always appends. Whether the stream has a boundary at frame i is decided
 * when frame {@code i + 1 + lag} arrives, and is then exactly whether i is in {@code B(i + 2 + lag)}; it is never taken
 * back. {@link #finish} decides the rest by {@code B(T)}. A video of at most {@code lag + 1} frames is thus cut exactly
 * as the batch algorithm cuts it, and so is any video with {@link TilerSettings#wholeVideo}. {@link #provisional} is at
 * any time {@code B(n)} for the frames not yet decided.
 *
 * <p>Why it can be exact: the left peak of a dip is known when the dip is; the right peak is the end of the rising run
 * that starts in it, so only the depths on the last run still change, all by the same amount ({@link DepthStatistics}).
 *
 * <p>Used by one thread.
 */
public final class IncrementalSceneTiler {

    /** A frame whose following dip is not decided. While it stands on the rising run, {@code depth} lacks the right
     * peak: {@code leftPeak - 2 s[i]}. */
    static final class Undecided {
        final long frame;
        final double seconds;
        final double nextSeconds;
        double depth;

        Undecided(long frame, double seconds, double nextSeconds, double depth) {
            this.frame = frame;
            this.seconds = seconds;
            this.nextSeconds = nextSeconds;
            this.depth = depth;
        }
    }

    final TilerSettings settings;
    final DepthStatistics statistics = new DepthStatistics();
    final Deque<Undecided> undecided = new ArrayDeque<>();
    /** The newest frame. */
    float[] feature;
    long frame;
    double seconds;
    /** {@code s} of the newest two frames, the end of the rising run, and the peak to the left of it. */
    double similarity;
    double leftPeak;

    public IncrementalSceneTiler(TilerSettings settings) {
        this.settings = settings;
    }

    /**
     * Takes the next frame.
     *
     * @param frameIndex ascending
     * @param feature    the frame's vector; not kept to be changed
     * @return boundaries that this frame decided; at most one
     */
    public List<SceneBoundary> accept(long frameIndex, double frameSeconds, float[] frameFeature) {
        return accept(frameIndex, frameSeconds, frameFeature, EncodedFrame.UNMEASURED);
    }

    /**
     * The same, where the share of the picture that was there before is known too. An extension: the valleys of this
     * drop ratio are those of scenes (TimeChat-Online), so it counts as similarity beside the features' cosine;
     * everything behind it is SceneTilling as published.
     *
     * @param redundancy 0..1; {@link EncodedFrame#UNMEASURED} otherwise
     */
    public List<SceneBoundary> accept(long frameIndex, double frameSeconds, float[] frameFeature, double redundancy) {
        if (feature != null) {
            addDip(Similarity.combined(Similarity.cosine(feature, frameFeature), redundancy), frameSeconds);
        }
        feature = frameFeature.clone();
        frame = frameIndex;
        seconds = frameSeconds;
        return undecided.size() > settings.lag() ? decide(1) : List.of();
    }

    private void addDip(double next, double nextSeconds) {
        boolean first = statistics.count + statistics.rising == 0;
        if (!first && next < similarity) {
            settle();
        } else if (!first) {
            statistics.grow(next - similarity);
        }
        leftPeak = !first && similarity >= next ? leftPeak : next;
        similarity = next;
        statistics.addRising(leftPeak - next);
        undecided.addLast(new Undecided(frame, seconds, nextSeconds, leftPeak - 2 * next));
    }

    /** Similarity falls: the run's end was the right peak of every dip on it. Each dip is settled once. */
    private void settle() {
        Iterator<Undecided> newestFirst = undecided.descendingIterator();
        for (long left = statistics.rising; left > 0 && newestFirst.hasNext(); left--) {
            newestFirst.next().depth += similarity;
        }
        statistics.settle();
    }

    private List<SceneBoundary> decide(int count) {
        List<SceneBoundary> boundaries = provisional(count);
        for (int i = 0; i < count; i++) {
            undecided.removeFirst();
        }
        return boundaries;
    }

    /** Boundaries that the frames so far suggest and later frames may yet change. */
    public List<SceneBoundary> provisional() {
        return provisional(undecided.size());
    }

    private List<SceneBoundary> provisional(int oldest) {
        double threshold = statistics.threshold(settings.alpha());
        long settled = undecided.size() - statistics.rising;
        List<SceneBoundary> boundaries = new ArrayList<>(1);
        Iterator<Undecided> dips = undecided.iterator();
        for (int i = 0; i < oldest; i++) {
            Undecided dip = dips.next();
            double depth = i < settled ? dip.depth : dip.depth + similarity;
            if (depth > threshold && depth >= settings.floor()) {
                boundaries.add(new SceneBoundary(dip.frame, dip.seconds, dip.nextSeconds, depth));
            }
        }
        return boundaries;
    }

    /** The stream has ended: decides the rest and appends the end itself; empty when there was no frame. */
    public List<SceneBoundary> finish() {
        List<SceneBoundary> boundaries = new ArrayList<>(decide(undecided.size()));
        if (feature != null) {
            boundaries.add(new SceneBoundary(frame, seconds, Double.NaN, 0));
        }
        return boundaries;
    }

    /** All state, versioned. */
    public byte[] snapshot() {
        return TilerSnapshot.write(this);
    }

    /** @throws IllegalArgumentException for bytes that {@link #snapshot} did not write */
    public static IncrementalSceneTiler restore(byte[] snapshot) {
        return TilerSnapshot.read(snapshot);
    }
}
