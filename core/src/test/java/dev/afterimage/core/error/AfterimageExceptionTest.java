package dev.afterimage.core.error;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AfterimageExceptionTest {

    @Test
    void passwordsAreMaskedWhereverTheyStand() {
        AfterimageException failure = new AfterimageException(ErrorCode.INPUT_UNREACHABLE, "cannot open rtsp://admin:hunter2@camera:554/a",
                "try rtsp://admin:hunter2@camera:8554/a");
        assertThat(failure.line()).isEqualTo("INPUT_UNREACHABLE: cannot open rtsp://admin:***@camera:554/a; try "
                + "rtsp://admin:***@camera:8554/a.");
        assertThat(AfterimageException.maskPasswords("http://camera:80/a and clip.mp4")).isEqualTo("http://camera:80/a and clip.mp4");
        assertThat(AfterimageException.maskPasswords(null)).isNull();
    }

    @Test
    void aFailureIsFoundHoweverDeepItsCause() {
        AfterimageException failure = new AfterimageException(ErrorCode.STORAGE_FULL, "the disk is full", "free some space");
        assertThat(AfterimageException.of(new RuntimeException(new IllegalStateException(failure)))).isSameAs(failure);
        assertThat(AfterimageException.of(new IllegalStateException("odd")).code()).isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void aLineIsOneLine() {
        assertThat(new AfterimageException(ErrorCode.USAGE, "first\n  second", "third").line()).isEqualTo("USAGE: first second; third.");
    }
}
