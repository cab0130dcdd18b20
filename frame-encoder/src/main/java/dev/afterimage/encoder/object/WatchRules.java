package dev.afterimage.encoder.object;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.ReadingSettings;
import java.util.stream.Stream;

/**
 * One source's settings with the defaults filled in.
 *
 * @throws AfterimageException {@link ErrorCode#USAGE} for a class that the detector does not know: it would watch for nothing, silently
 */
public record WatchRules(ReadingSettings settings) {

    /** A thousandth of the picture: 20 by 15 pixels of 640 by 480; smaller ones are guesses at the detector's 416 pixels. */
    static final double SMALLEST = 0.001;

    public WatchRules {
        Stream.concat(settings.classes().stream(), settings.thresholds().keySet().stream())
                .filter(name -> !CocoClasses.NAMES.contains(name))
                .findFirst().ifPresent(unknown -> {
                    throw new AfterimageException(ErrorCode.USAGE, "the detector does not know '" + unknown + "'",
                            "choose among " + String.join(", ", CocoClasses.NAMES));
                });
    }

    boolean watched(int index) {
        return settings.classes().isEmpty() || settings.classes().contains(CocoClasses.NAMES.get(index));
    }

    /** Least score of a new thing. */
    float startScore(int index) {
        Double own = settings.thresholds().get(CocoClasses.NAMES.get(index));
        return own == null ? CocoClasses.startScore(index) : own.floatValue();
    }

    boolean ownStartScore(int index) {
        return settings.thresholds().containsKey(CocoClasses.NAMES.get(index));
    }

    double smallest() {
        return settings.smallest() < 0 ? SMALLEST : settings.smallest();
    }
}
