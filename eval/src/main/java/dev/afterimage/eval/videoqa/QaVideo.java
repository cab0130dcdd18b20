package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.haystack.Moving;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A video and what is asked of it.
 *
 * @param name     unique in its data set
 * @param file     the film; empty where it is made
 * @param made     what is made; empty where there is a film
 * @param duration seconds; NaN where only the film knows
 */
public record QaVideo(String name, Optional<Path> file, Optional<Moving> made, double duration, List<QaItem> items) {

    public QaVideo {
        items = List.copyOf(items);
    }

    static QaVideo film(String name, Path file, double duration, List<QaItem> items) {
        return new QaVideo(name, Optional.of(file), Optional.empty(), duration, items);
    }
}
