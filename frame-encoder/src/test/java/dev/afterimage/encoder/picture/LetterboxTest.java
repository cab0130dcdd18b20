package dev.afterimage.encoder.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LetterboxTest {

    @Test
    void aWidePictureLiesInTheMiddleAndKeepsItsShape() {
        assertThat(Letterbox.of(768, 432, 416)).isEqualTo(new Letterbox(416, 0, 91, 416, 234));
    }

    @Test
    void aTallOneToo() {
        assertThat(Letterbox.of(432, 768, 416)).isEqualTo(new Letterbox(416, 91, 0, 234, 416));
    }

    @Test
    void theCornersOfThePictureAreItsZeroAndOne() {
        Letterbox place = Letterbox.of(768, 432, 416);
        assertThat(place.across(0)).isZero();
        assertThat(place.across(416)).isEqualTo(1);
        assertThat(place.down(91)).isZero();
        assertThat(place.down(91 + 234)).isEqualTo(1);
    }

    @Test
    void aLineOfPixelsIsStillOnePixelHigh() {
        Letterbox place = Letterbox.of(5000, 1, 416);
        assertThat(place.height()).isEqualTo(1);
        assertThat(place.dy()).isEqualTo(207);
    }
}
