package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.stream.SourceSettings;

/** Changes of a stream's source as JSON: what {@code /api/streams/{id}/source} takes. */
public final class LifetimeJson {

    private LifetimeJson() { }

    /**
     * The changed source of a stream that nobody watches.
     *
     * @param begun whether something of it is stored
     * @throws AfterimageException for changes that cannot be
     */
    public static SourceSettings changed(SourceSettings before, ObjectNode changes, boolean begun) {
        SourceSettings after = SourceRequest.changed(before, new Fields(changes));
        if (after.origin() == SourceSettings.Origin.CLIENT && !after.uri().equals(before.uri())) {
            SourcePolicy.DEFAULT.require(after);
        }
        if (begun && !(before.network() && after.network())) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_STATE, "'" + before.stream() + "' is a file of which something was "
                    + "watched already: it is read in one way from its start to its end",
                    "add it under another name, with the settings that you want");
        }
        return after;
    }
}
