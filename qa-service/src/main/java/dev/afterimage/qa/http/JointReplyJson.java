package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.JointReply;
import dev.afterimage.core.answer.JointReply.OfStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The replies of several streams as JSON: what {@code ask --json} prints and {@code /api/ask} sends where several were asked. */
public final class JointReplyJson {

    private static final List<String> ORDER = List.of("answered", "not_seen", "cannot_tell", "not_watched", "failed");
    /** As {@link JointReply} has them. */
    private static final Comparator<ObjectNode> BEST_FIRST = Comparator.comparingInt((ObjectNode reply) -> ORDER.indexOf(outcome(reply)))
            .thenComparing(Comparator.comparingDouble(JointReplyJson::score).reversed()).thenComparing(JointReplyJson::stream);

    private JointReplyJson() { }

    /**
     * {@code {answer, outcome, citations, understood?, replies: [{stream, ...}]}}: each reply as {@link ReplyJson} has it, those
     * that answer first; the outcome is theirs where there are any. Without an answer it is {@code not_seen} only where all streams saw
     * nothing: one that was not watched, or cannot tell, may have missed it. Citations name their stream.
     */
    public static ObjectNode of(JointReply joint) {
        return joined(joint.replies().stream().map(JointReplyJson::of).toList());
    }

    /** @param replies as {@link #of(OfStream)} makes them, in any order */
    static ObjectNode of(List<ObjectNode> replies) {
        return joined(replies.stream().sorted(BEST_FIRST).toList());
    }

    private static ObjectNode joined(List<ObjectNode> bestFirst) {
        ObjectNode json = Json.object();
        json.put("answer", text(bestFirst));
        json.put("outcome", outcome(bestFirst.stream().map(JointReplyJson::outcome).distinct().toList()));
        ArrayNode citations = json.putArray("citations");
        bestFirst.forEach(reply -> reply.path("citations").forEach(citation ->
                citations.add(Json.object().put("stream", stream(reply)).setAll((ObjectNode) citation))));
        while (citations.size() > ReplyJson.MOST_CITED) {
            citations.remove(citations.size() - 1);
        }
        bestFirst.stream().filter(reply -> reply.has("understood")).findFirst()
                .ifPresent(reply -> json.set("understood", reply.path("understood")));
        json.putArray("replies").addAll(bestFirst);
        return json;
    }

    /** @param outcomes of all streams, each once, the best first */
    private static String outcome(List<String> outcomes) {
        if (outcomes.size() == 1 || outcomes.contains("answered")) {
            return outcomes.get(0);
        }
        return outcomes.contains("cannot_tell") || outcomes.contains("failed") ? "cannot_tell" : "not_watched";
    }

    static ObjectNode of(OfStream each) {
        ObjectNode named = Json.object().put("stream", each.stream().name());
        return named.setAll(ReplyJson.of(each.reply()));
    }

    /** A line for each stream, those that have not seen it in one. */
    private static String text(List<ObjectNode> replies) {
        List<String> lines = new ArrayList<>();
        List<String> unseen = new ArrayList<>();
        for (ObjectNode reply : replies) {
            if (outcome(reply).equals("not_seen")) {
                unseen.add(stream(reply));
            } else {
                lines.add(stream(reply) + ": " + reply.path("answer").asText());
            }
        }
        if (!unseen.isEmpty()) {
            boolean answered = outcome(replies.get(0)).equals("answered");
            lines.add(answered ? lines.size() - unknown(replies) : 0, "Not seen by " + list(unseen) + ".");
        }
        return String.join("\n", lines);
    }

    /** Replies that neither answer nor deny. */
    private static int unknown(List<ObjectNode> replies) {
        return (int) replies.stream().map(JointReplyJson::outcome).filter(outcome -> !List.of("answered", "not_seen").contains(outcome))
                .count();
    }

    private static String stream(ObjectNode reply) {
        return reply.path("stream").asText();
    }

    private static String outcome(ObjectNode reply) {
        return reply.path("outcome").asText();
    }

    private static double score(ObjectNode reply) {
        double best = 0;
        for (JsonNode citation : reply.path("citations")) {
            best = Math.max(best, citation.path("score").asDouble());
        }
        return best;
    }

    private static String list(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
