package dev.afterimage.engine;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.store.StorageForm;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KvForm;

import java.util.Optional;

/**
 * How a user wants blocks made, and made smaller; null where nothing was said: then as the store has it already, or
 * else as suits the model.
 *
 * @param recording whether the original video is kept
 * @param limits    how much is kept of all streams together
 */
public record Keeping(Precision precision, KvForm kv, CompressionSettings.Mode compression, Integer tokensPerMinute, Boolean recording,
                      Limits limits) {

    public static final Keeping UNSAID = new Keeping(null, null, null, null);

    /** With video recorded. */
    public Keeping(Precision precision, KvForm kv, CompressionSettings.Mode compression, Integer tokensPerMinute) {
        this(precision, kv, compression, tokensPerMinute, null, Limits.NONE);
    }

    /** The same without video: nobody looks at it. */
    public Keeping withoutRecording() {
        return new Keeping(precision, kv, compression, tokensPerMinute, false, limits);
    }

    /** Whether the original video is kept, of sources that do not say otherwise themselves. */
    public boolean records() {
        return recording == null || recording;
    }

    /** By the measurements in docs/results.md. */
    public static final KvForm NOTES_KV = KvForm.FP16;
    public static final KvForm VISUAL_KV = KvForm.INT8;

    /** The arithmetic that watches and answers; stored KV is bound to it. Unless said otherwise the most exact that the pack has. */
    public Precision precisionOf(ModelPacks packs, String pack, Optional<StoreIdentity> stored) {
        return precision != null ? precision : stored.flatMap(identity -> packs.precisionOf(pack, identity.packIdentity()))
                .orElseGet(() -> packs.preferred(pack));
    }

    /** @throws AfterimageException when notes are asked to be compressed like pictures */
    public CompressionSettings compressionOf(LanguageModel model, Optional<StoreIdentity> stored) {
        if (model.vision().isEmpty()) {
            if (tokensPerMinute != null || compression != null && compression != CompressionSettings.Mode.NONE) {
                throw new AfterimageException(ErrorCode.USAGE, model.name() + " reads notes of the pictures, and notes are not compressed",
                        "leave --compression and --tokens-per-minute out, or choose a pack that looks at the pictures with --model");
            }
            return CompressionSettings.of(CompressionSettings.Mode.NONE, 0);
        }
        VisionTower tower = model.vision().get();
        return compression == null && tokensPerMinute == null
                && stored.isPresent() ? CompressionSettings.told(stored.get().kept().compression())
                : CompressionSettings.of(compression, tokensPerMinute, tower);
    }

    public StorageForm keptAs(LanguageModel model, CompressionSettings chosen, Optional<StoreIdentity> stored) {
        boolean visual = model.vision().isPresent();
        KvForm form = kv != null ? kv : stored.map(identity -> identity.kept().kv()).orElse(visual ? VISUAL_KV : NOTES_KV);
        return new StorageForm(form, visual, chosen.text());
    }
}
