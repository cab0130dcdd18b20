package dev.afterimage.ingest.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Films of one minute, by cameras in Berlin in summer, two hours ahead of UTC. */
class RecordingDateTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant WRITTEN = Instant.parse("2026-05-01T10:16:00Z");

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(nullValues = "-", value = {
            // name, creation_time, Apple's creation date, when it began, what says so
            "VID_20260501_121500.mp4, -, -, 2026-05-01T10:15:00Z, NAME",
            "20260501_121500.mp4, -, -, 2026-05-01T10:15:00Z, NAME",
            "PXL_20260501_101500123.mp4, -, -, 2026-05-01T10:15:00Z, NAME",
            "2026_0501_121500_001F.MP4, -, -, 2026-05-01T10:15:00Z, NAME",
            "2026-05-01 12-15-00.mkv, -, -, 2026-05-01T10:15:00Z, NAME",
            "ch01_20260501121500.mp4, -, -, 2026-05-01T10:15:00Z, NAME",
            "WhatsApp Video 2026-05-01 at 12.15.00.mp4, -, -, 2026-05-01T10:15:00Z, NAME",
            "NVR_ch2_main_20260501121500_20260501122000.mp4, -, -, 2026-05-01T10:15:00Z, NAME",
            "1777630500.mp4, -, -, 2026-05-01T10:15:00Z, NAME",
            "1777630500123.mp4, -, -, 2026-05-01T10:15:00.123Z, NAME",
            // The tag is in UTC, as the format wants it; or in local time, as many cameras write it; or the end.
            "GX010042.MP4, 2026-05-01T10:15:00.000000Z, -, 2026-05-01T10:15:00Z, CONTAINER",
            "GX010042.MP4, 2026-05-01T12:15:00.000000Z, -, 2026-05-01T10:15:00Z, CONTAINER",
            "20260501_121500.mp4, 2026-05-01T10:16:01.000000Z, -, 2026-05-01T10:15:00Z, CONTAINER",
            "20260501_121500.mp4, 2026-05-01T12:15:01.000000Z, -, 2026-05-01T10:15:00Z, CONTAINER",
            "20260501_121500.mp4, 2020-01-01T00:00:00.000000Z, -, 2026-05-01T10:15:00Z, NAME",
            "IMG_0042.MOV, 2026-05-01T10:15:00.000000Z, 2026-05-01T12:15:02+0200, 2026-05-01T10:15:02Z, CONTAINER",
            // A clock that was never set, and numbers that are no time.
            "MOVI0001.AVI, 1970-01-01T00:00:00.000000Z, -, 2026-05-01T10:15:00Z, WRITTEN",
            "20261399_999999.mp4, -, -, 2026-05-01T10:15:00Z, WRITTEN",
            "VID-20260501-WA0007.mp4, -, -, 2026-05-01T10:15:00Z, WRITTEN"})
    void recordingsAreDatedByWhatTheyTell(String name, String created, String apple, Instant start, RecordingDate.By by) {
        Map<String, String> tags = created == null ? Map.of() : apple == null ? Map.of("creation_time", created)
                : Map.of("creation_time", created, "com.apple.quicktime.creationdate", apple);
        assertThat(RecordingDate.of(name, tags, 60, WRITTEN, BERLIN)).isEqualTo(new RecordingDate(start, by));
    }
}
