package dev.afterimage.ingest.folder;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a recording began.
 *
 * @param by what says so
 */
record RecordingDate(Instant start, By by) {

    enum By {
        CONTAINER("the time in the file"), NAME("the file's name"), WRITTEN("when the file was last written");

        private final String words;

        By(String words) {
            this.words = words;
        }

        /** Ends the sentence that begins with {@code placed by}. */
        String words() {
            return words;
        }
    }

    /**
     * Date and time as phones, glasses, dashcams, recorders and screen recorders write them: {@code VID_20260501_121500},
     * {@code 2026_0501_121500_001F}, {@code 2026-05-01 12-15-00}, {@code ch01_20260501121500}, {@code ... 2026-05-01 at 12.15.00}.
     */
    private static final Pattern IN_NAME = Pattern.compile("(?<!\\d)((?:19|20)\\d{2})[-_.]?(\\d{2})[-_.]?(\\d{2})"
            + "(?:[ _T.-]{0,2}|[ _]at[ _])(\\d{2})[-_.:hH]?(\\d{2})[-_.:mM]?(\\d{2})(?!\\d{1,2}(?!\\d))");
    /** Seconds or milliseconds since 1970, the whole name. */
    private static final Pattern EPOCH = Pattern.compile("(\\d{10})(\\d{3})?(?:\\.\\d{1,6})?");
    /** The camera app of Google's phones names files in UTC. */
    private static final String IN_UTC = "PXL_";
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    /** By how much two clocks of one camera, and the end of a film and of its writing, may differ. */
    private static final Duration NEAR = Duration.ofMinutes(3);
    private static final DateTimeFormatter APPLE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx");

    /**
     * @param tags    of the container
     * @param seconds how long it is; NaN where that is not known
     * @param written when the file was last written
     * @param zone    that cameras without one are taken to be in
     */
    static RecordingDate of(String name, Map<String, String> tags, double seconds, Instant written, ZoneId zone) {
        Duration length = Double.isNaN(seconds) ? Duration.ZERO : Duration.ofMillis((long) (seconds * 1000));
        Optional<Instant> named = named(name, zone);
        Optional<Instant> zoned = zoned(tags);
        if (zoned.isPresent()) {
            return new RecordingDate(zoned.get(), By.CONTAINER);
        }
        Optional<LocalDateTime> tagged = tagged(tags);
        if (tagged.isPresent()) {
            return tagged(tagged.get(), named, length, written, zone);
        }
        return named.map(start -> new RecordingDate(start, By.NAME)).orElseGet(() -> new RecordingDate(written.minus(length), By.WRITTEN));
    }

    /**
     * The format says that it is in UTC, and many cameras write local time all the same; some write the end instead of the beginning. The
     * file's name tells which, or else when it was last written.
     */
    private static RecordingDate tagged(LocalDateTime tagged, Optional<Instant> named, Duration length, Instant written, ZoneId zone) {
        Instant utc = tagged.toInstant(ZoneOffset.UTC);
        Instant local = tagged.atZone(zone).toInstant();
        if (named.isPresent()) {
            boolean same = near(utc, named.get(), length) || near(local, named.get(), length);
            return new RecordingDate(named.get(), same ? By.CONTAINER : By.NAME);
        }
        boolean ends = near(utc.plus(length), written) || near(utc, written);
        boolean endsLocally = near(local.plus(length), written) || near(local, written);
        Instant taken = endsLocally && !ends ? local : utc;
        return new RecordingDate(taken, By.CONTAINER);
    }

    private static boolean near(Instant tagged, Instant named, Duration length) {
        return near(tagged, named) || near(tagged.minus(length), named);
    }

    private static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(NEAR) <= 0;
    }

    /** With its offset, as Apple's cameras write it. */
    private static Optional<Instant> zoned(Map<String, String> tags) {
        return Optional.ofNullable(tags.get("com.apple.quicktime.creationdate")).flatMap(RecordingDate::offset)
                .filter(RecordingDate::likely);
    }

    private static Optional<Instant> offset(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, APPLE).toInstant());
        } catch (DateTimeException otherwise) {
            return parsed(text).filter(time -> text.matches(".*[+-]\\d{2}:?\\d{2}$")).map(OffsetDateTime::toInstant);
        }
    }

    private static Optional<LocalDateTime> tagged(Map<String, String> tags) {
        for (String tag : new String[] {"creation_time", "date_recorded", "date"}) {
            Optional<LocalDateTime> time = Optional.ofNullable(tags.get(tag)).flatMap(RecordingDate::parsed)
                    .map(each -> each.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
            if (time.filter(each -> likely(each.toInstant(ZoneOffset.UTC))).isPresent()) {
                return time;
            }
        }
        return Optional.empty();
    }

    private static Optional<OffsetDateTime> parsed(String text) {
        try {
            String iso = text.strip().replace(' ', 'T');
            return Optional.of(iso.matches(".*(Z|[+-]\\d{2}:\\d{2})$") ? OffsetDateTime.parse(iso)
                    : LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** A clock that was never set begins in 1904, 1970 or 1980. */
    private static boolean likely(Instant time) {
        return time.isAfter(EARLIEST);
    }

    private static Optional<Instant> named(String name, ZoneId zone) {
        int dot = name.lastIndexOf('.');
        Matcher epoch = EPOCH.matcher(dot < 0 ? name : name.substring(0, dot));
        if (epoch.matches()) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(epoch.group(1)),
                    epoch.group(2) == null ? 0 : Long.parseLong(epoch.group(2)) * 1_000_000)).filter(RecordingDate::likely);
        }
        Matcher written = IN_NAME.matcher(name);
        while (written.find()) {
            try {
                LocalDateTime time = LocalDateTime.of(number(written, 1), number(written, 2), number(written, 3), number(written, 4),
                        number(written, 5), number(written, 6));
                return Optional.of(time.atZone(name.startsWith(IN_UTC) ? ZoneOffset.UTC : zone).toInstant()).filter(RecordingDate::likely);
            } catch (DateTimeException otherNumbers) {
                continue;
            }
        }
        return Optional.empty();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
