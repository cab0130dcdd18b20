package dev.afterimage.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class GapTest {

    private static final StreamId DOOR = new StreamId("door");

    @Test
    void aGapIsOpenUntilTheFirstFrameAfterIt() {
        Gap open = Gap.from(DOOR, 303, Gap.Cause.UNREACHABLE);
        assertThat(open.open()).isTrue();
        assertThat(open.closed(395)).isEqualTo(new Gap(DOOR, 303, 395, Gap.Cause.UNREACHABLE));
        assertThat(open.closed(395).open()).isFalse();
        assertThat(open.closed(300).end()).as("clocks may differ by a little").isEqualTo(303);
        assertThat(Gap.from(DOOR, -1, Gap.Cause.STALLED).start()).as("before the first frame").isZero();
    }

    @Test
    void aGapThatEndsBeforeItStartsIsRefused() {
        assertThatThrownBy(() -> new Gap(DOOR, 5, 4, Gap.Cause.STALLED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Gap(DOOR, Double.NaN, 4, Gap.Cause.STALLED)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theCauseIsThatOfTheFailureThatEndedTheStream() {
        assertThat(Gap.Cause.of(failed("STORAGE_FULL: the disk is full; free some space."))).isEqualTo(Gap.Cause.DISK_FULL);
        assertThat(Gap.Cause.of(failed("INPUT_UNREACHABLE: cannot connect; check the camera."))).isEqualTo(Gap.Cause.UNREACHABLE);
        assertThat(Gap.Cause.of(failed("INPUT_STALLED: no frame for 5 s; check the camera."))).isEqualTo(Gap.Cause.STALLED);
        assertThat(Gap.Cause.of(failed("INPUT_NO_VIDEO: there are no pictures; check the camera."))).isEqualTo(Gap.Cause.CORRUPT);
        assertThat(Gap.Cause.of(failed("INTERNAL: unexpected; report it."))).isEqualTo(Gap.Cause.NOT_RUNNING);
        assertThat(Gap.Cause.of(failed(""))).isEqualTo(Gap.Cause.NOT_RUNNING);
    }

    private static StreamInfo failed(String line) {
        return new StreamInfo(DOOR, "rtsp://camera/door", 2, Instant.EPOCH, 640, 360, true, StreamInfo.Status.FAILED, 10, 2, 20, 0, 5,
                line);
    }
}
