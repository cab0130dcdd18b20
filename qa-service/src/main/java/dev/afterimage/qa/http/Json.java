package dev.afterimage.qa.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;

/** JSON in and out. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() { }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
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
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
            throw malformed("it is not an object");
        } catch (JsonProcessingException malformed) {
            throw malformed(malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw malformed(unreadable.getMessage());
        }
    }

    private static HttpFailure malformed(String why) {
        return new HttpFailure(400, "HTTP_JSON", "the body is not a JSON object: " + why, "send one with Content-Type: application/json");
    }

    /** Seconds to the microsecond and scores alike: no tails of binary fractions for people to read. */
    static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
