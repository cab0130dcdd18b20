package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.JointReply;
import dev.afterimage.core.answer.JointReply.OfStream;
import java.util.ArrayList;
import java.util.List;

/** The replies of several streams as JSON: what {@code ask --json} prints and {@code /api/ask} sends where several were asked. */
public final class JointReplyJson {

    private JointReplyJson() { }

    /**
     * {@code {answer, outcome, citations, understood?, replies: [{stream, ...}]}}: each reply as {@link ReplyJson} has it, those
     * that answer first; the outcome is theirs where there are any. Citations name their stream.
     */
    public static ObjectNode of(JointReply joint) {
        ObjectNode json = Json.object();
        json.put("answer", text(joint));
        json.put("outcome", ReplyJson.outcome(joint.best().reply().answer()));
        ArrayNode citations = json.putArray("citations");
        joint.replies().forEach(each -> ReplyJson.citations(ReplyJson.citationsOf(each.reply().answer()))
                .forEach(citation -> citations.add(Json.object().put("stream", each.stream().name()).setAll((ObjectNode) citation))));
        while (citations.size() > ReplyJson.MOST_CITED) {
            citations.remove(citations.size() - 1);
        }
        joint.understood().ifPresent(understood -> json.set("understood", ReplyJson.understood(understood)));
        ArrayNode replies = json.putArray("replies");
        joint.replies().forEach(each -> replies.add(of(each)));
        return json;
    }

    static ObjectNode of(OfStream each) {
        ObjectNode named = Json.object().put("stream", each.stream().name());
        return named.setAll(ReplyJson.of(each.reply()));
    }

    /** A line for each stream, those that have not seen it in one. */
    private static String text(JointReply joint) {
        List<String> lines = new ArrayList<>();
        List<String> unseen = new ArrayList<>();
        for (OfStream each : joint.replies()) {
            if (each.reply().answer() instanceof Answer.NotSeen) {
                unseen.add(each.stream().name());
            } else {
                lines.add(each.stream() + ": " + ReplyJson.text(each.reply().answer()));
            }
        }
        if (!unseen.isEmpty()) {
            boolean answered = joint.best().reply().answer() instanceof Answer.Answered;
            lines.add(answered ? lines.size() - unknown(joint) : 0, "Not seen by " + list(unseen) + ".");
        }
        return String.join("\n", lines);
    }

    /** Replies that neither answer nor deny. */
    private static int unknown(JointReply joint) {
        return (int) joint.replies().stream().map(each -> each.reply().answer())
                .filter(answer -> !(answer instanceof Answer.Answered || answer instanceof Answer.NotSeen)).count();
    }

    private static String list(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
