package dev.afterimage.eval.videoqa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.eval.input.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * CG-Bench: {@code qid, video_uid, question, choices, right_answer, clue_intervals, duration, domain, sub_category}.
 * The clues are the evidence.
 */
final class CgBenchFormat {

    private static final Set<String> FIELDS = Set.of("qid", "video_uid", "question", "choices", "right_answer", "clue_intervals",
            "duration", "domain", "sub_category", "answer");

    private CgBenchFormat() { }

    static void read(Item item, Annotations.Questions into) {
        item.requireSpelt(FIELDS);
        Choice choice = Choice.of(item, item.texts("choices"), "right_answer");
        List<QaItem.Interval> clues = new ArrayList<>();
        for (JsonNode clue : item.list("clue_intervals")) {
            if (!clue.isArray() || clue.size() != 2 || !clue.get(0).isNumber() || !clue.get(1).isNumber()) {
                throw item.wrong("clue_intervals", "must hold pairs of seconds, and holds " + clue);
            }
            clues.add(Clocks.interval(item, "clue_intervals", clue.get(0).asDouble(), clue.get(1).asDouble()));
        }
        into.add(item, into.film(item, "video_uid"), item.number("duration", Double.NaN),
                new QaItem(item.text("qid"), item.text("sub_category", item.text("domain", "all")),
                item.text("question"), Double.NaN, choice.options(), List.of(choice.right()), clues));
    }
}
