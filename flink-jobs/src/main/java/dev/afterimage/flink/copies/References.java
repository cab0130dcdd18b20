package dev.afterimage.flink.copies;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which files of the checkpoint storage are still referred to: by a checkpoint that Flink keeps, by one that is being taken, or by what the
 * next one goes on from. Safe for use by several threads.
 */
final class References {

    private final int keptCheckpoints;
    /** By checkpoint, from when it began. Of one that has failed, until that is known. */
    private final TreeMap<Long, Set<String>> byCheckpoint = new TreeMap<>();
    private final NavigableSet<Long> completed = new TreeSet<>();
    private final Set<String> all = new HashSet<>();
    private final Queue<String> unreferenced = new ArrayDeque<>();

    /** @param keptCheckpoints how many of the newest completed ones Flink keeps */
    References(int keptCheckpoints) {
        this.keptCheckpoints = Math.max(1, keptCheckpoints);
    }

    /** Files that are ours to remove. */
    synchronized void own(Collection<String> paths) {
        all.addAll(paths);
    }

    /** A checkpoint begins: it may refer to what is known now, and to what it adds. */
    synchronized void begin(long checkpoint, Collection<String> known) {
        byCheckpoint.put(checkpoint, new HashSet<>(known));
    }

    /** All that it refers to is written. */
    synchronized void written(long checkpoint, Collection<String> paths) {
        if (byCheckpoint.containsKey(checkpoint)) {
            byCheckpoint.put(checkpoint, new HashSet<>(paths));
        }
    }

    /** Whether it may still be completed. */
    synchronized boolean holds(long checkpoint) {
        return byCheckpoint.containsKey(checkpoint);
    }

    /** It has failed, or holds copies of its own. */
    synchronized void drop(long checkpoint) {
        byCheckpoint.remove(checkpoint);
    }

    /** @param current what the next checkpoint goes on from */
    synchronized void complete(long checkpoint, Collection<String> current) {
        if (!byCheckpoint.containsKey(checkpoint)) {
            return;
        }
        completed.add(checkpoint);
        if (completed.size() > keptCheckpoints) {
            completed.pollFirst();
        }
        if (completed.size() == keptCheckpoints) {
            byCheckpoint.headMap(completed.first()).clear();
            Set<String> referred = new HashSet<>(current);
            byCheckpoint.values().forEach(referred::addAll);
            for (String path : List.copyOf(all)) {
                if (!referred.contains(path)) {
                    all.remove(path);
                    unreferenced.add(path);
                }
            }
        }
    }

    /** One that can be deleted, each once; null for none. */
    synchronized String poll() {
        return unreferenced.poll();
    }

    /** A file is about to be written for a checkpoint. */
    synchronized void writing(long checkpoint, String path) {
        unreferenced.remove(path);
        all.add(path);
        Set<String> referred = byCheckpoint.get(checkpoint);
        if (referred != null) {
            referred.add(path);
        }
    }
}
