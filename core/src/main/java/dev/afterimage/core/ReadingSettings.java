package dev.afterimage.core;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * What to read in one source. Empty {@code classes} watches everything the detector knows.
 *
 * @param classes    detector classes to report, e.g. {@code car}; empty for all
 * @param thresholds least score by class, overriding the reader's defaults
 * @param smallest   least share of the picture a box must cover, 0..1; negative for the reader's default
 * @param readText   whether on-screen text is read
 * @param hearSpeech whether what is said is written down, where a speech pack is installed
 */
public record ReadingSettings(Set<String> classes, Map<String, Double> thresholds, double smallest, boolean readText,
                              boolean hearSpeech)
        implements Serializable {

    public static final ReadingSettings DEFAULT = new ReadingSettings(Set.of(), Map.of(), -1, true, true);

    public ReadingSettings {
        classes = Set.copyOf(classes);
        thresholds = Map.copyOf(thresholds);
    }

    /** With speech. */
    public ReadingSettings(Set<String> classes, Map<String, Double> thresholds, double smallest, boolean readText) {
        this(classes, thresholds, smallest, readText, true);
    }
}
