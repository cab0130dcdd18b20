package dev.afterimage.qa.timeline;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws strips of streams. Safe for use by several threads; may block. */
public final class Strips {

    private static final int MOST_LABELS = 40;
    private static final int MOST_LOGS = 64;

    /** What is asked for. @param tile seconds that one picture stands for; @param columns of the strip */
    public record Wanted(double from, double to, int columns, double tile, Filter filter) {

        double pixel() {
            return (to - from) / columns;
        }
    }

    /** A stretch in which something was in view. */
    private record Run(double start, double end) {

        double length() {
            return end - start;
        }
    }

    /** A stream of the same name that began at another time is another one. */
    private record Key(StreamId stream, long started) { }

    private final SegmentStore store;
    private final Map<Key, SeenLog> logs = new LinkedHashMap<>(16, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SeenLog> eldest) {
            return size() > MOST_LOGS;
        }
    };

    public Strips(SegmentStore store) {
        this.store = store;
    }

    private SeenLog log(StreamInfo stream) {
        synchronized (logs) {
            logs.keySet().removeIf(key -> key.stream().equals(stream.stream()) && key.started() != stream.started().toEpochMilli());
            return logs.computeIfAbsent(new Key(stream.stream(), stream.started().toEpochMilli()), key -> new SeenLog(key.stream()));
        }
    }

    public Strip draw(StreamInfo stream, Wanted wanted) {
        SeenLog log = log(stream);
        log.catchUp(store);
        double now = Math.max(0, stream.lastSeconds());
        List<Gap> gaps = store.gaps(stream.stream(), wanted.to());
        boolean[] taken = log.taken(wanted.filter());
        List<Run> runs = new ArrayList<>();
        double[] inView = new double[taken.length];
        Watched watched = new Watched(gaps);
        log.visit(wanted.from(), wanted.to(), now, (began, start, end, what) -> {
            // What becomes known meanwhile is drawn the next time.
            double until = watched.until(began, end);
            if (what < taken.length && until > start) {
                inView[what] += until - start;
                if (taken[what]) {
                    runs.add(new Run(start, until));
                }
            }
        });
        log.visitSaid(wanted.from(), wanted.to(), wanted.filter(), (began, start, end, what) -> runs.add(new Run(start, end)));
        runs.sort(Comparator.comparingDouble(Run::start));
        return new Strip(wanted.from(), wanted.to(), columns(runs, wanted), Gaps.drawn(gaps, wanted.from(), wanted.to(), now,
                wanted.pixel()), labels(log, inView), pictures(stream, runs, wanted, now));
    }

    /** How much of each column's time something was in view. */
    private static double[] columns(List<Run> runs, Wanted wanted) {
        double[] seconds = new double[wanted.columns()];
        double pixel = wanted.pixel();
        for (Run run : runs) {
            int last = Math.min(seconds.length - 1, (int) ((run.end() - wanted.from()) / pixel));
            for (int column = Math.max(0, (int) ((run.start() - wanted.from()) / pixel)); column <= last; column++) {
                double left = wanted.from() + column * pixel;
                seconds[column] += Math.max(0, Math.min(run.end(), left + pixel) - Math.max(run.start(), left));
            }
        }
        for (int column = 0; column < seconds.length; column++) {
            seconds[column] = Math.min(1, seconds[column] / pixel);
        }
        return seconds;
    }

    private static List<Strip.Label> labels(SeenLog log, double[] inView) {
        Map<String, Double> seconds = new HashMap<>();
        for (int what = 0; what < inView.length; what++) {
            if (inView[what] > 0) {
                for (String label : log.seen(what).labels()) {
                    seconds.merge(label, inView[what], Double::sum);
                }
            }
        }
        return seconds.entrySet().stream().map(each -> new Strip.Label(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingDouble(Strip.Label::seconds).reversed().thenComparing(Strip.Label::label)).limit(MOST_LABELS)
                .toList();
    }

    /** Of each tile the moment that shows most: the middle of its longest run, or its own middle where nothing was in view. */
    private List<Strip.Picture> pictures(StreamInfo stream, List<Run> runs, Wanted wanted, double now) {
        List<Strip.Picture> pictures = new ArrayList<>();
        int next = 0;
        for (double start = Math.floor(wanted.from() / wanted.tile()) * wanted.tile(); start < wanted.to() && start <= now;
                start += wanted.tile()) {
            double end = start + wanted.tile();
            Run longest = null;
            while (next < runs.size() && runs.get(next).end() <= start) {
                next++;
            }
            for (int i = next; i < runs.size() && runs.get(i).start() < end; i++) {
                Run part = new Run(Math.max(start, runs.get(i).start()), Math.min(end, runs.get(i).end()));
                longest = longest == null || part.length() > longest.length() ? part : longest;
            }
            double middle = longest == null ? (start + Math.min(end, now)) / 2 : (longest.start() + longest.end()) / 2;
            pictures.add(new Strip.Picture(start, end, kept(stream.stream(), start, middle, end), longest != null));
        }
        return pictures;
    }

    /** The picture at a moment, or else the newest of its tile; NaN where none of the tile is kept. */
    private double kept(StreamId stream, double start, double middle, double end) {
        for (double at : new double[] {middle, end}) {
            double found = store.thumbnail(stream, at).map(Thumbnail::seconds).orElse(Double.NaN);
            if (found >= start && found <= end) {
                return found;
            }
        }
        return Double.NaN;
    }
}
