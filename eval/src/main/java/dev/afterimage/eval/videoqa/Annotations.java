package dev.afterimage.eval.videoqa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.eval.haystack.Film;
import dev.afterimage.eval.input.Item;
import dev.afterimage.eval.input.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Reads annotation files of streaming and long-video benchmarks, told apart by their fields. Everything is checked, and
 * every film looked for, before anything is watched.
 */
public final class Annotations {

    /**
     * A benchmark's own format.
     *
     * @param is   whether an item is one of its
     * @param read turns an item into questions, each with the video it is about
     */
    record Format(String name, Predicate<JsonNode> is, Reader read) { }

    private static final String MLVU = "mlvu_dev";

    /** @see Format */
    interface Reader {
        void read(Item item, Questions into);
    }

    /**
     * Named as lmms-eval names its tasks, where it has them. The more telling fields come first: several formats share
     * {@code question} and {@code answer}.
     */
    static final List<Format> FORMATS = List.of(
            new Format("rekv", node -> node.has("conversations"), CommonFormat::read),
            new Format("streamingbench", node -> node.has("questions") && node.has("video_path"), StreamingBenchFormat::read),
            new Format("videomme", node -> node.has("videoID") || node.has("question_id") && node.has("options")
                    || node.has("questions") && node.has("video_id"), VideoMmeFormat::read),
            new Format(MLVU, node -> node.has("video") && (node.has("candidates") || node.has("scoring_points")), MlvuFormat::read),
            new Format("ovobench", node -> node.has("task") && node.has("video") && (node.has("realtime") || node.has("test_info")),
            OvoBenchFormat::read),
            new Format("longvideobench_val_v", node -> node.has("correct_choice") || node.has("option0"), LongVideoBenchFormat::read),
            new Format("egolife", node -> node.has("query_time"), EgoLifeFormat::read),
            new Format("cgbench", node -> node.has("clue_intervals") || node.has("video_uid"), CgBenchFormat::read),
            new Format("lvbench", node -> node.has("time_reference") || node.has("uid")
                    || node.has("key") && node.has("qa"), LvBenchFormat::read));

    private Annotations() { }

    /** Questions gathered by video. */
    static final class Questions {

        private static final List<String> TIMES = List.of("end_time", "ground_truth_time_stamp", "time_stamp", "realtime", "query_time");
        private static final List<String> EVIDENCE = List.of("time_reference", "clue_intervals", "target_time", "end_time",
                "ground_truth_time_stamp");
        /** Annotations round times up, seconds. */
        private static final double ROUNDING = 1;

        private final Path videos;
        private final ToDoubleFunction<Path> length;
        private final Map<Path, Double> lengths = new HashMap<>();
        private final Map<List<Film>, List<QaItem>> byFilms = new LinkedHashMap<>();
        private final Map<List<Film>, Double> durations = new LinkedHashMap<>();
        private final Map<String, WeekOfFilms> weeks = new LinkedHashMap<>();
        private final Set<String> ids = new HashSet<>();

        Questions(Path videos, ToDoubleFunction<Path> length) {
            this.videos = videos;
            this.length = length;
        }

        void add(Item item, Path film, double duration, QaItem question) {
            add(item, List.of(new Film(film, 0)), duration, question);
        }

        /** @param films one stream, in the order in which they begin */
        void add(Item item, List<Film> films, double duration, QaItem question) {
            if (!ids.add(question.id())) {
                throw item.wrong("id", "is there twice: '" + question.id() + "'");
            }
            requireWithin(item, question, films.size() == 1 ? length(item, films.get(0).file(), duration) : duration);
            byFilms.computeIfAbsent(films, unseen -> new ArrayList<>()).add(question);
            durations.put(films, duration);
        }

        /** Seconds that a film lasts, else those that the item states. */
        private double length(Item item, Path film, double stated) {
            double seconds = lengths.computeIfAbsent(film, unseen -> {
                try {
                    return length.applyAsDouble(unseen);
                } catch (AfterimageException unreadable) {
                    throw item.wrong("video", "names " + film + ", which is no film: " + unreadable.getMessage());
                }
            });
            return Double.isNaN(seconds) ? stated : seconds;
        }

        private static void requireWithin(Item item, QaItem question, double length) {
            double at = question.proactive().map(QaItem.Proactive::moment).orElse(question.at());
            String asked = field(item, TIMES);
            if (!Double.isNaN(at) && !(at >= 0)) {
                throw item.wrong(asked, "lies before the video begins: " + at);
            }
            if (length > 0 && at > length + ROUNDING) {
                throw item.wrong(asked, "lies " + at + " s into a video of " + length + " s");
            }
            for (QaItem.Interval span : question.evidence()) {
                if (length > 0 && span.end() > length + ROUNDING) {
                    throw item.wrong(field(item, EVIDENCE), "names evidence up to " + span.end() + " s of a video of " + length + " s");
                }
            }
        }

        /** The first of these fields that the item has. */
        private static String field(Item item, List<String> names) {
            return names.stream().filter(item::has).findFirst().orElse("time");
        }

        /**
         * A film by the path an annotation gives, below the videos' directory: as it stands, by its name alone, or with
         * a film's ending.
         */
        Path film(Item item, String field) {
            String given = item.text(field);
            Path name = Path.of(given).getFileName();
            for (Path tried : List.of(videos.resolve(given.startsWith("/") ? given.substring(1) : given), videos.resolve(name),
                    videos.resolve(name + ".mp4"),
                    videos.resolve(name + ".mkv"), videos.resolve(name + ".webm"))) {
                if (Files.isRegularFile(tried)) {
                    return tried;
                }
            }
            throw item.wrong(field, "names " + given + ", which is not in " + videos);
        }

