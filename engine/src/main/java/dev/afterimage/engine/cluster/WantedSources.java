package dev.afterimage.engine.cluster;

import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.flink.parts.StreamRun;
import dev.afterimage.flink.parts.WantedStreams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Brings what a job watches in line with a list of sources. A source that is new or changed is watched, one that is gone is left. A camera
 * that was lost is watched again after a while; a file that ended, and what failed for good, only after its entry was taken out or changed.
 */
final class WantedSources {

    private static final long BEFORE_RETRY = 30_000;

    private final WantedStreams wanted;
    private final LongSupplier millis;
    private final Map<StreamId, Watched> watched = new HashMap<>();

    /** @param endedAt of a run that ended; 0 until then */
    private record Watched(StreamRun run, long endedAt) {

        boolean running() {
            return !run.left().isDone();
        }
    }

    /** @param millis the time, in milliseconds */
    WantedSources(WantedStreams wanted, LongSupplier millis) {
        this.wanted = wanted;
        this.millis = millis;
    }

    synchronized void follow(List<SourceSettings> sources) {
        Map<StreamId, SourceSettings> byName = sources.stream().collect(Collectors.toMap(SourceSettings::stream, each -> each));
        watched.entrySet().removeIf(each -> {
            boolean gone = !each.getValue().run().settings().equals(byName.get(each.getKey()));
            if (gone) {
                wanted.remove(each.getValue().run());
            }
            return gone;
        });
        sources.forEach(this::follow);
    }

    private void follow(SourceSettings source) {
        Watched known = watched.get(source.stream());
        if (known == null) {
            begin(source);
        } else if (!known.running()) {
            if (known.endedAt() == 0) {
                watched.put(source.stream(), new Watched(known.run(), millis.getAsLong()));
            } else if (known.run().left().isCompletedExceptionally() && source.network()
                    && millis.getAsLong() - known.endedAt() >= BEFORE_RETRY) {
                begin(source);
            }
        }
    }

    /** The readers' checkpoints know how far it was read, if it was. */
    private void begin(SourceSettings source) {
        StreamRun run = StreamRun.again(source);
        watched.put(source.stream(), new Watched(run, 0));
        wanted.add(run);
    }
}
