package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.run.Item;
import java.nio.file.Path;
import java.util.List;

/**
 * StreamingBench: {@code time, video_path, video_categories, questions: [{task_type, question, time_stamp, answer: "C", options, required_ability}]};
 * proactive questions have {@code ground_truth_time_stamp} and {@code ground_truth_output} instead of options.
 */
final class StreamingBenchFormat {

    private StreamingBenchFormat() { }

    static void read(Item item, Annotations.Questions into) {
        Path film = into.film(item, "video_path");
        int number = 0;
        for (var node : item.list("questions")) {
            Item question = item.within("question", ++number, node);
            String id = film.getFileName() + "/" + item.text("time", "0") + "/" + number;
            String task = question.text("task_type", "all");
            if (question.has("ground_truth_output")) {
                double at = Clocks.seconds(question, "ground_truth_time_stamp");
                into.add(question, film, Double.NaN, new QaItem(id, task, question.text("question"), at, List.of(), List.of(question.text("ground_truth_output")),
                        List.of(new QaItem.Interval(at, at)), true));
            } else {
                Choice choice = Choice.of(question, question.texts("options"), "answer");
                into.add(question, film, Double.NaN, new QaItem(id, task, question.text("question"), Clocks.seconds(question, "time_stamp"), choice.options(),
                        List.of(choice.right()), List.of(), false));
            }
        }
    }
}
