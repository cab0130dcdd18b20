package dev.afterimage.flink.supervision;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.watch.Outage;

import java.time.Duration;
import java.time.Instant;

/** Which failures may pass by themselves, and what is told of a stream meanwhile. */
final class Outages {

    /** How long a camera may be silent, beyond two sampling intervals, before that is reported. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Outages() { }

    /** A camera may come back and space may be freed; a missing file, a wrong setting and a broken model stay what they are. */
    static boolean mayPass(AfterimageException failure, SourceSettings settings) {
        return switch (failure.code()) {
            case STORAGE_FULL -> true;
            case INPUT_UNREACHABLE, INPUT_STALLED, INPUT_TRUNCATED, INTERNAL -> settings.network();
            default -> false;
        };
    }

    /** Whether somebody wanted it so that nobody watches. */
    static boolean wanted(Gap.Cause cause) {
        return cause == Gap.Cause.PAUSED || cause == Gap.Cause.CHANGED;
    }

    static boolean tooLong(Duration waiting, SourceSettings settings) {
        return settings.network() && waiting.compareTo(PATIENCE.plusMillis((long) (2000 / settings.fps()))) > 0;
    }

    static Outage silent(SourceSettings settings, Instant since) {
        return new Outage(settings.stream(), ErrorCode.INPUT_STALLED, since, 0,
                "no picture comes from " + settings.maskedUri() + "; check the camera and the network");
    }
}
