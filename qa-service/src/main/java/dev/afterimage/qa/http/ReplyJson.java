package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.answer.Understood;
import java.util.List;

/**
 * An answer as JSON: what {@code ask --json} prints and {@code /api/ask} sends. Times are seconds from the stream's start, timings
 * milliseconds.
 */
public final class ReplyJson {

    /** Citations shown, the best first; of the others the number is told. */
    static final int MOST_CITED = 5;

    private ReplyJson() { }

    /**
     * {@code {answer, outcome, citations, understood?, usage, timings_ms, model, at}}, with {@code method} for an
     * answer, {@code closest} for what was not seen or cannot be told, {@code gaps} for a time nobody watched and
     * {@code error} for a failed one.
     */
    public static ObjectNode of(Reply reply) {
        ObjectNode json = Json.object();
        json.put("answer", text(reply.answer()));
        json.put("outcome", outcome(reply.answer()));
        List<Citation> citations = citationsOf(reply.answer());
        json.set("citations", citations(citations.subList(0, Math.min(MOST_CITED, citations.size()))));
        if (citations.size() > MOST_CITED) {
            json.put("more_citations", citations.size() - MOST_CITED);
        }
        reply.understood().ifPresent(understood -> json.set("understood", understood(understood)));
        addDetail(json, reply.answer());
        json.set("usage", usage(reply.usage()));
        json.set("timings_ms", timings(reply.timings()));
        json.put("model", reply.model());
        json.put("at", Json.rounded(reply.at()));
        return json;
    }

    static ObjectNode understood(Understood understood) {
        return Json.object().put("text", understood.text()).set("query", Json.tree(understood.query()));
    }

    /** {@code answered}, {@code not_seen}, {@code cannot_tell}, {@code not_watched} or {@code failed}. */
    public static String outcome(Answer answer) {
        if (answer instanceof Answer.Answered) {
            return "answered";
        }
        if (answer instanceof Answer.NotWatched) {
            return "not_watched";
        }
        if (answer instanceof Answer.CannotTell) {
            return "cannot_tell";
        }
        return answer instanceof Answer.NotSeen ? "not_seen" : "failed";
    }

    /** The answer in words; for one not seen or not watched, why; for a failed one, its line. */
    public static String text(Answer answer) {
        if (answer instanceof Answer.Answered answered) {
            return answered.text();
        }
        if (answer instanceof Answer.NotWatched notWatched) {
            return sentence(notWatched.why());
        }
        if (answer instanceof Answer.CannotTell cannotTell) {
            return "I cannot tell: " + cannotTell.why() + (cannotTell.why().endsWith(".") ? "" : ".");
        }
        return answer instanceof Answer.NotSeen notSeen ? sentence(notSeen.why()) : WithoutCommands.line(((Answer.Failed) answer).line());
    }

    private static String sentence(String clause) {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + (clause.endsWith(".") ? "" : ".");
    }

    static List<Citation> citationsOf(Answer answer) {
        return answer instanceof Answer.Answered answered ? answered.citations() : List.of();
    }

    static ArrayNode citations(List<Citation> citations) {
        ArrayNode array = Json.array();
        for (Citation citation : citations) {
            array.addObject()
                    .put("start", Json.rounded(citation.start()))
                    .put("end", Json.rounded(citation.end()))
                    .put("score", Json.rounded(citation.score()))
                    .put("kind", citation.kind())
                    .put("thumbnail", citation.thumbnail())
                    .put("note", citation.note());
        }
        return array;
    }

    private static void addDetail(ObjectNode json, Answer answer) {
        if (answer instanceof Answer.Answered answered) {
            json.put("method", answered.method());
        } else if (answer instanceof Answer.NotSeen notSeen) {
            json.set("closest", citations(notSeen.closest()));
        } else if (answer instanceof Answer.CannotTell cannotTell) {
            json.set("closest", citations(cannotTell.closest()));
        } else if (answer instanceof Answer.NotWatched notWatched) {
            json.set("gaps", StreamJson.gaps(notWatched.gaps()));
        } else if (answer instanceof Answer.Failed failed) {
            json.putObject("error").put("code", failed.code().name()).put("message", WithoutCommands.line(failed.line()));
        }
    }

    private static ObjectNode usage(Reply.Usage usage) {
        return Json.object()
                .put("prompt_tokens", usage.promptTokens())
                .put("retrieved_blocks", usage.retrievedBlocks())
                .put("retrieved_tokens", usage.retrievedTokens())
                .put("completion_tokens", usage.completionTokens());
    }

    private static ObjectNode timings(Reply.Timings timings) {
        return Json.object()
                .put("retrieve", microseconds(timings.retrieve()))
                .put("load", microseconds(timings.load()))
                .put("first_token", microseconds(timings.firstToken()))
                .put("total", microseconds(timings.total()));
    }

    private static double microseconds(double milliseconds) {
        return Math.round(milliseconds * 1e3) / 1e3;
    }
}
