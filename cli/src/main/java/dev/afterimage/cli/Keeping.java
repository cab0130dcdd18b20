package dev.afterimage.cli;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.VisionTower;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.store.KeptAs;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KvForm;

import java.util.Optional;

/** How a user wants blocks made, and made smaller; null where nothing was said: then as the store has it already, or else as suits the model. */
record Keeping(Precision precision, KvForm kv, CompressionSettings.Mode compression, Integer tokensPerMinute) {

    static final Keeping UNSAID = new Keeping(null, null, null, null);

    /** By the measurements in docs/LOG.md. */
    static final KvForm NOTES_KV = KvForm.FP16;
    static final KvForm VISUAL_KV = KvForm.INT8;

    /** The arithmetic that watches and answers; stored KV is bound to it. */
    Precision precisionOf(ModelPacks packs, String pack, Optional<StoreIdentity> stored) {
        return precision != null ? precision : stored.flatMap(identity -> packs.precisionOf(pack, identity.packIdentity())).orElse(Wiring.PRECISION);
    }

    /** @throws AfterimageException when notes are asked to be compressed like pictures */
    CompressionSettings compressionOf(LanguageModel model, Optional<StoreIdentity> stored) {
        if (model.vision().isEmpty()) {
            if (tokensPerMinute != null || compression != null && compression != CompressionSettings.Mode.NONE) {
                throw new AfterimageException(ErrorCode.USAGE, model.name() + " reads notes of the pictures, and notes are not compressed",
                        "leave --compression and --tokens-per-minute out, or choose a pack that looks at the pictures with --model");
            }
            return CompressionSettings.of(CompressionSettings.Mode.NONE, 0);
        }
        VisionTower tower = model.vision().get();
        return compression == null && tokensPerMinute == null && stored.isPresent() ? CompressionSettings.told(stored.get().kept().compression())
                : CompressionSettings.of(compression, tokensPerMinute, tower);
    }

    KeptAs keptAs(LanguageModel model, CompressionSettings chosen, Optional<StoreIdentity> stored) {
        boolean visual = model.vision().isPresent();
        KvForm form = kv != null ? kv : stored.map(identity -> identity.kept().kv()).orElse(visual ? VISUAL_KV : NOTES_KV);
        return new KeptAs(form, visual, chosen.text());
    }
}
