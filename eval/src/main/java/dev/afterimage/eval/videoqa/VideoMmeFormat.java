package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.input.Item;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Video-MME: one question an item, {@code video_id, duration, domain, sub_category, url, videoID, question_id, task_type,
 * question, options, answer}, as the data set has it, or one video an item with its {@code questions}, as its results
 * template has it. Options have their letters. {@code duration} is short, medium or long.
 */
final class VideoMmeFormat {

    private static final Set<String> FIELDS = Set.of("video_id", "duration", "domain", "sub_category", "url", "videoID", "question_id",
            "task_type", "question", "options", "answer", "questions");
    private static final Set<String> QUESTION = Set.of("question_id", "task_type", "question", "options", "answer", "response");

    private VideoMmeFormat() { }

    static void read(Item item, Annotations.Questions into) {
        item.requireSpelt(FIELDS);
        Path film = into.film(item, item.has("videoID") ? "videoID" : "video_id");
        if (!item.has("questions")) {
            question(item, film, into);
            return;
        }
        int number = 0;
        for (var node : item.list("questions")) {
            question(item.within("question", ++number, node).requireSpelt(QUESTION), film, into);
        }
    }

    private static void question(Item item, Path film, Annotations.Questions into) {
        Choice choice = Choice.of(item, item.texts("options"), "answer");
        into.add(item, film, Double.NaN, new QaItem(item.text("question_id"), item.text("task_type", "all"), item.text("question"),
                Double.NaN, choice.options(), List.of(choice.right()), List.of()));
    }
}
