package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.haystack.Film;
import dev.afterimage.eval.haystack.Animation;
import java.util.List;
import java.util.Optional;

/**
 * A video and what is asked of it.
 *
 * @param name     unique in its data set
 * @param films    one behind the other; none where it is made
 * @param made     what is made; empty where there are films
 * @param duration seconds; NaN where only the film knows
 */
public record QaVideo(String name, List<Film> films, Optional<Animation> made, double duration, List<QaItem> items) {

    public QaVideo {
        films = List.copyOf(films);
        items = List.copyOf(items);
    }

    static QaVideo of(String name, List<Film> films, double duration, List<QaItem> items) {
        return new QaVideo(name, films, Optional.empty(), duration, items);
    }
}
