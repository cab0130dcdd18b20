package dev.afterimage.flink.parts;

import dev.afterimage.core.stream.StreamId;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The streams that the running job is to watch. Whoever runs the job adds and removes them while it runs; the source's enumerator brings
 * the job in line. Safe for use by several threads; nothing here blocks.
 */
public final class WantedStreams {

    private static final Runnable NOBODY = () -> { };

    private final Map<StreamId, StreamRun> wanted = new LinkedHashMap<>();
    private final Map<Long, StreamRun> leaving = new LinkedHashMap<>();
    private final Set<String> forgotten = new HashSet<>();
    private Runnable onChange = NOBODY;
    private boolean reached;

    public void add(StreamRun run) {
        synchronized (this) {
            wanted.put(run.stream(), run);
            forgotten.remove(run.stream().name());
        }
        changed();
    }

    /** {@link StreamRun#left} is done when the job has left it. */
    public void remove(StreamRun run) {
        synchronized (this) {
            if (!wanted.remove(run.stream(), run)) {
                return;
            }
            leaving.put(run.number(), run);
        }
        changed();
    }

    /** The state of a stream that is not watched is to be forgotten. */
    public void forget(StreamId stream) {
        synchronized (this) {
            forgotten.add(stream.name());
        }
        changed();
    }

    /** How the stream's run is getting on; of one that is not wanted, what nobody reads. */
    public synchronized StreamWork work(StreamId stream) {
        return Stream.concat(wanted.values().stream(), leaving.values().stream()).filter(run -> run.stream().equals(stream)).findFirst()
                .map(StreamRun::work).orElseGet(StreamWork::new);
    }

    /** The job has ended: it has left all streams. */
    public void leftAll(Throwable failure) {
        runs().forEach(run -> left(run.number(), failure));
    }

    /** Whether the job, since {@link #submitted}, has got as far as to take streams. */
    public synchronized boolean reached() {
        return reached;
    }

    public synchronized void submitted() {
        reached = false;
    }

    /** @param listener is called after each change from now on, and must return at once */
    public synchronized void onChange(Runnable listener) {
        onChange = listener;
    }

    /** Another may have taken its place meanwhile. */
    public synchronized void offChange(Runnable listener) {
        onChange = onChange == listener ? NOBODY : onChange;
    }

    /** The job takes streams from now on. */
    public synchronized void taken() {
        reached = true;
    }

    public synchronized List<StreamRun> wanted() {
        return List.copyOf(wanted.values());
    }

    /** Those that are no longer wanted, and that the job has not left yet. */
    public synchronized List<StreamRun> leaving() {
        return List.copyOf(leaving.values());
    }

    /** Streams whose state is to be forgotten; each is told once. */
    public synchronized List<String> forgotten() {
        List<String> names = List.copyOf(forgotten);
        forgotten.clear();
        return names;
    }

    /** @param failure null where the stream ended, or was stopped */
    public void left(long number, Throwable failure) {
        StreamRun run = gone(number);
        if (run == null) {
            return;
        }
        if (failure == null) {
            run.left().complete(null);
        } else {
            run.left().completeExceptionally(failure);
        }
        changed();
    }

    private synchronized StreamRun gone(long number) {
        StreamRun run = leaving.remove(number);
        if (run == null) {
            run = wanted.values().stream().filter(each -> each.number() == number).findFirst().orElse(null);
            if (run != null) {
                wanted.remove(run.stream());
            }
        }
        return run;
    }

    private synchronized List<StreamRun> runs() {
        List<StreamRun> all = new ArrayList<>(wanted.values());
        all.addAll(leaving.values());
        return all;
    }

    private void changed() {
        Runnable listener;
        synchronized (this) {
            listener = onChange;
        }
        listener.run();
    }
}
