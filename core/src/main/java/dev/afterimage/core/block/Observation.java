package dev.afterimage.core.block;

import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.StreamId;
import java.util.List;

/** What was observed at one moment: the block that tells of it, or the evidence that is kept beside blocks of pictures. */
public interface Observation {

    StreamId stream();

    /** From 0, without gaps, in time order, among those of its kind. */
    long number();

    /** Seconds from the stream's start. */
    double seconds();

    /** One line for people, without the time; may be empty. */
    String note();

    /** Everything observed then. */
    List<Evidence> evidence();
}
