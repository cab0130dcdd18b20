package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.input.Item;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * ReKV's common format, {@code video_id, video_path, duration, conversations: [{question, answer, choices?,
 * question_type?}]}, and RVS-Ego and RVS-Movie, whose questions have {@code start_time} and {@code end_time} too: the
 * evidence, at whose end they are asked.
 */
final class CommonFormat {

    private static final Set<String> FIELDS = Set.of("video_id", "video_path", "duration", "conversations");
    private static final Set<String> CONVERSATION = Set.of("question", "answer", "choices", "question_type", "start_time", "end_time");

    private CommonFormat() { }

    static void read(Item item, Annotations.Questions into) {
        item.requireSpelt(FIELDS);
        Path film = into.film(item, "video_path");
        double duration = item.number("duration", Double.NaN);
        int number = 0;
        for (var node : item.list("conversations")) {
            Item conversation = item.within("conversation", ++number, node).requireSpelt(CONVERSATION);
            boolean timed = conversation.has("end_time");
            double end = timed ? Clocks.seconds(conversation, "end_time") : Double.NaN;
            List<QaItem.Interval> evidence = timed
                    ? List.of(Clocks.interval(conversation, "end_time",
                    conversation.has("start_time") ? Clocks.seconds(conversation, "start_time") : end, end)) : List.of();
            boolean choices = conversation.has("choices");
            Choice choice = choices ? Choice.of(conversation, conversation.texts("choices"), "answer")
                    : new Choice(List.of(), conversation.text("answer"));
            into.add(conversation, film, duration,
                    new QaItem(item.text("video_id") + "/" + number, conversation.text("question_type", "all"),
                    conversation.text("question"), end, choice.options(), List.of(choice.right()), evidence));
        }
    }
}
