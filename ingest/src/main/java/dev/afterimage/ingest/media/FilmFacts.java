package dev.afterimage.ingest.media;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * What a film says of itself before it is decoded.
 *
 * @param tags    of the container, or else of its video, by their names in lower case
 * @param seconds how long it is; NaN where it does not say
 */
public record FilmFacts(Map<String, String> tags, double seconds) {

    public static FilmFacts of(Input input, Interrupt interrupt) throws MediaException {
        try (Container container = Container.open(input, interrupt)) {
            Map<String, String> tags = new HashMap<>();
            read(container.video().metadata(), tags);
            read(container.context().metadata(), tags);
            return new FilmFacts(Map.copyOf(tags), container.duration());
        }
    }

    private static void read(AVDictionary dictionary, Map<String, String> tags) {
        for (AVDictionaryEntry entry = avutil.av_dict_iterate(dictionary, null); entry != null && !entry.isNull();
                entry = avutil.av_dict_iterate(dictionary, entry)) {
            tags.put(entry.key().getString().toLowerCase(Locale.ROOT), entry.value().getString());
        }
    }
}
