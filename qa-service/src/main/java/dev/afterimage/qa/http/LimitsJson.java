package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.retention.Limit;
import dev.afterimage.core.retention.Limits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits as documents: {@code {bytes?, days?, recording?: {bytes?, days?}, kv?: {...}, thumbnails?: {...}}}. Bytes are a number or a text
 * such as {@code "20GB"}. What is absent has no limit.
 */
public final class LimitsJson {

    private static final String BYTES = "bytes";
    private static final String DAYS = "days";

    private LimitsJson() { }

    /**
     * @param document null for none
     * @throws AfterimageException for what is no document of limits
     */
    public static Limits of(JsonNode document) {
        return document == null || document.isNull() ? Limits.NONE : changed(Limits.NONE, document);
    }

    /** Limits with those that a document names set anew; null lifts one. */
    public static Limits changed(Limits before, JsonNode document) {
        requireObject(document, "the limits");
        Map<Kept, Limit> each = new EnumMap<>(Kept.class);
        each.putAll(before.each());
        document.properties().forEach(entry -> kind(entry.getKey()).ifPresentOrElse(
                kind -> each.put(kind, limit(before.of(kind), entry.getValue())), () -> requireKey(entry.getKey())));
        return new Limits(all(before.all(), document), each);
    }

    private static Optional<Kept> kind(String key) {
        return Arrays.stream(Kept.values()).filter(kind -> kind.key().equals(key)).findFirst();
    }

    private static void requireKey(String key) {
        if (!key.equals(BYTES) && !key.equals(DAYS)) {
            throw wrong("there is no limit '" + key + "'", "write bytes, days, recording, kv or thumbnails");
        }
    }

    private static Limit limit(Limit before, JsonNode document) {
        if (document.isNull()) {
            return Limit.NONE;
        }
        requireObject(document, "a limit");
        document.fieldNames().forEachRemaining(LimitsJson::requireKey);
        return all(before, document);
    }

    private static Limit all(Limit before, JsonNode document) {
        return new Limit(document.has(BYTES) ? bytes(document.get(BYTES)) : before.bytes(),
                document.has(DAYS) ? days(document.get(DAYS)) : before.days());
    }

    private static long bytes(JsonNode value) {
        if (value.isNull()) {
            return Long.MAX_VALUE;
        }
        if (!value.isTextual() && !(value.isIntegralNumber() && value.canConvertToLong())) {
            throw wrong("'bytes' is " + value, "write a number of bytes or a size such as \"20GB\"");
        }
        return value.isTextual() ? Limit.parseBytes(value.textValue()) : value.longValue();
    }

    private static double days(JsonNode value) {
        if (value.isNull()) {
            return Double.POSITIVE_INFINITY;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong("'days' is " + value, "write a number of days");
        }
        return value.doubleValue();
    }

    private static void requireObject(JsonNode document, String what) {
        if (!document.isObject()) {
            throw wrong(what + " is " + document, "write keys and values, for example {bytes: 20GB, days: 30}");
        }
    }

    private static AfterimageException wrong(String what, String remedy) {
        return new AfterimageException(ErrorCode.USAGE, what, remedy);
    }

    /** The document of some limits. */
    public static ObjectNode json(Limits limits) {
        ObjectNode json = put(Json.object(), limits.all());
        limits.each().forEach((kind, limit) -> json.set(kind.key(), put(Json.object(), limit)));
        return json;
    }

    private static ObjectNode put(ObjectNode json, Limit limit) {
        if (limit.bytes() != Long.MAX_VALUE) {
            json.put(BYTES, limit.bytes());
        }
        if (!Double.isInfinite(limit.days())) {
            json.put(DAYS, limit.days());
        }
        return json;
    }
}
