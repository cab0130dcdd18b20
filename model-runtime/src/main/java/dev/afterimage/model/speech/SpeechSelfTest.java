package dev.afterimage.model.speech;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.model.Generation;
import dev.afterimage.model.format.PackDescription.Logit;
import dev.afterimage.model.format.Precision;
import java.util.List;
import java.util.Locale;

/** A wrong graph fails silently: a known sound must give known logits. */
final class SpeechSelfTest {

    /** Largest logit difference, as a share of the largest expected logit. */
    private static final float FP32_SHARE = 2e-3f;
    private static final float INT8_SHARE = 2e-2f;
    /** How far 8-bit logits may lie from the reference at all. */
    private static final float INT8_FROM_REFERENCE = 0.25f;
    private static final int SHOWN = 10;

    private SpeechSelfTest() { }

    /** Two seconds of a tone that climbs, with beats: the same on every machine. */
    static float[] sound() {
        float[] samples = new float[2 * Sound.SAMPLE_RATE];
        for (int i = 0; i < samples.length; i++) {
            double t = (double) i / Sound.SAMPLE_RATE;
            samples[i] = (float) (0.4 * StrictMath.sin(2 * Math.PI * (200 + 300 * t) * t) * (1 + StrictMath.sin(2 * Math.PI * 4 * t)) / 2);
        }
        return samples;
    }

    static List<Logit> observe(SpeechModel model) {
        return Generation.best(model.firstLogits(sound()), SHOWN);
    }

    /** When it is built: floats closely, 8 bits roughly. */
    static void checkBuilt(String name, SpeechModel model, List<Logit> reference, Precision precision) {
        check(name, model, reference, precision, precision == Precision.FP32 ? FP32_SHARE : INT8_FROM_REFERENCE);
    }

    /** Ever after. @return the largest difference of a logit */
    static float check(String name, SpeechModel model, List<Logit> expected, Precision precision) {
        return check(name, model, expected, precision, precision == Precision.FP32 ? FP32_SHARE : INT8_SHARE);
    }

    private static float check(String name, SpeechModel model, List<Logit> expected, Precision precision, float share) {
        float[] logits = model.firstLogits(sound());
        float worst = 0;
        float largest = 0;
        for (Logit each : expected) {
            float difference = Math.abs(logits[each.id()] - each.value());
            // Not-a-number compares false with everything and must not pass.
            worst = difference <= worst ? worst : difference;
            largest = Math.max(largest, Math.abs(each.value()));
        }
        if (!(worst <= largest * share)) {
            throw new AfterimageException(ErrorCode.MODEL_SELF_TEST, String.format(Locale.ROOT,
                    "the pack %s (%s) answers its self-test wrongly: a logit is off by %.4f, allowed is %.4f", name, precision.label(),
                    worst, largest * share),
                    "delete the pack and pull it again");
        }
        return worst;
    }
}
