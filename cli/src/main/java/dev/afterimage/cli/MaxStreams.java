package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.flink.embedded.EmbeddedCluster;

import java.util.List;

/** How many streams may be watched at the same time. */
final class MaxStreams {

    static final int DEFAULT = EmbeddedCluster.DEFAULT_STREAMS;
    private static final int MOST = 1024;

    private MaxStreams() { }

    /**
     * Fails before anything is opened when there cannot be this many, or more sources are named.
     *
     * @return {@code max}
     */
    static int checked(int max, List<SourceSettings> sources) {
        if (max < 1 || max > MOST) {
            throw new AfterimageException(ErrorCode.USAGE, "max_streams is " + max, "give --max-streams between 1 and " + MOST);
        }
        if (sources.size() > max) {
            throw new AfterimageException(ErrorCode.USAGE_TOO_MANY_STREAMS,
                    sources.size() + " sources are named, but at most " + max + " streams may be watched at the same time",
                    "name fewer, or raise max_streams (--max-streams " + sources.size() + ")");
        }
        return max;
    }
}
