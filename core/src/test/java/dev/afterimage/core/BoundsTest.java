package dev.afterimage.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that people give, at both ends. */
class BoundsTest {

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, Double.MIN_VALUE, 0.0099, -1, 60.1, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
            Double.NaN})
    void aRateIsBetweenAFrameInAHundredSecondsAndSixtyASecond(double fps) {
        refused(() -> new SourceSettings(new StreamId("door"), "x.mp4", fps, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN})
    void aThresholdIsAShare(double score) {
        refused(() -> new ReadingSettings(Set.of(), Map.of("car", score), -1, true));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.1, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN})
    void theSmallestThingIsAShareOfThePicture(double smallest) {
        refused(() -> new ReadingSettings(Set.of(), Map.of(), smallest, true));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable made) {
        assertThatThrownBy(made).isInstanceOfSatisfying(AfterimageException.class,
                e -> org.assertj.core.api.Assertions.assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }
}
