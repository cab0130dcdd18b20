package dev.afterimage.eval.videoqa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.eval.input.Item;
import java.util.List;
import java.util.Set;

/**
 * LongVideoBench: {@code video_id, id, video_path, subtitle_path, correct_choice, question, option0..4 (or candidates),
 * duration, duration_group, question_category}. Questions are asked at the end; where their evidence lies is not told
 * in seconds.
 */
final class LongVideoBenchFormat {

    private static final Set<String> FIELDS = Set.of("video_id", "id", "video_path", "subtitle_path", "correct_choice", "question",
            "candidates", "option0", "option1", "option2", "option3", "option4", "duration", "duration_group", "question_category",
            "topic_category", "level", "position", "starting_timestamp_for_subtitles", "question_wo_referring_query");

    private LongVideoBenchFormat() { }

    static void read(Item item, Annotations.Questions into) {
        item.requireSpelt(FIELDS);
        List<String> options = item.has("candidates") ? item.texts("candidates") : Choice.fields(item, "option", '0').stream()
                .filter(option -> !option.equals("N/A")).toList();
        Choice choice = Choice.at(item, options, "correct_choice");
        JsonNode duration = item.node().path("duration");
        into.add(item, into.film(item, "video_path"), duration.asDouble(Double.NaN),
                new QaItem(item.text("id"), item.text("question_category", "all"),
                item.text("question"), Double.NaN, choice.options(), List.of(choice.right()), List.of()));
    }
}
