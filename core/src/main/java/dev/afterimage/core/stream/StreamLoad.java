package dev.afterimage.core.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a stream keeps up with its source: counted by the capture and by what stores its frames, read by whoever looks
 * on. It counts as long as the process runs, over reconnections and restarts of the stream. Safe for use by several
 * threads.
 */
public final class StreamLoad {

    /** Frames that the skipped share is taken of: the last minute at the usual 2 a second. */
    static final int WINDOW = 120;
    /** More are not remembered. */
    private static final int MOST_NOTICES = 200;

    private final long[] droppedBefore = new long[WINDOW];
    private long sampled;
    private long dropped;
    private long reconnects;
    private long clockJumps;
    private long queued;
    private double newestCaptured = Double.NaN;
    private double newestStored = Double.NaN;
    private ReaderCosts readers = ReaderCosts.NONE;
    private long sampledNanos;
    private String recordingTrouble = "";
    private Signal signal = Signal.GOOD;
    private final List<String> notices = new ArrayList<>();

    /**
     * @param sampled      frames taken from the source at the sampling rate
     * @param dropped      of them, those that made room for newer ones and were never looked at
     * @param skipped      share of the last {@value #WINDOW} sampled frames that were dropped, 0..1
     * @param lagSeconds   how far the newest stored frame is behind the newest captured one
     * @param reconnects   times a lost connection was made again
     * @param queued       frames on their way from the capture to the store
     */
    public record Snapshot(long sampled, long dropped, double skipped, double lagSeconds, long reconnects, long queued) {

        public static final Snapshot NONE = new Snapshot(0, 0, 0, 0, 0, 0);

        /** How much goes by unseen before a stream is said not to keep up. */
        private static final double NOTABLE = 0.05;

        public boolean keepsUp() {
            return skipped < NOTABLE;
        }
    }

    /** A capture is opened; what an earlier one had on its way is gone, or comes again, and so does what kept it from recording. */
    public synchronized void opened() {
        queued = 0;
        recordingTrouble = "";
        signal = Signal.GOOD;
        sampledNanos = 0;
        newestCaptured = Double.NaN;
        newestStored = Double.NaN;
    }

    /** @param seconds where the source is: the frame's time, or later where the capture itself is late */
    public synchronized void sampled(double seconds) {
        droppedBefore[(int) (sampled % WINDOW)] = dropped;
        sampled++;
        queued++;
        sampledNanos = System.nanoTime() | 1;
        newestCaptured = Double.isNaN(newestCaptured) ? seconds : Math.max(newestCaptured, seconds);
        if (Double.isNaN(newestStored)) {
            newestStored = seconds;
        }
    }

    /** How long no frame has been sampled, since a capture was opened and gave its first; nothing before. */
    public synchronized Duration silence() {
        return sampledNanos == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, System.nanoTime() - sampledNanos));
    }

    /** A sampled frame made room for a newer one. */
    public synchronized void dropped() {
        dropped++;
        queued = Math.max(0, queued - 1);
    }

    /** A frame is stored with all that was found in it. */
    public synchronized void stored(double seconds) {
        queued = Math.max(0, queued - 1);
        newestStored = seconds;
    }

    /** The readers were done with one frame. */
    public synchronized void read(ReadingCost cost) {
        readers = readers.and(1, cost, 0);
    }

    /** Sound was listened to. */
    public synchronized void heard(long nanos) {
        readers = readers.and(0, ReadingCost.NONE, nanos);
    }

    /** @param line why the original video is not kept now; empty where it is */
    public synchronized void recordingTrouble(String line) {
        recordingTrouble = line;
    }

    public synchronized String recordingTrouble() {
        return recordingTrouble;
    }

    /** @param line about what is read, a sentence: which file comes when, or is left out and why */
    public synchronized void notice(String line) {
        if (notices.size() < MOST_NOTICES && !notices.contains(line)) {
            notices.add(line);
        }
    }

    /** The first of them, in their order. */
    public synchronized List<String> notices() {
        return List.copyOf(notices);
    }

    /** What a live source delivers now. */
    public synchronized void signal(Signal now) {
        signal = now;
    }

    public synchronized Signal signal() {
        return signal;
    }

    public synchronized ReaderCosts readers() {
        return readers;
    }

    public synchronized void reconnected() {
        reconnects++;
    }

    /** @param times how often the clock of the source that is being read jumped back so far; times run on */
    public synchronized void clockJumped(long times) {
        clockJumps = Math.max(clockJumps, times);
    }

    public synchronized long clockJumps() {
        return clockJumps;
    }

    public synchronized Snapshot now() {
        int recent = (int) Math.min(sampled, WINDOW);
        double skipped = recent == 0 ? 0 : (double) (dropped - droppedBefore[(int) ((sampled - recent) % WINDOW)]) / recent;
        double lag = Double.isNaN(newestCaptured) || Double.isNaN(newestStored) ? 0 : Math.max(0, newestCaptured - newestStored);
        return new Snapshot(sampled, dropped, Math.min(1, skipped), lag, reconnects, queued);
    }
}
