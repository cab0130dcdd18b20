package dev.afterimage.core.event;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.stream.StreamInfo;
import java.util.List;

/** Puts what was observed together into events. Safe for use by several threads; may block. */
@FunctionalInterface
public interface EventReader {

    /** Knows of no events. */
    EventReader NONE = (stream, blocks, until) -> List.of();

    /**
     * @param blocks ascending, without gaps; from the one that held at the time from which on events are wanted
     * @param until  nothing later is looked at, seconds
     * @return events that these blocks tell of, in any order; also some that ended before the first of them
     */
    List<StreamEvent> read(StreamInfo stream, List<BlockEntry> blocks, double until);
}
