package dev.afterimage.eval.videoqa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.eval.run.Item;
import java.util.List;

/**
 * LongVideoBench: {@code video_id, id, video_path, subtitle_path, correct_choice, question, option0..4 (or candidates), duration, duration_group,
 * question_category}. Questions are asked at the end; where their evidence lies is not told in seconds.
 */
final class LongVideoBenchFormat {

    private LongVideoBenchFormat() { }

    static void read(Item item, Annotations.Questions into) {
        List<String> options = item.has("candidates") ? item.texts("candidates") : Choice.fields(item, "option", '0').stream().filter(option -> !option.equals("N/A")).toList();
        Choice choice = Choice.at(item, options, "correct_choice");
        JsonNode duration = item.node().path("duration");
        into.add(item, into.film(item, "video_path"), duration.asDouble(Double.NaN), new QaItem(item.text("id"), item.text("question_category", "all"),
                item.text("question"), Double.NaN, choice.options(), List.of(choice.right()), List.of(), false));
    }
}
