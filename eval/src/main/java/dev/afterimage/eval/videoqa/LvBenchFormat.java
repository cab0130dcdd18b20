package dev.afterimage.eval.videoqa;

import dev.afterimage.answering.form.Options;
import dev.afterimage.eval.input.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * LVBench: {@code uid, question, answer, question_type[], time_reference, video_path, video_info}. The options stand in
 * the question's text, one a line with a letter before it. A line of the file may also be a video with its questions in
 * {@code qa}.
 */
final class LvBenchFormat {

    private static final Pattern OPTION = Pattern.compile("(?m)^\\s*\\(?([A-H])[).:]\\s*(.+)$");

    private static final Set<String> VIDEO = Set.of("key", "type", "video_info", "qa", "video_path", "uid", "question", "answer",
            "question_type", "time_reference", "options");
    private static final Set<String> QUESTION = Set.of("uid", "question", "answer", "question_type", "time_reference", "options");

    private LvBenchFormat() { }

    static void read(Item item, Annotations.Questions into) {
        item.requireSpelt(VIDEO);
        Path film = into.film(item, item.has("video_path") ? "video_path" : "key");
        if (!item.has("qa")) {
            question(item, item, film, into);
            return;
        }
        int number = 0;
        for (var node : item.list("qa")) {
            question(item, item.within("qa", ++number, node).requireSpelt(QUESTION), film, into);
        }
    }

    private static void question(Item video, Item item, Path film, Annotations.Questions into) {
        String text = item.text("question");
        Matcher option = OPTION.matcher(text);
        List<String> options = new ArrayList<>();
        int begin = text.length();
        while (option.find()) {
            begin = Math.min(begin, option.start());
            options.add(Options.bare(option.group()));
        }
        if (item.has("options")) {
            options.addAll(item.texts("options").stream().map(Options::bare).toList());
        }
        Choice choice = options.isEmpty() ? new Choice(List.of(), item.text("answer")) : Choice.of(item, options, "answer");
        List<QaItem.Interval> evidence = item.has("time_reference") ? List.of(Clocks.span(item, "time_reference")) : List.of();
        double seconds = video.node().path("video_info").path("duration_minutes").asDouble(Double.NaN) * 60;
        into.add(item, film, seconds, new QaItem(item.text("uid"), item.has("question_type") ? item.texts("question_type").get(0) : "all",
                text.substring(0, begin).strip(), Double.NaN, choice.options(), List.of(choice.right()), evidence));
    }
}
