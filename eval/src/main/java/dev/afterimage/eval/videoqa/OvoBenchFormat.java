package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.input.Item;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * OVO-Bench: {@code id, task, video, realtime, question, options, answer, gt}, {@code gt} the number of the right
 * option from 0. Forward tasks have {@code test_info: [{realtime, type or count}]}: the same question at several
 * moments, answered by a number, by yes or no, or (where the item has an answer) by <i>not seen</i> until the clues
 * came.
 */
final class OvoBenchFormat {

    private static final Set<String> FIELDS = Set.of("id", "task", "video", "realtime", "question", "options", "answer", "gt", "ask_time",
            "clue_time", "test_info", "tutorial", "all_steps", "start_time", "end_time", "activity", "start_times", "end_times");
    private static final Set<String> PROBE = Set.of("realtime", "type", "count", "step");

    private OvoBenchFormat() { }

    static void read(Item item, Annotations.Questions into) {
        item.requireSpelt(FIELDS);
        Path film = into.film(item, "video");
        if (!item.has("test_info")) {
            Choice choice = item.has("gt") ? Choice.at(item, item.texts("options"), "gt")
                    : Choice.of(item, item.texts("options"), "answer");
            into.add(item, film, Double.NaN, new QaItem(item.text("id"), item.text("task"), item.text("question"),
                    Clocks.seconds(item, "realtime"), choice.options(),
                    List.of(choice.right()), List.of()));
            return;
        }
        int number = 0;
        for (var node : item.list("test_info")) {
            Item probe = item.within("test_info", ++number, node).requireSpelt(PROBE);
            String right = right(item, probe);
            into.add(probe, film, Double.NaN, new QaItem(item.text("id") + "/" + number, item.text("task"), question(item, probe),
                    Clocks.seconds(probe, "realtime"),
                    List.of(), List.of(right), List.of()));
        }
    }

    /** A question that clues answer later is unanswerable until then. */
    private static String right(Item item, Item probe) {
        if (probe.has("count")) {
            return Integer.toString((int) probe.number("count"));
        }
        boolean now = probe.number("type") > 0;
        if (item.has("question") && item.has("answer")) {
            return now ? item.text("answer") : QaItem.NOT_SEEN;
        }
        return now ? "yes" : "no";
    }

    /** Counting tasks name the activity, step tasks the step; others ask in words. */
    private static String question(Item item, Item probe) {
        if (item.has("question")) {
            return item.text("question");
        }
        return item.has("activity") ? "How many times did they " + item.text("activity") + "?" : "Is this step being done now: "
                + probe.text("step") + "?";
    }
}
