package dev.afterimage.qa.timeline;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.Observation;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one stream showed, from its start on, in a compact form: a time and a number for each observation, and each different thing that was
 * seen once. Read from the store once, and from then on only what is new. Some 12 bytes an observation.
 */
final class SeenLog {

    private static final int CHUNK = 4096;

    /** An utterance, in its own time. */
    private record Said(double start, double end, String words) { }

    /** Takes a stretch in which one and the same was in view: from {@code began} on, and of it what is wanted, from {@code start}. */
    interface Visitor {
        void visit(double began, double start, double end, int what);
    }

    private final StreamId stream;
    private double[] times = new double[64];
    private int[] what = new int[64];
    private int size;
    private final Map<Seen, Integer> numbers = new HashMap<>();
    private final List<Seen> different = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();
    private long nextBlock;
    private long nextEvidence;
    /** Whether blocks are pictures, so that what was seen stands beside them. */
    private boolean besideBlocks;

    SeenLog(StreamId stream) {
        this.stream = stream;
    }

    /** Reads what is new. */
    synchronized void catchUp(SegmentStore store) {
        List<BlockEntry> blocks;
        do {
            blocks = store.told(stream, nextBlock, CHUNK);
            nextBlock += blocks.size();
            besideBlocks |= blocks.stream().anyMatch(block -> block.note().isEmpty() && block.evidence().isEmpty());
            blocks.stream().filter(block -> !block.note().isEmpty()).forEach(this::take);
        } while (blocks.size() == CHUNK);
        if (besideBlocks) {
            List<EvidenceEntry> entries = store.evidence(stream, nextEvidence, Double.MAX_VALUE);
            entries.forEach(this::take);
            nextEvidence += entries.size();
        }
    }

    private void take(Observation observed) {
        observed.evidence().stream().filter(each -> each.kind() == Evidence.Kind.SPEECH && each.timed())
                .forEach(each -> said.add(new Said(each.start(), each.end(), each.label().toLowerCase(Locale.ROOT))));
        if (!Seen.saysOnly(observed)) {
            add(observed.seconds(), Seen.of(observed));
        }
    }

    private void add(double seconds, Seen seen) {
        int number = numbers.computeIfAbsent(seen, fresh -> {
            different.add(fresh);
            return different.size() - 1;
        });
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            what = Arrays.copyOf(what, 2 * size);
        }
        times[size] = seconds;
        what[size++] = number;
    }

    synchronized Seen seen(int number) {
        return different.get(number);
    }

    /** Which of the different things a filter takes. */
    synchronized boolean[] taken(Filter filter) {
        boolean[] taken = new boolean[different.size()];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = filter.takes(different.get(i));
        }
        return taken;
    }

    /** Stretches within the two times; what is in view holds until the next observation, and at most until {@code now}. */
    synchronized void visit(double from, double to, double now, Visitor visitor) {
        int first = Arrays.binarySearch(times, 0, size, from);
        for (int i = Math.max(0, first < 0 ? -first - 2 : first); i < size && times[i] < to; i++) {
            double start = Math.max(from, times[i]);
            double end = Math.min(to, i + 1 < size ? times[i + 1] : Math.max(times[i], now));
            if (end > start) {
                visitor.visit(times[i], start, end, what[i]);
            }
        }
    }

    /** Utterances with these words. */
    synchronized void visitSaid(double from, double to, Filter filter, Visitor visitor) {
        said.stream().filter(each -> each.end() > from && each.start() < to && filter.takesSpeech(each.words()))
                .forEach(each -> visitor.visit(each.start(), Math.max(from, each.start()), Math.min(to, each.end()), -1));
    }
}
