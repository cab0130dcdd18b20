package dev.afterimage.qa.http;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.StreamId;
import io.vertx.ext.web.RoutingContext;

/** Path and query parameters, checked. */
final class Parameters {

    private Parameters() { }

    static StreamId stream(RoutingContext context) {
        return new StreamId(context.pathParam("id"));
    }

    static double seconds(RoutingContext context, String name, double otherwise) {
        String value = context.request().getParam(name);
        return value == null || value.isEmpty() ? otherwise : seconds(value);
    }

    static double seconds(String value) {
        try {
            double seconds = Double.parseDouble(value);
            if (Double.isFinite(seconds)) {
                return seconds;
            }
        } catch (NumberFormatException unreadable) {
            throw time(value);
        }
        throw time(value);
    }

    static int limit(RoutingContext context, int most) {
        return (int) Math.max(1, Math.min(most, seconds(context, "limit", most)));
    }

    private static AfterimageException time(String value) {
        return new AfterimageException(ErrorCode.USAGE_TIME, "'" + value + "' is not a time", "give seconds from the stream's start, e.g. 12.5");
    }
}
