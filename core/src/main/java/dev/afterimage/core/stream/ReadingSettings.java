package dev.afterimage.core.stream;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.evidence.Evidence;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What to read in one source. Empty {@code classes} watches everything the detector knows.
 *
 * @param classes    detector classes to report, e.g. {@code car}; empty for all
 * @param thresholds least score by class, overriding the reader's defaults
 * @param smallest   least share of the picture a box must cover, 0..1; negative for the reader's default
 * @param detectObjects whether objects are detected and followed
 * @param readText   whether on-screen text is read
 * @param hearSpeech whether what is said is written down, where a speech pack is installed
 */
public record ReadingSettings(Set<String> classes, Map<String, Double> thresholds, double smallest, boolean detectObjects,
                              boolean readText, boolean hearSpeech)
        implements Serializable {

    public static final ReadingSettings DEFAULT = new ReadingSettings(Set.of(), Map.of(), -1, true, true, true);

    public ReadingSettings {
        classes = Set.copyOf(classes);
        thresholds = Map.copyOf(thresholds);
        thresholds.forEach((name, score) -> require("threshold of '" + name + "'", score >= 0 && score <= 1, score));
        require("'smallest'", smallest <= 1 && !Double.isInfinite(smallest), smallest);
    }

    private static void require(String what, boolean fits, double value) {
        if (!fits) {
            throw new AfterimageException(ErrorCode.USAGE, "the " + what + " is " + value, "give a share from 0 to 1");
        }
    }

    /** With objects. */
    public ReadingSettings(Set<String> classes, Map<String, Double> thresholds, double smallest, boolean readText, boolean hearSpeech) {
        this(classes, thresholds, smallest, true, readText, hearSpeech);
    }

    /** Whether anything is read in the pictures. */
    public boolean looks() {
        return detectObjects || readText;
    }

    /** The kinds of evidence that are looked for. @param ears whether there is a speech pack */
    public Set<Evidence.Kind> kinds(boolean ears) {
        Set<Evidence.Kind> kinds = EnumSet.noneOf(Evidence.Kind.class);
        if (detectObjects) {
            kinds.add(Evidence.Kind.OBJECT);
        }
        if (readText) {
            kinds.add(Evidence.Kind.TEXT);
        }
        if (hearSpeech && ears) {
            kinds.add(Evidence.Kind.SPEECH);
        }
        return kinds;
    }

    /** With speech. */
    public ReadingSettings(Set<String> classes, Map<String, Double> thresholds, double smallest, boolean readText) {
        this(classes, thresholds, smallest, readText, true);
    }
}
