package dev.afterimage.model.pack;

import dev.afterimage.core.block.PictureGrid;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.model.Generation;
import dev.afterimage.model.format.PackDescription.Logit;
import dev.afterimage.model.format.PackDescription.SelfTest;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A wrong graph fails silently: known tokens must give known logits. */
final class SelfTests {

    /** Largest logit difference, as a share of the largest expected logit: kernels of other processors round otherwise. */
    private static final float FP32_SHARE = 1e-3f;
    /** The same for 8 bits, where a rounding that falls the other way weighs more. */
    private static final float INT8_SHARE = 2e-2f;
    /** How far 8-bit logits may lie from the reference at all; far above what good graphs show, far below what a wrong one does. */
    private static final float INT8_FROM_REFERENCE = 0.25f;
    /** The same for 4 bits, of which a step is sixteen times as long. */
    private static final float INT4_FROM_REFERENCE = 0.75f;

    /** The best after a question, which are compared. */
    static final int LOGITS = 10;
    private static final int TOKENS = 16;
    private static final int PICTURE_WIDTH = 64;
    private static final int PICTURE_HEIGHT = 48;

    /** What a self-test reads. */
    record Question(boolean picture, List<Integer> tokens) { }

    /** What is answered. @param recalled the same as memory is read; null of packs without layers for that */
    record Reply(List<Logit> logits, List<Logit> recalled) { }

    private SelfTests() { }

    /** What a precision must answer when it is built: floats closely, 8 bits roughly. */
    static SelfTest first(Question question, Reply reference, Precision precision) {
        return within(question, reference, null, switch (precision) {
            case FP32 -> FP32_SHARE;
            case INT8 -> INT8_FROM_REFERENCE;
            case INT4 -> INT4_FROM_REFERENCE;
        });
    }

    /**
     * What a precision must answer ever after: floats the reference, fewer bits what they answered when they were built.
     *
     * @param fromFloats how far from the reference that was
     */
    static SelfTest lasting(OnnxLanguageModel model, float fromFloats) {
        SelfTest first = model.pack().selfTests().get(model.precision());
        Question question = new Question(first.picture(), first.tokens());
        return model.precision() == Precision.FP32 ? first : within(question, observe(model, question), fromFloats, INT8_SHARE);
    }

    private static SelfTest within(Question question, Reply reply, Float fromFloats, float share) {
        float largest = reply.logits().stream().map(logit -> Math.abs(logit.value())).max(Float::compare).orElseThrow();
        return new SelfTest(question.picture(), question.tokens(), reply.logits(), reply.recalled(), largest * share, fromFloats);
    }

    /** The best ten logits after a question as this model sees them. */
    static Reply observe(OnnxLanguageModel model, Question question) {
        return new Reply(Generation.best(logits(model, question, model::newSession), LOGITS),
                model.pack().recalls() ? Generation.best(logits(model, question, model::newRecallingSession), LOGITS) : null);
    }

    /** Some tokens that every model has, behind a picture where the model can see and hold one. */
    static Question question(PackDescription pack) {
        int context = pack.shape().contextLength();
        List<Integer> tokens = IntStream.range(0, Math.min(TOKENS, context)).map(i -> (i * 7919 + 1) % pack.shape().vocabulary()).boxed()
                .toList();
        boolean picture = pack.vision() != null && pack.vision().shape().tokenSide() * pack.vision().shape().tokenSide()
                + tokens.size() <= context;
        return new Question(picture, tokens);
    }

    private static float[] logits(OnnxLanguageModel model, Question question, IntFunction<LanguageSession> sessions) {
        VisionTower tower = question.picture() ? model.vision().orElseThrow() : null;
        int length = question.tokens().size() + (tower == null ? 0 : tower.rows() * tower.columns());
        try (LanguageSession session = sessions.apply(length)) {
            session.read(new PromptPart.Sequence(parts(question, tower)));
            return session.logits();
        }
    }

    /** @param tower sees the picture; null where there is none in the question */
    static List<PromptPart> parts(Question question, VisionTower tower) {
        PromptPart.Tokens tokens = new PromptPart.Tokens(question.tokens().stream().mapToInt(i -> i).toArray());
        if (tower == null) {
            return List.of(tokens);
        }
        VisionTower.Seen seen = tower.see(PICTURE_WIDTH, PICTURE_HEIGHT, picture());
        return List.of(new PromptPart.Visual(seen.embeddings(), tower.rows() * tower.columns(), tower.width(),
                PictureGrid.whole(tower.rows(), tower.columns())), tokens);
    }

    /** Red grows to the right, green downwards, and blue makes patterns of both. */
    private static byte[] picture() {
        byte[] rgb = new byte[PICTURE_WIDTH * PICTURE_HEIGHT * 3];
        for (int i = 0; i < PICTURE_WIDTH * PICTURE_HEIGHT; i++) {
            int x = i % PICTURE_WIDTH;
            int y = i / PICTURE_WIDTH;
            rgb[3 * i] = (byte) (4 * x);
            rgb[3 * i + 1] = (byte) (5 * y);
            rgb[3 * i + 2] = (byte) (x * y);
        }
        return rgb;
    }

    /** @return the largest difference of a logit */
    static float check(OnnxLanguageModel model) {
        SelfTest test = model.pack().selfTests().get(model.precision());
        Question question = new Question(test.picture(), test.tokens());
        float worst = apart(test.logits(), logits(model, question, model::newSession));
        if (test.recalled() != null) {
            worst = Math.max(worst, apart(test.recalled(), logits(model, question, model::newRecallingSession)));
        }
        if (!(worst <= test.tolerance())) {
            throw new AfterimageException(ErrorCode.MODEL_SELF_TEST, String.format(Locale.ROOT,
                    "the pack %s (%s) answers its self-test wrongly: a logit is off by %.4f, allowed is %.4f", model.name(),
                    model.precision().label(), worst,
                    test.tolerance()), "delete the pack and pull it again; if that does not help, this processor's kernels differ: use "
                    + "the other precision");
        }
        return worst;
    }

    private static float apart(List<Logit> expected, float[] logits) {
        float worst = 0;
        for (Logit each : expected) {
            // Not-a-number goes before everything in Math.max, and must not pass.
            worst = Math.max(worst, Math.abs(logits[each.id()] - each.value()));
        }
        return worst;
    }
}
