package dev.afterimage.model.pack;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.LanguageSession;
import dev.afterimage.core.PromptPart;
import dev.afterimage.model.Generation;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackDescription.Logit;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.util.List;
import java.util.Locale;

/** A wrong graph fails silently: known tokens must give known logits. */
final class SelfTests {

    /** Largest logit difference, as a share of the largest expected logit: kernels of other processors round otherwise. */
    private static final float FP32_SHARE = 1e-3f;
    /** The same for 8 bits, where a rounding that falls the other way weighs more. */
    private static final float INT8_SHARE = 2e-2f;
    /** How far 8-bit logits may lie from the reference at all; far above what good graphs show, far below what a wrong one does. */
    private static final float INT8_FROM_REFERENCE = 0.25f;

    private SelfTests() { }

    /** What a precision must answer when it is built: floats closely, 8 bits roughly. */
    static PackDescription.SelfTest first(List<Integer> tokens, List<Logit> reference, Precision precision) {
        return within(tokens, reference, precision == Precision.FP32 ? FP32_SHARE : INT8_FROM_REFERENCE);
    }

    /** What a precision must answer ever after: floats the reference, 8 bits what they answered when they were built. */
    static PackDescription.SelfTest lasting(OnnxLanguageModel model) {
        PackDescription.SelfTest first = model.pack().selfTests().get(model.precision());
        return model.precision() == Precision.FP32 ? first : within(first.tokens(), observe(model, first.tokens()), INT8_SHARE);
    }

    private static PackDescription.SelfTest within(List<Integer> tokens, List<Logit> logits, float share) {
        float largest = logits.stream().map(logit -> Math.abs(logit.value())).max(Float::compare).orElseThrow();
        return new PackDescription.SelfTest(tokens, logits, largest * share);
    }

    /** The best ten logits after {@code tokens} as this model sees them. */
    static List<Logit> observe(OnnxLanguageModel model, List<Integer> tokens) {
        return Generation.best(logits(model, tokens), 10);
    }

    private static float[] logits(OnnxLanguageModel model, List<Integer> tokens) {
        try (LanguageSession session = model.newSession(tokens.size())) {
            session.read(new PromptPart.Tokens(tokens.stream().mapToInt(i -> i).toArray()));
            return session.logits();
        }
    }

    /** @return the largest difference of a logit */
    static float check(OnnxLanguageModel model) {
        PackDescription.SelfTest test = model.pack().selfTests().get(model.precision());
        float[] logits = logits(model, test.tokens());
        float worst = 0;
        for (Logit expected : test.logits()) {
            float difference = Math.abs(logits[expected.id()] - expected.value());
            // Not-a-number compares false with everything and must not pass.
            worst = difference <= worst ? worst : difference;
        }
        if (!(worst <= test.tolerance())) {
            throw new AfterimageException(ErrorCode.MODEL_SELF_TEST, String.format(Locale.ROOT,
                    "the pack %s (%s) answers its self-test wrongly: a logit is off by %.4f, allowed is %.4f", model.name(), model.precision().label(), worst,
                    test.tolerance()), "delete the pack and pull it again; if that does not help, this processor's kernels differ: use the other precision");
        }
        return worst;
    }
}
