package dev.afterimage.eval.videoqa;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.eval.haystack.Film;
import dev.afterimage.eval.input.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything that one wearer of a camera recorded, as EgoLife keeps it: films of any length whose names tell day,
 * wearer and the wall clock of their first frame, {@code DAY1_A1_JAKE_11093000.mp4}, in one directory or several. They
 * make up one stream that begins with the first film's first frame and goes on by the wall clock, nights included.
 */
final class WeekOfFilms {

    private static final Pattern NAME = Pattern.compile("(?i)DAY(\\d{1,4})(?:_(.+?))??(?:_(\\d{8}))?\\.(?:mp4|mkv|webm|mov|avi)");
    private static final int DAY_SECONDS = 24 * 3600;
    /** Below the films' directory lie those of wearers, and of days. */
    private static final int DEPTH = 3;

    private final String wearer;
    private final List<Recorded> recorded;

    /** A moment by the wall clock. @param seconds of the day */
    record Moment(int day, double seconds) {

        double absolute() {
            return (double) day * DAY_SECONDS + seconds;
        }
    }

    private record Recorded(Path file, String wearer, Moment begin) { }

    private WeekOfFilms(String wearer, List<Recorded> recorded) {
        this.wearer = wearer;
        this.recorded = recorded;
    }

    /** The films of the wearer that the item names ({@code identity}), or its file's name does, or the only one there is. */
    static WeekOfFilms of(Item item, Path videos) {
        List<Recorded> all = all(item, videos);
        List<String> wearers = all.stream().map(Recorded::wearer).distinct().sorted().toList();
        String wearer = named(item, wearers).orElseThrow(() -> wearers.isEmpty()
                ? item.wrong("query_time", "names a day, and " + videos + " holds no film whose name begins with a day, like "
                + "DAY1_A1_JAKE_11000000.mp4")
                : item.wrong("identity", "must say whose films are meant, as " + videos + " holds those of " + String.join(", ", wearers)));
        return new WeekOfFilms(wearer, all.stream().filter(film -> film.wearer().equals(wearer))
                .sorted(Comparator.comparingDouble(film -> film.begin().absolute())).toList());
    }

    private static Optional<String> named(Item item, List<String> wearers) {
        String said = (item.has("identity") ? item.text("identity") : item.file().getFileName().toString()).toUpperCase(Locale.ROOT);
        Optional<String> meant = wearers.stream().filter(wearer -> !wearer.isEmpty() && said.contains(wearer))
                .max(Comparator.comparingInt(String::length));
        return meant.or(() -> wearers.size() == 1 && !item.has("identity") ? Optional.of(wearers.get(0)) : Optional.empty());
    }

    private static List<Recorded> all(Item item, Path videos) {
        try (Stream<Path> files = Files.walk(videos, DEPTH)) {
            return files.filter(Files::isRegularFile).flatMap(file -> recorded(item, file).stream()).toList();
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.INPUT_NOT_FOUND, "cannot list " + videos + ": " + e.getMessage(),
                    "give the films' directory with --videos", e);
        }
    }

    private static Optional<Recorded> recorded(Item item, Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        String wearer = Optional.ofNullable(name.group(2)).orElse("").toUpperCase(Locale.ROOT);
        double seconds = name.group(3) == null ? 0 : Clocks.wall(item, "query_time", name.group(3));
        return Optional.of(new Recorded(file, wearer, new Moment(Integer.parseInt(name.group(1)), seconds)));
    }

    /** In the order in which they begin. */
    List<Film> films() {
        return recorded.stream().map(film -> new Film(film.file(), second(film.begin()))).toList();
    }

    boolean has(int day) {
        return recorded.stream().anyMatch(film -> film.begin().day() == day);
    }

    /** Second of the stream. */
    double second(Moment moment) {
        return moment.absolute() - recorded.get(0).begin().absolute();
    }

    /** Whose films these are, as an end of a sentence. */
    String byWearer() {
        return wearer.isEmpty() ? "" : " by " + wearer;
    }
}
