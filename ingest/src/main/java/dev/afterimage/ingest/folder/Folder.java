package dev.afterimage.ingest.folder;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.ingest.media.FilmFacts;
import dev.afterimage.ingest.media.Input;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.MediaException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The recordings that lie in a folder and in those below it, as recorders make one for each day, or in several. Looked at again and again,
 * it tells of each once it is whole: a file that grew, or was written, moments ago is waited for.
 */
final class Folder {

    /** Proxies and thumbnails that cameras put beside their recordings have other endings. */
    private static final Set<String> ENDINGS = Set.of("mp4", "mov", "m4v", "mkv", "webm", "avi", "mts", "m2ts", "ts", "mpg", "mpeg", "vob",
            "3gp", "3g2", "wmv", "flv", "ogv", "insv", "dav", "h264", "h265", "hevc");
    private static final int DEEPEST = 5;
    private static final Duration QUIET = Duration.ofSeconds(3);
    /** What cannot be read so long after it was written will not become readable. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(1);

    private final List<Path> roots;
    private final ZoneId zone;
    private final Interrupt interrupt;
    private final Consumer<String> notices;
    private final Map<Path, Long> sizes = new HashMap<>();
    private final Set<Path> told = new HashSet<>();
    private boolean growing;

    /**
     * @param roots   folders, and files that are recordings whatever they are called
     * @param notices is told of files that cannot be used
     */
    Folder(List<Path> roots, ZoneId zone, Interrupt interrupt, Consumer<String> notices) {
        this.roots = List.copyOf(roots);
        this.zone = zone;
        this.interrupt = interrupt;
        this.notices = notices;
    }

    /** Recordings that are whole and were not told before, in the order in which they began. */
    List<Recording> look() {
        List<Recording> found = new ArrayList<>();
        growing = false;
        for (Path file : files()) {
            if (!told.contains(file) && !interrupt.stopped()) {
                look(file, found);
            }
        }
        found.sort(Comparator.comparing(Recording::start).thenComparing(Recording::file));
        return found;
    }

    /** Whether some were not whole when it was looked at. */
    boolean growing() {
        return growing;
    }

    private List<Path> files() {
        return roots.stream().flatMap(root -> Files.isRegularFile(root) ? Stream.of(root) : files(root).stream()).distinct().toList();
    }

    private static List<Path> files(Path root) {
        try (Stream<Path> all = Files.walk(root, DEEPEST)) {
            return all.filter(Folder::video).filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, "the folder '" + root + "' cannot be read: "
                    + unreadable.getMessage(),
                    "check that it is there and its permissions", unreadable);
        }
    }

    private static boolean video(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private void look(Path file, List<Recording> found) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Long before = sizes.put(file, now.size());
            Duration age = Duration.between(now.lastModifiedTime().toInstant(), Instant.now());
            boolean grew = before != null && before != now.size();
            if (grew || age.compareTo(QUIET) < 0) {
                growing = true;
                return;
            }
            dated(file, now, age, found);
        } catch (IOException gone) {
            sizes.remove(file);
        }
    }

    private void dated(Path file, BasicFileAttributes now, Duration age, List<Recording> found) {
        try {
            interrupt.allow(Duration.ZERO);
            FilmFacts facts = FilmFacts.of(Input.of("file:" + file.toAbsolutePath(), Map.of("protocol_whitelist", "file,crypto,data")),
                    interrupt);
            told.add(file);
            found.add(new Recording(file, RecordingDate.of(file.getFileName().toString(), facts.tags(), facts.seconds(),
                    now.lastModifiedTime().toInstant(), zone), facts.seconds()));
        } catch (MediaException notYet) {
            if (age.compareTo(GIVEN_UP) < 0) {
                growing = true;
            } else {
                told.add(file);
                notices.accept(file.getFileName() + " is left out: it is not a video that can be read (" + notYet.getMessage() + ")");
            }
        }
    }
}
