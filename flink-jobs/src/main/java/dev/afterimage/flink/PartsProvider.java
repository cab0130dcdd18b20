package dev.afterimage.flink;

import java.io.Serializable;

/** Travels with the job's graph and finds, on the machine it arrives at, the parts the operators work with. */
public interface PartsProvider extends Serializable {

    WritePathParts parts();
}
