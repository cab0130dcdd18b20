package dev.afterimage.eval.needle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.eval.input.Digest;
import dev.afterimage.eval.input.Item;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.needle.Needle.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Needles and their order. Reads two formats, told apart by their fields: Afterimage's own
 * <pre>{"needles": [{"id"?, "kind"?: "text"|"picture"|"clip", "text" | "file", "name"?, "question", "answers": [...],
 *               "height"?}, ...]}</pre>
 * and MM-NIAVH's, one object or a list of them
 * <pre>{"needle", "needle_modality": "text"|"image"|"video", "needle_desc"?, "retrieval_question", "needle_dir"?}</pre>
 */
public record NeedleSet(String name, List<Needle> needles) {

    /** Pictures of things and texts, in the vocabulary of {@code afterimage-tiny}. */
    public static final String PICTURES = "pictures";
    /** Texts alone, for packs that read text. */
    public static final String TEXTS = "texts";

    private static final Set<String> OWN = Set.of("id", "kind", "type", "text", "file", "picture", "image", "clip", "video", "name",
            "question", "answers", "answer", "height");
    private static final Set<String> PUBLISHED = Set.of("needle", "needle_modality", "needle_desc", "retrieval_question", "needle_dir");
    private static final double PICTURE_HEIGHT = 0.5;
    private static final double TEXT_HEIGHT = 0.085;

