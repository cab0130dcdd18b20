package dev.afterimage.eval.videoqa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.eval.haystack.Film;
import dev.afterimage.eval.run.Item;
import dev.afterimage.eval.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads annotation files of streaming and long-video benchmarks, told apart by their fields. Everything is checked, and every film looked for, before
 * anything is watched.
 */
public final class Annotations {

    /**
     * A benchmark's own format.
     *
     * @param is   whether an item is one of its
     * @param read turns an item into questions, each with the video it is about
     */
    record Format(String name, Predicate<JsonNode> is, Reader read) { }

    /** @see Format */
    interface Reader {
        void read(Item item, Questions into);
    }

    /** The more telling fields come first: several formats share {@code question} and {@code answer}. */
    static final List<Format> FORMATS = List.of(
            new Format("rekv", node -> node.has("conversations"), CommonFormat::read),
            new Format("streamingbench", node -> node.has("questions") && node.has("video_path"), StreamingBenchFormat::read),
            new Format("ovo-bench", node -> node.has("task") && node.has("video") && (node.has("realtime") || node.has("test_info")), OvoBenchFormat::read),
            new Format("longvideobench", node -> node.has("correct_choice") || node.has("option0"), LongVideoBenchFormat::read),
            new Format("egolifeqa", node -> node.has("query_time"), EgoLifeFormat::read),
            new Format("cg-bench", node -> node.has("clue_intervals") || node.has("video_uid"), CgBenchFormat::read),
            new Format("lvbench", node -> node.has("time_reference") || node.has("uid"), LvBenchFormat::read));

    private Annotations() { }

    /** Questions gathered by video. */
    static final class Questions {

        private final Path videos;
        private final Map<List<Film>, List<QaItem>> byFilms = new LinkedHashMap<>();
        private final Map<List<Film>, Double> durations = new LinkedHashMap<>();
        private final Map<String, WeekOfFilms> weeks = new LinkedHashMap<>();
        private final Set<String> ids = new HashSet<>();

        Questions(Path videos) {
            this.videos = videos;
        }

        void add(Item item, Path film, double duration, QaItem question) {
            add(item, List.of(new Film(film, 0)), duration, question);
        }

        /** @param films one stream, in the order in which they begin */
        void add(Item item, List<Film> films, double duration, QaItem question) {
            if (!ids.add(question.id())) {
                throw item.wrong("id", "is there twice: '" + question.id() + "'");
            }
            if (!Double.isNaN(question.at()) && !(question.at() >= 0)) {
                throw item.wrong("time", "lies before the video begins: " + question.at());
            }
            if (duration > 0 && question.at() > duration + 1) {
                throw item.wrong("time", "lies " + question.at() + " s into a video of " + duration + " s");
            }
            byFilms.computeIfAbsent(films, unseen -> new ArrayList<>()).add(question);
            durations.put(films, duration);
        }

        /** A film by the path an annotation gives, below the videos' directory: as it stands, by its name alone, or with a film's ending. */
        Path film(Item item, String field) {
            String given = item.text(field);
            Path name = Path.of(given).getFileName();
            for (Path tried : List.of(videos.resolve(given.startsWith("/") ? given.substring(1) : given), videos.resolve(name), videos.resolve(name + ".mp4"),
                    videos.resolve(name + ".mkv"), videos.resolve(name + ".webm"))) {
                if (Files.isRegularFile(tried)) {
                    return tried;
                }
            }
            throw item.wrong(field, "names " + given + ", which is not in " + videos);
        }

        Path videos() {
            return videos;
        }

        /** The recorded days of the wearer that an item is about, looked for once. */
        WeekOfFilms week(Item item) {
            return weeks.computeIfAbsent(item.text("identity", ""), unseen -> WeekOfFilms.of(item, videos));
        }

        List<QaVideo> gathered() {
            List<QaVideo> all = new ArrayList<>();
            byFilms.forEach((films, items) -> all.add(QaVideo.of("video-" + (1 + all.size()), asked(films, items), durations.get(films), items)));
            return all;
        }

        /** Films that begin after the last question need not be watched. */
        private static List<Film> asked(List<Film> films, List<QaItem> items) {
            double last = items.stream().mapToDouble(item -> Double.isNaN(item.at()) ? Double.POSITIVE_INFINITY : item.at()).max().orElseThrow();
            return films.stream().filter(film -> film.begin() <= last).toList();
        }
    }

    /** @param videos directory that the films' paths are relative to */
    public static List<QaVideo> read(Path file, Path videos) {
        JsonNode root = Json.read(file);
        JsonNode list = root.isArray() ? root : root.has("annotations") ? root.get("annotations") : Json.MAPPER.createArrayNode().add(root);
        if (!list.isArray() || list.isEmpty()) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, file + " holds no items", "give a list of annotations");
        }
        Questions questions = new Questions(videos);
        int number = 0;
        for (JsonNode node : list) {
            Item item = new Item(file, named(node, ++number), node);
            format(item).read().read(item, questions);
        }
        return questions.gathered();
    }

    private static String named(JsonNode node, int number) {
        for (String field : List.of("qid", "ID", "id", "uid", "video_id")) {
            if (node.hasNonNull(field)) {
                return "item " + number + " (" + node.get(field).asText() + ")";
            }
        }
        return "item " + number;
    }

    private static Format format(Item item) {
        return FORMATS.stream().filter(format -> format.is().test(item.node())).findFirst().orElseThrow(() -> new AfterimageException(ErrorCode.INPUT_UNREADABLE,
                item.file() + ", " + item.name() + ": its fields are those of no format that is read here",
                "give one of " + String.join(", ", FORMATS.stream().map(Format::name).toList()) + "; docs/evaluation.md lists their fields"));
    }
}
