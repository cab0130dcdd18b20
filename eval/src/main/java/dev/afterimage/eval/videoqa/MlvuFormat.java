package dev.afterimage.eval.videoqa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.eval.input.Item;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * MLVU: {@code video, duration, question, candidates, answer, question_type}, in the test set with {@code question_id}.
 * Its generation tasks (sub-scene captioning and summaries) have {@code scoring_points} instead of candidates: a judge
 * model gives marks for them, so they are left out, and {@link Annotations#leftOut} tells how many they are.
 */
final class MlvuFormat {

    private static final Set<String> FIELDS = Set.of("video", "duration", "question", "candidates", "answer", "question_type",
            "question_id",
            "scoring_points", "video_name", "task_type");

    private static final Set<String> GENERATED = Set.of("sub_scene", "subPlot", "summary");

    private MlvuFormat() { }

    /** Whether its answer is a text that only a judge can mark. */
    static boolean judged(JsonNode node) {
        return !node.has("candidates") && (node.has("scoring_points") || GENERATED.contains(node.path("question_type").asText()));
    }

    static void read(Item item, Annotations.Questions into) {
        item.requireSpelt(FIELDS);
        if (judged(item.node())) {
            return;
        }
        Path film = into.film(item, "video");
        Choice choice = item.has("candidates") ? Choice.of(item, item.texts("candidates"), "answer")
                : new Choice(List.of(), item.text("answer"));
        String id = item.text("question_id", film.getFileName() + "/" + into.number(film));
        into.add(item, film, item.number("duration", Double.NaN), new QaItem(id, item.text("question_type", "all"), item.text("question"),
                Double.NaN, choice.options(), List.of(choice.right()), List.of()));
    }
}
