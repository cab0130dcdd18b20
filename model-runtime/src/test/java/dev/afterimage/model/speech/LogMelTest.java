package dev.afterimage.model.speech;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LogMelTest {

    /** The reference computes in single precision. */
    private static final Offset<Double> NEAR = Offset.offset(1e-4);

    @Test
    void bandsEqualThoseOfTheReference() throws IOException {
        JsonNode expected = SpokenClips.fixture().get("mel");
        float[] mel = new LogMel().of(SpokenClips.floats(SpokenClips.clip(expected.get("clip").asText())));
        for (int i = 0; i < expected.get("frames").size(); i++) {
            int frame = expected.get("frames").get(i).asInt();
            for (int band = 0; band < LogMel.BANDS; band++) {
                assertThat((double) mel[band * LogMel.FRAMES + frame]).as("band %d of frame %d", band, frame)
                        .isCloseTo(expected.get("values").get(i).get(band).asDouble(), NEAR);
            }
        }
        double sum = 0;
        for (float value : mel) {
            sum += value;
        }
        assertThat(sum / mel.length).isCloseTo(expected.get("mean").asDouble(), NEAR);
    }

    @Test
    void theTransformEqualsItsDefinition() {
        Random random = new Random(1);
        for (int size : new int[] {1, 2, 7, 30, 400}) {
            double[] signal = random.doubles(size, -1, 1).toArray();
            double[] real = new double[size];
            double[] imaginary = new double[size];
            new Fourier(size).transform(signal, real, imaginary);
            for (int k = 0; k < size; k++) {
                double re = 0;
                double im = 0;
                for (int n = 0; n < size; n++) {
                    re += signal[n] * Math.cos(2 * Math.PI * k * n / size);
                    im -= signal[n] * Math.sin(2 * Math.PI * k * n / size);
                }
                assertThat(real[k]).isCloseTo(re, Offset.offset(1e-10));
                assertThat(imaginary[k]).isCloseTo(im, Offset.offset(1e-10));
            }
        }
    }

    @Test
    void aFullWindowAndAnEmptyOneAreTaken() {
        assertThat(new LogMel().of(new float[LogMel.SAMPLES])).hasSize(LogMel.BANDS * LogMel.FRAMES).containsOnly(-1.5f);
        assertThat(new LogMel().of(new float[0])).containsOnly(-1.5f);
    }
}