        /** How many questions there are of a film already, and one. */
        int number(Path film) {
            return 1 + byFilms.getOrDefault(List.of(new Film(film, 0)), List.of()).size();
        }

        Path videos() {
            return videos;
        }

        /** The recorded days of the wearer that an item is about, looked for once. */
        WeekOfFilms week(Item item) {
            return weeks.computeIfAbsent(item.text("identity", ""), unseen -> WeekOfFilms.of(item, videos));
        }

        boolean none() {
            return byFilms.isEmpty();
        }

        List<QaVideo> gathered() {
            List<QaVideo> all = new ArrayList<>();
            byFilms.forEach((films, items) -> all.add(QaVideo.of("video-" + (1 + all.size()), asked(films, items), durations.get(films),
                    items)));
            return all;
        }

        /** Films that begin after the last question need not be watched. */
        private static List<Film> asked(List<Film> films, List<QaItem> items) {
            double last = items.stream().mapToDouble(item -> Double.isNaN(item.at()) ? Double.POSITIVE_INFINITY : item.at()).max()
                    .orElseThrow();
            return films.stream().filter(film -> film.begin() <= last).toList();
        }
    }

    /**
     * @param videos directory that the films' paths are relative to
     * @param films  opens films, to learn how long they are
     */
    public static List<QaVideo> read(Path file, Path videos, FrameSource films) {
        return read(file, videos, film -> {
            try (FrameSource.Capture opened = films.open(new SourceSettings(new StreamId("film"), film.toString(), 1,
                    SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT), -1, 0)) {
                return opened.facts().durationSeconds();
            }
        });
    }

    /** @param length seconds that a film lasts; NaN where it is not known */
    static List<QaVideo> read(Path file, Path videos, ToDoubleFunction<Path> length) {
        JsonNode list = items(file);
        Questions questions = new Questions(videos, length);
        int number = 0;
        for (JsonNode node : list) {
            Item item = new Item(file, named(node, ++number), node);
            format(item).read().read(item, questions);
        }
        if (questions.none()) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, file + " holds only questions whose answers a judge model marks",
                    "give a file that has questions with options");
        }
        return questions.gathered();
    }

    /** The task whose format a file has, by lmms-eval's name where it has one. */
    public static String task(Path file) {
        JsonNode first = items(file).get(0);
        return format(new Item(file, named(first, 1), first)).name();
    }

    /** How many questions of a file are not asked because a judge model would have to mark their answers, by kind. */
    public static Map<String, Integer> leftOut(Path file) {
        Map<String, Integer> kinds = new TreeMap<>();
        if (task(file).equals(MLVU)) {
            items(file).forEach(node -> {
                if (MlvuFormat.judged(node)) {
                    kinds.merge(node.path("question_type").asText("generation"), 1, Integer::sum);
                }
            });
        }
        return kinds;
    }

    private static JsonNode items(Path file) {
        JsonNode root = Json.read(file);
        JsonNode list = root.isArray() ? root : root.has("annotations") ? root.get("annotations") : Json.MAPPER.createArrayNode().add(root);
        if (!list.isArray() || list.isEmpty()) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, file + " holds no items", "give a list of annotations");
        }
        ArrayNode flat = Json.MAPPER.createArrayNode();
        // StreamingBench keeps the videos of a sequence in a list of their own.
        list.forEach(item -> {
            if (item.isArray()) {
                item.forEach(flat::add);
            } else {
                flat.add(item);
            }
        });
        return flat;
    }

    /**
     * A part of the questions, and the films that they are about.
     *
     * @param subset kinds of questions; all where empty
     * @param limit  most questions, in the order of the file
     * @throws AfterimageException where none is left
     */
    public static List<QaVideo> part(List<QaVideo> videos, Set<String> subset, int limit) {
        Set<String> kinds = new TreeSet<>(videos.stream().flatMap(video -> video.items().stream()).map(QaItem::task).toList());
        Optional<String> unknown = subset.stream().filter(kind -> !kinds.contains(kind)).findFirst();
        if (unknown.isPresent()) {
            throw new AfterimageException(ErrorCode.USAGE, "there are no questions of the kind '" + unknown.get() + "'",
                    "use some of " + String.join(", ", kinds));
        }
        List<QaVideo> part = new ArrayList<>();
        int left = limit;
        for (QaVideo video : videos) {
            List<QaItem> items = video.items().stream().filter(item -> subset.isEmpty() || subset.contains(item.task())).limit(left)
                    .toList();
            left -= items.size();
            if (!items.isEmpty()) {
                part.add(new QaVideo(video.name(), video.films(), video.made(), video.duration(), items));
            }
        }
        return part;
    }

    private static String named(JsonNode node, int number) {
        for (String field : List.of("qid", "ID", "id", "uid", "question_id", "video_id", "key")) {
            if (node.hasNonNull(field)) {
                return "item " + number + " (" + node.get(field).asText() + ")";
            }
        }
        return "item " + number;
    }

    private static Format format(Item item) {
        return FORMATS.stream().filter(format -> format.is().test(item.node())).findFirst()
                .orElseThrow(() -> new AfterimageException(ErrorCode.INPUT_UNREADABLE,
                item.file() + ", " + item.name() + ": its fields are those of no format that is read here",
                "give one of " + String.join(", ", FORMATS.stream().map(Format::name).toList())
                + "; docs/evaluation.md lists their fields"));
    }
}
