package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.StreamId;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Path and query parameters, checked. */
final class Parameters {

    /** Where a request carries the store, to look names up in; at a gateway there is none, and names are those in which streams began. */
    static final String STORE = "store of streams";

    private Parameters() { }

    /** The stream that the path names. */
    static StreamId stream(RoutingContext context) {
        return stream(context, context.pathParam("id"));
    }

    /** The stream that a client means by a name, see {@link StreamNames}. */
    static StreamId stream(RoutingContext context, String name) {
        SegmentStore store = context.get(STORE);
        return store == null ? new StreamId(name) : StreamNames.find(store, name, Guard.caller(context)::sees);
    }

    /** The streams that {@code stream} names, with commas between them or given several times; a comma may be part of a name, too. */
    static List<StreamId> streams(RoutingContext context) {
        SegmentStore store = context.get(STORE);
        return context.queryParam("stream").stream().filter(value -> !value.isBlank()).flatMap(value -> {
            boolean one = !value.contains(",") || store != null && store.stream(stream(context, value.strip())).isPresent();
            return one ? Stream.of(stream(context, value.strip())) : Arrays.stream(value.split(",")).map(String::strip)
                    .filter(name -> !name.isEmpty()).map(name -> stream(context, name));
        }).toList();
    }

    static double seconds(RoutingContext context, String name, double otherwise) {
        String value = context.request().getParam(name);
        return value == null || value.isEmpty() ? otherwise : seconds(value);
    }

    /** From 0: nothing was before a stream's start. */
    static double seconds(String value) {
        try {
            double seconds = Double.parseDouble(value);
            if (Double.isFinite(seconds) && seconds >= 0) {
                return seconds;
            }
        } catch (NumberFormatException unreadable) {
            throw time(value);
        }
        throw time(value);
    }

    static int limit(RoutingContext context, int most) {
        return (int) Math.max(1, Math.min(most, number(context, "limit", most, 0, Double.MAX_VALUE)));
    }

    static double number(RoutingContext context, String name, double otherwise, double least, double most) {
        String value = context.request().getParam(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException unreadable) {
            throw wrong(name, value, least, most);
        }
        throw wrong(name, value, least, most);
    }

    private static HttpFailure wrong(String name, String value, double least, double most) {
        return HttpFailure.usage("'" + name + "' is '" + value + "'", "give a number from " + least
                + (most == Double.MAX_VALUE ? " on" : " to " + most)).about(name);
    }

    /** Values with commas between them, or given several times; empty where there is none. */
    static List<String> list(RoutingContext context, String name) {
        return context.queryParam(name).stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::strip)
                .filter(value -> !value.isEmpty()).toList();
    }

    /** Refuses parameters that nothing reads, so that a misspelt one is not ignored. */
    static void only(RoutingContext context, String... known) {
        for (String name : context.queryParams().names()) {
            if (!List.of(known).contains(name)) {
                throw HttpFailure.usage("there is no parameter '" + name + "'", "use some of " + String.join(", ", known)).about(name);
            }
        }
    }

    private static AfterimageException time(String value) {
        return new AfterimageException(ErrorCode.USAGE_TIME, "'" + value + "' is not a time", "give seconds from the stream's start, "
                + "e.g. 12.5");
    }
}
