package dev.afterimage.core.place;

import dev.afterimage.core.error.AfterimageException;

/** Knows where the streams of a cluster are. Safe for use by several threads. */
public interface Placements {

    /**
     * Where they are now. May block for some seconds.
     *
     * @throws AfterimageException {@code CLUSTER_UNREACHABLE}, {@code CLUSTER_NO_JOB}, {@code CLUSTER_SEVERAL_JOBS} or
     *                             {@code CLUSTER_VERSION} where nobody can tell
     */
    Placement now();
}
