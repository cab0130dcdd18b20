package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.StreamId;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Path and query parameters, checked. */
final class Parameters {

    /** Where a request carries the store, to look names up in; at a gateway there is none, and names are those in which streams began. */
    static final String STORE = "store of streams";

    /** Those that may be given several times. */
    private static final Set<String> LISTS = Set.of("stream", "kind", "label");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d{1,300}(?:\\.\\d{0,300})?|\\.\\d{1,300})(?:[eE][+-]?\\d{1,3})?");

    private Parameters() { }

    /** @throws HttpFailure 426 where a client asks without a WebSocket's handshake */
    static void requireWebSocket(RoutingContext context) {
        if (!context.request().canUpgradeToWebSocket()) {
            throw new HttpFailure(426, "HTTP_UPGRADE", "this address speaks WebSocket", "connect with ws:// or wss://");
        }
    }

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
        double seconds = DECIMAL.matcher(value).matches() ? Double.parseDouble(value) : -1;
        if (Double.isFinite(seconds) && seconds >= 0) {
            return seconds;
        }
        throw time(value);
    }

    /** A whole number from 1; more than there can be is as many as there can be. */
    static int limit(RoutingContext context, int most) {
        String value = context.request().getParam("limit");
        if (value == null || value.isEmpty()) {
            return most;
        }
        if (!value.matches("0*[1-9]\\d{0,8}")) {
            throw HttpFailure.usage("'limit' is '" + value + "'", "give a whole number from 1 on").about("limit");
        }
        return Math.min(most, Integer.parseInt(value));
    }

    static boolean flag(RoutingContext context, String name) {
        String value = context.request().getParam(name);
        if (value != null && !List.of("", "true", "false").contains(value)) {
            throw HttpFailure.usage("'" + name + "' is '" + value + "'", "give true or false").about(name);
        }
        return "true".equals(value);
    }

    static double number(RoutingContext context, String name, double otherwise, double least, double most) {
        String value = context.request().getParam(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        double number = DECIMAL.matcher(value).matches() ? Double.parseDouble(value) : Double.NaN;
        if (number >= least && number <= most) {
            return number;
        }
        throw wrong(name, value, least, most);
    }

    private static HttpFailure wrong(String name, String value, double least, double most) {
        return HttpFailure.usage("'" + name + "' is '" + value + "'", "give a number from " + plain(least)
                + (most == Double.MAX_VALUE ? " on" : " to " + plain(most))).about(name);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** Values with commas between them, or given several times; empty where there is none. */
    static List<String> list(RoutingContext context, String name) {
        return context.queryParam(name).stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::strip)
                .filter(value -> !value.isEmpty()).toList();
    }

    /** Refuses parameters that nothing reads, so that a misspelt one is not ignored, and one of two values that would not count. */
    static void only(RoutingContext context, String... known) {
        for (String name : context.queryParams().names()) {
            if (!List.of(known).contains(name)) {
                throw HttpFailure.usage("there is no parameter '" + name + "'", known.length == 0 ? "leave it out"
                        : "use some of " + String.join(", ", known)).about(name);
            }
            if (context.queryParam(name).size() > 1 && !LISTS.contains(name)) {
                throw HttpFailure.usage("'" + name + "' is given several times", "give it once").about(name);
            }
        }
    }

    private static AfterimageException time(String value) {
        return new AfterimageException(ErrorCode.USAGE_TIME, "'" + value + "' is not a time", "give seconds from the stream's start, "
                + "e.g. 12.5");
    }
}
