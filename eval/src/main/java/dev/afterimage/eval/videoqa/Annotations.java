package dev.afterimage.eval.videoqa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
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
        private final Map<Path, List<QaItem>> byFilm = new LinkedHashMap<>();
        private final Map<Path, Double> durations = new LinkedHashMap<>();
        private final Set<String> ids = new HashSet<>();

        Questions(Path videos) {
            this.videos = videos;
        }

        void add(Item item, Path film, double duration, QaItem question) {
            if (!ids.add(question.id())) {
                throw item.wrong("id", "is there twice: '" + question.id() + "'");
            }
            if (!Double.isNaN(question.at()) && !(question.at() >= 0)) {
                throw item.wrong("time", "lies before the video begins: " + question.at());
            }
            if (duration > 0 && question.at() > duration + 1) {
                throw item.wrong("time", "lies " + question.at() + " s into a video of " + duration + " s");
            }
            byFilm.computeIfAbsent(film, unseen -> new ArrayList<>()).add(question);
            durations.put(film, duration);
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

        List<QaVideo> gathered() {
            List<QaVideo> all = new ArrayList<>();
            byFilm.forEach((film, items) -> all.add(QaVideo.film("video-" + (1 + all.size()), film, durations.get(film), items)));
            return all;
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
