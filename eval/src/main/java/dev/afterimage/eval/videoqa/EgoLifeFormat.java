package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.input.Item;
import dev.afterimage.eval.videoqa.WeekOfFilms.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * EgoLifeQA: {@code ID, query_time: {date: "DAY1", time: "11210217"}, type, need_audio, question, choice_a..d, answer,
 * target_time, keywords}. All films of one wearer, over all days, are one stream whose times count from its first frame
 * ({@link WeekOfFilms}): what is asked about may lie days back.
 */
final class EgoLifeFormat {

    private static final Set<String> FIELDS = Set.of("ID", "query_time", "type", "type_chinese", "need_audio", "need_name", "last_time",
            "trigger", "question", "question_chinese", "choice_a", "choice_b", "choice_c", "choice_d", "answer", "target_time", "keywords",
            "reason", "identity");

    private EgoLifeFormat() { }

    static void read(Item item, Annotations.Questions into) {
        item.requireSpelt(FIELDS);
        Item asked = item.within("query_time", 1, item.node().get("query_time"));
        WeekOfFilms week = into.week(item);
        Moment moment = moment(asked);
        if (!week.has(moment.day())) {
            throw asked.wrong("date", "names DAY" + moment.day() + ", and " + into.videos() + " holds no film of that day"
                    + week.byWearer());
        }
        Choice choice = Choice.of(item, Choice.fields(item, "choice_", 'a'), "answer");
        into.add(item, week.films(), Double.NaN, new QaItem(item.text("ID"), item.text("type", "all"), item.text("question"),
                week.second(moment),
                choice.options(), List.of(choice.right()), evidence(item, week)));
    }

    private static Moment moment(Item item) {
        String date = item.text("date");
        if (!date.matches("(?i)DAY\\d{1,4}")) {
            throw item.wrong("date", "must be a day like DAY1, not '" + date + "'");
        }
        return new Moment(Integer.parseInt(date.substring(3)), Clocks.wall(item, "time", item.text("time")));
    }

    /** The moment that the answer is to be seen at, where the films have it. */
    private static List<QaItem.Interval> evidence(Item item, WeekOfFilms week) {
        List<QaItem.Interval> evidence = new ArrayList<>();
        if (item.has("target_time") && item.node().get("target_time").isObject()) {
            Item target = item.within("target_time", 1, item.node().get("target_time"));
            if (target.has("date") && target.has("time")) {
                Moment moment = moment(target);
                double second = week.second(moment);
                if (week.has(moment.day()) && second >= 0) {
                    evidence.add(Clocks.interval(target, "time", second, second));
                }
            }
        }
        return evidence;
    }
}
