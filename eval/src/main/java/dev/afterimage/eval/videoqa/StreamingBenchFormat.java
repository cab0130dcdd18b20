package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.input.Item;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * StreamingBench: {@code time, video_path, video_categories, questions: [{task_type, question, time_stamp, answer: "C",
 * options, required_ability}]}; proactive questions have {@code ground_truth_time_stamp} and
 * {@code ground_truth_output} instead of options. These are graded as its own program grades them: from one second after
 * {@code time_stamp} on the instruction is asked every second whether its moment has come, until four seconds after it.
 */
final class StreamingBenchFormat {

    private static final Set<String> FIELDS = Set.of("time", "video_path", "video_categories", "questions");
    private static final Set<String> QUESTION = Set.of("task_type", "question", "time_stamp", "answer", "options", "required_ability",
            "ground_truth_time_stamp", "ground_truth_output");

    private StreamingBenchFormat() { }

    static void read(Item item, Annotations.Questions into) {
        item.requireSpelt(FIELDS);
        Path film = into.film(item, "video_path");
        int number = 0;
        for (var node : item.list("questions")) {
            Item question = item.within("question", ++number, node).requireSpelt(QUESTION);
            String id = film.getFileName() + "/" + item.text("time", "0") + "/" + number;
            String task = question.text("task_type", "all");
            if (question.has("ground_truth_output")) {
                double at = Clocks.seconds(question, "ground_truth_time_stamp");
                String output = question.text("ground_truth_output");
                double from = Math.min(at, question.has("time_stamp") ? Clocks.seconds(question, "time_stamp") : 0);
                into.add(question, film, Double.NaN,
                        new QaItem(id, task, question.text("question"), at + QaItem.Proactive.PATIENCE, List.of(), List.of(output),
                        List.of(new QaItem.Interval(at, at)), Optional.of(new QaItem.Proactive(from, at, output))));
            } else {
                Choice choice = Choice.of(question, question.texts("options"), "answer");
                into.add(question, film, Double.NaN,
                        new QaItem(id, task, question.text("question"), Clocks.seconds(question, "time_stamp"), choice.options(),
                        List.of(choice.right()), List.of()));
            }
        }
    }
}
