package dev.afterimage.ingest;

import java.time.Duration;
import java.util.Locale;

/**
 * How sources are opened. Each has a system property {@code afterimage.ingest.NAME} and, second in line, an environment variable
 * {@code AFTERIMAGE_INGEST_NAME}.
 *
 * @param timeout        {@code timeout-ms}: a network source that sends no picture for this long has stalled
 * @param reconnectTries {@code reconnect-tries}: how often a connection that broke off is made again before giving up; 0 for never
 * @param reconnectWait  {@code reconnect-wait-ms}: before the first such try; doubled for each further one
 * @param rtspTransport  {@code rtsp-transport}: {@code auto} (TCP, or UDP where the server has no TCP), {@code tcp} or {@code udp}; a URL
 *                       that ends in {@code ?tcp} or {@code ?udp} decides for itself
 * @param longestSide    {@code longest-side}: pictures with a longer side are scaled down to it, pixels
 * @param soundSeconds   {@code sound-seconds}: sound kept for who takes it; older sound is dropped
 */
public record IngestOptions(Duration timeout, int reconnectTries, Duration reconnectWait, String rtspTransport, int longestSide,
        int soundSeconds) {

    public static final IngestOptions DEFAULT = new IngestOptions(Duration.ofSeconds(10), 3, Duration.ofSeconds(1), "auto", 1280, 60);

    private static final long HOUR_MILLIS = 3_600_000;

    public static IngestOptions fromEnvironment() {
        return new IngestOptions(
                Duration.ofMillis(number("timeout-ms", DEFAULT.timeout.toMillis(), 1, HOUR_MILLIS)),
                (int) number("reconnect-tries", DEFAULT.reconnectTries, 0, Integer.MAX_VALUE),
                Duration.ofMillis(number("reconnect-wait-ms", DEFAULT.reconnectWait.toMillis(), 0, HOUR_MILLIS)),
                text("rtsp-transport", DEFAULT.rtspTransport),
                (int) number("longest-side", DEFAULT.longestSide, 16, 1 << 14),
                (int) number("sound-seconds", DEFAULT.soundSeconds, 1, 3_600));
    }

    /** {@code open-timeout-ms}: how long opening a file may take, a pipe that nobody writes to for instance; 15 s unless set. */
    public static Duration openTimeoutFromEnvironment() {
        return Duration.ofMillis(number("open-timeout-ms", 15_000, 1, HOUR_MILLIS));
    }

    private static long number(String name, long otherwise, long least, long most) {
        String given = text(name, Long.toString(otherwise));
        try {
            long value = Long.parseLong(given.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw InputErrors.option(name, given, least, most, notANumber);
        }
        throw InputErrors.option(name, given, least, most, null);
    }

    private static String text(String name, String otherwise) {
        String variable = System.getenv("AFTERIMAGE_INGEST_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
        return System.getProperty("afterimage.ingest." + name, variable == null ? otherwise : variable);
    }
}