    public NeedleSet {
        needles = List.copyOf(needles);
        if (needles.isEmpty()) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, "the needle set '" + name + "' is empty", "give at least one needle");
        }
        Set<String> ids = new HashSet<>();
        for (Needle needle : needles) {
            if (!ids.add(needle.id())) {
                throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, "the needle set '" + name + "' holds two needles '" + needle.id()
                        + "'",
                        "give each an 'id' of its own");
            }
        }
    }

    /** A shipped set. */
    public static NeedleSet of(String name) {
        return shipped(name);
    }

    /**
     * A shipped set by its name, or a file.
     *
     * @param films opens clips, so that one that cannot be read is told before anything is watched
     */
    public static NeedleSet of(String nameOrFile, FrameSource films) {
        return nameOrFile.equals(PICTURES) || nameOrFile.equals(TEXTS) ? shipped(nameOrFile) : read(Path.of(nameOrFile), films);
    }

    private static NeedleSet shipped(String name) {
        try (InputStream json = NeedleSet.class.getResourceAsStream(name + ".json")) {
            return new NeedleSet(name, parse(Path.of(name + ".json"), Json.MAPPER.readTree(json),
                    new Named(NeedleSet::shippedPicture, NeedleSet::existing)));
        } catch (IOException e) {
            throw new IllegalStateException("the shipped needles are broken", e);
        }
    }

    private static byte[] shippedPicture(Item item, Path file) {
        try (InputStream picture = NeedleSet.class.getResourceAsStream("pictures/" + file.getFileName())) {
            return picture.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the shipped picture " + file + " is broken", e);
        }
    }

    private static NeedleSet read(Path file, FrameSource films) {
        Named named = new Named(NeedleSet::bytes, (item, field, film) -> opened(item, field, existing(item, field, film), films));
        return new NeedleSet(file.getFileName().toString(), parse(file, Json.read(file), named));
    }

    private static Path opened(Item item, String field, Path film, FrameSource films) {
        try (FrameSource.Capture capture = films.open(Overlay.settings(film), -1, 0)) {
            capture.next();
            return film;
        } catch (AfterimageException unreadable) {
            throw item.wrong(field, "names " + film + ", which is no film: " + unreadable.getMessage());
        }
    }

    private interface Pictures {
        byte[] read(Item item, Path file);
    }

    private interface Clips {
        Path checked(Item item, String field, Path file);
    }

    /** What needles name, read or looked at. */
    private record Named(Pictures pictures, Clips clips) { }

    private static List<Needle> parse(Path file, JsonNode root, Named named) {
        JsonNode list = root.isArray() ? root : root.has("needles") && root.get("needles").isArray()
                && !root.has("retrieval_question") ? root.get("needles")
                : Json.MAPPER.createArrayNode().add(root);
        if (list == root.get("needles")) {
            new Item(file, "the file", root).requireKnown(Set.of("needles"));
        }
        List<Needle> needles = new ArrayList<>();
        for (JsonNode node : list) {
            Item item = new Item(file, "needle " + (needles.size() + 1), node);
            needles.add(item.has("retrieval_question") || item.has("needle")
                    ? published(item.requireKnown(PUBLISHED), needles.size() + 1, named)
                    : own(item.requireKnown(OWN), needles.size() + 1, named));
        }
        return needles;
    }

    private static Needle own(Item item, int number, Named named) {
        String kind = item.text(field(item, "kind", "type"), inferred(item)).toLowerCase(Locale.ROOT);
        double height = item.number("height", kind.equals("text") ? TEXT_HEIGHT : PICTURE_HEIGHT);
        if (!(height > 0 && height <= 1)) {
            throw item.wrong("height", "must be a share of the picture's height, above 0 and at most 1");
        }
        String field = field(item, "file", "picture", "image", "clip", "video");
        Content content = switch (kind) {
            case "text" -> new Content.Text(item.text("text"), height);
            case "picture", "image" -> new Content.Picture(named.pictures.read(item, file(item, field, "")), height);
            case "clip", "video" -> new Content.Clip(named.clips.checked(item, field, file(item, field, "")), height);
            default -> throw item.wrong("kind", "must be text, picture or clip, not '" + kind + "'");
        };
        String id = item.text("id", "needle-" + number);
        String name = item.text("name", content instanceof Content.Text text ? "the text \"" + text.text() + "\"" : "the " + id);
        return new Needle(id, content, name, item.text("question"), item.texts(field(item, "answers", "answer")));
    }

    /** The first of these names that the item has; the first of all where it has none, so that a complaint names that. */
    private static String field(Item item, String... names) {
        return Arrays.stream(names).filter(item::has).findFirst().orElse(names[0]);
    }

    /** A kind left out shows in the field that stands for it. */
    private static String inferred(Item item) {
        return item.has("text") ? "text" : item.has("clip") || item.has("video") ? "clip" : "picture";
    }

    private static Needle published(Item item, int number, Named named) {
        String modality = item.text("needle_modality", "text").toLowerCase(Locale.ROOT);
        String folder = item.text("needle_dir", "");
        Content content = switch (modality) {
            case "text" -> new Content.Text(item.text("needle"), TEXT_HEIGHT);
            case "image" -> new Content.Picture(bytes(item, file(item, "needle", folder)), PICTURE_HEIGHT);
            case "video" -> new Content.Clip(named.clips.checked(item, "needle", file(item, "needle", folder)), PICTURE_HEIGHT);
            default -> throw item.wrong("needle_modality", "must be text, image or video, not '" + modality + "'");
        };
        String truth = modality.equals("text") && !item.has("needle_desc") ? item.text("needle") : item.text("needle_desc");
        return new Needle("needle-" + number, content, "the needle", item.text("retrieval_question"), List.of(truth));
    }

    /** Beside the file that names it, unless it says otherwise. */
    private static Path file(Item item, String field, String folder) {
        Path base = item.file().toAbsolutePath().getParent();
        return base.resolve(folder).resolve(item.text(field));
    }

    private static Path existing(Item item, String field, Path file) {
        if (!Files.isRegularFile(file)) {
            throw item.wrong(field, "names " + file + ", which is not there");
        }
        return file;
    }

    private static byte[] bytes(Item item, Path file) {
        String field = field(item, "file", "picture", "image", "needle");
        try {
            byte[] bytes = Files.readAllBytes(existing(item, field, file));
            Overlay.decode(bytes);
            return bytes;
        } catch (IOException unreadable) {
            throw item.wrong(field, "names " + file + ", which is no picture: " + unreadable.getMessage());
        }
    }

    /** Of everything that decides what is shown, asked and accepted. */
    public String digest() {
        Digest digest = new Digest();
        needles.forEach(needle -> digest.add(needle.digest()));
        return digest.hex();
    }

    /** So many needles, each as often as the others, in an order that the seed decides. */
    public List<Needle> drawn(int count, long seed) {
        Random random = new Random(seed);
        List<Needle> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            List<Needle> round = new ArrayList<>(needles);
            Collections.shuffle(round, random);
            drawn.addAll(round.subList(0, Math.min(round.size(), count - drawn.size())));
        }
        return drawn;
    }
}
