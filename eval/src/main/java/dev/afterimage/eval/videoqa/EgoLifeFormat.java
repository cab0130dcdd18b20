package dev.afterimage.eval.videoqa;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.eval.run.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * EgoLifeQA: {@code ID, query_time: {date: "DAY1", time: "11210217"}, type, need_audio, question, choice_a..d, answer, target_time, keywords}. A day is
 * one film whose name begins with the day and ends with the wall clock of its first frame, {@code DAY1_A1_JAKE_11000000.mp4}; times of the day are
 * counted from it.
 */
final class EgoLifeFormat {

    private static final Pattern CLOCK = Pattern.compile("(\\d{8})(?=\\.[^.]+$)");

    private EgoLifeFormat() { }

    static void read(Item item, Annotations.Questions into) {
        Item asked = item.within("query_time", 1, item.node().get("query_time"));
        String date = asked.text("date");
        Path film = day(item, date, into.videos());
        Matcher clock = CLOCK.matcher(film.getFileName().toString());
        double begin = clock.find() ? Clocks.wall(item, "query_time", clock.group(1)) : 0;
        Choice choice = Choice.of(item, Choice.fields(item, "choice_", 'a'), "answer");
        into.add(item, film, Double.NaN, new QaItem(item.text("ID"), item.text("type", "all"), item.text("question"), Clocks.wall(asked, "time", asked.text("time")) - begin,
                choice.options(), List.of(choice.right()), evidence(item, date, begin), false));
    }

    /** Targets of the same day; those of another day lie in another film. */
    private static List<QaItem.Interval> evidence(Item item, String date, double begin) {
        List<QaItem.Interval> evidence = new ArrayList<>();
        if (item.has("target_time") && item.node().get("target_time").isObject()) {
            Item target = item.within("target_time", 1, item.node().get("target_time"));
            if (target.text("date", date).equals(date) && target.has("time")) {
                double moment = Clocks.wall(target, "time", target.text("time")) - begin;
                evidence.add(Clocks.interval(target, "time", Math.max(0, moment), Math.max(0, moment)));
            }
        }
        return evidence;
    }

    private static Path day(Item item, String date, Path videos) {
        try (Stream<Path> files = Files.list(videos)) {
            return files.filter(Files::isRegularFile).filter(file -> file.getFileName().toString().matches(Pattern.quote(date) + "(?:\\D.*)?\\.\\w+")).sorted().findFirst()
                    .orElseThrow(() -> item.wrong("query_time", "names " + date + ", and " + videos + " holds no film of that day"));
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.INPUT_NOT_FOUND, "cannot list " + videos + ": " + e.getMessage(), "give the films' directory with --videos", e);
        }
    }
}
