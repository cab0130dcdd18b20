package dev.afterimage.ingest.sampling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import dev.afterimage.core.frame.Sound;

/**
 * Sound waiting to be taken. Pieces that follow each other are joined. Bounded: when nobody takes it, the oldest is dropped.
 * Safe for use by several threads.
 */
public final class SoundBuffer {

    /** Two pieces nearer than this belong together, seconds: containers round, and a gap that can be heard is longer. */
    private static final double JOIN = 0.02;

    private final int capacity;
    private final double afterSeconds;
    private final Deque<Sound> waiting = new ArrayDeque<>();
    private int held;

    /**
     * @param capacity     samples held at most
     * @param afterSeconds sound up to this time was delivered earlier and is left out; 0 or negative for none
     */
    public SoundBuffer(int capacity, double afterSeconds) {
        this.capacity = capacity;
        this.afterSeconds = Math.max(0, afterSeconds);
    }

    /** @param seconds presentation time of the first sample */
    public synchronized void add(double seconds, short[] samples) {
        int skip = (int) Math.min(samples.length, Math.max(0, Math.ceil((afterSeconds - seconds) * Sound.SAMPLE_RATE - 1e-6)));
        if (skip == samples.length) {
            return;
        }
        short[] kept = skip == 0 ? samples : Arrays.copyOfRange(samples, skip, samples.length);
        waiting.addLast(new Sound(seconds + (double) skip / Sound.SAMPLE_RATE, kept));
        held += kept.length;
        while (held > capacity && waiting.size() > 1) {
            held -= waiting.removeFirst().samples().length;
        }
    }

    /** All that is waiting, in order of time. */
    public synchronized List<Sound> take() {
        List<Sound> taken = new ArrayList<>();
        List<Sound> run = new ArrayList<>();
        for (Sound piece : waiting) {
            if (!run.isEmpty() && Math.abs(run.get(run.size() - 1).endSeconds() - piece.seconds()) > JOIN) {
                taken.add(joined(run));
                run.clear();
            }
            run.add(piece);
        }
        if (!run.isEmpty()) {
            taken.add(joined(run));
        }
        waiting.clear();
        held = 0;
        return taken;
    }

    private static Sound joined(List<Sound> run) {
        short[] all = new short[run.stream().mapToInt(piece -> piece.samples().length).sum()];
        int at = 0;
        for (Sound piece : run) {
            System.arraycopy(piece.samples(), 0, all, at, piece.samples().length);
            at += piece.samples().length;
        }
        return new Sound(run.get(0).seconds(), all);
    }
}
