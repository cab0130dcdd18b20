package dev.afterimage.qa.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.Iterator;

/** JSON in and out. */
final class Json {

    /** One meaning a document: no key twice, nothing behind it. */
    private static final ObjectMapper MAPPER = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Json() { }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Maps, lists, strings and numbers as a tree. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("a tree of plain values cannot be written", unwritable);
        }
    }

    /** The object in a request's body, or a 400 that says what is wrong with it. */
    static ObjectNode read(byte[] body) {
        try {
            if (!(MAPPER.readTree(body) instanceof ObjectNode object)) {
                throw malformed("it is not an object");
            }
            if (!whole(object)) {
                throw malformed("it holds half of a surrogate pair, which is no character");
            }
            return object;
        } catch (JsonProcessingException malformed) {
            throw malformed(JsonComplaints.of(malformed));
        } catch (IOException unreadable) {
            throw malformed(unreadable.getMessage());
        }
    }

    /** Whether all its texts are of whole characters: others cannot be written as UTF-8, so neither tokenized nor answered. */
    private static boolean whole(JsonNode node) {
        if (node.isTextual()) {
            return whole(node.textValue());
        }
        Iterator<String> names = node.fieldNames();
        while (names.hasNext()) {
            if (!whole(names.next())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!whole(child)) {
                return false;
            }
        }
        return true;
    }

    private static boolean whole(String text) {
        return text.codePoints().noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static HttpFailure malformed(String why) {
        return new HttpFailure(400, "HTTP_JSON", "the body is not a JSON object: " + why, "send one with Content-Type: application/json");
    }

    /** Seconds to the microsecond and scores alike: no tails of binary fractions for people to read. */
    static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
