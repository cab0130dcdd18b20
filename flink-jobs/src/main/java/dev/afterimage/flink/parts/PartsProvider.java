package dev.afterimage.flink.parts;

import java.io.Serializable;

/** Travels with the job's graph and finds, on the machine it arrives at, the parts the operators work with. */
public interface PartsProvider extends Serializable {

    WritePathParts parts();

    /** The streams that the job is to watch. */
    WantedStreams wanted();
}
