package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A reply for people: the answer, then a line for every moment it rests on; of several streams one after the other. */
final class ReplyText {

    private ReplyText() { }

    static String of(JsonNode reply) {
        if (!reply.has("replies")) {
            return ofOne(reply);
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode each : reply.path("replies")) {
            text.append(each.path("stream").asText()).append(": ").append(ofOne(each));
        }
        return text.toString();
    }

    private static String ofOne(JsonNode reply) {
        StringBuilder text = new StringBuilder(reply.path("answer").asText()).append(System.lineSeparator());
        for (JsonNode citation : reply.path("citations")) {
            text.append("  ").append(span(citation)).append("  ").append(citation.path("note").asText()).append(System.lineSeparator());
        }
        if (reply.has("more_citations")) {
            text.append("  and ").append(reply.path("more_citations").asInt()).append(" more moments").append(System.lineSeparator());
        }
        if (reply.has("understood")) {
            text.append("  (understood: ").append(reply.path("understood").path("text").asText()).append(')')
                    .append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String span(JsonNode citation) {
        String start = TimeArgument.format(citation.path("start").asDouble());
        String end = TimeArgument.format(citation.path("end").asDouble());
        return start.equals(end) ? start : start + " - " + end;
    }
}
