package dev.afterimage.model.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.model.format.Precision;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeferredModelTest {

    @Test
    void whatThePackSaysIsKnownBeforeItIsLoadedAndItIsLoadedOnce() {
        ModelPacks packs = new ModelPacks(ModelPacks.defaultDirectory());
        if (packs.wantsPull("afterimage-tiny")) {
            packs.pull("afterimage-tiny", Set.of(Precision.FP32), (what, done, total) -> { });
        }
        AtomicInteger loads = new AtomicInteger();
        try (LanguageModel whole = packs.load("afterimage-tiny", Precision.FP32, 1);
                LanguageModel deferred = packs.deferred("afterimage-tiny", Precision.FP32, 1, loaded -> {
                    loads.incrementAndGet();
                    return loaded;
                })) {
            assertThat(deferred.name()).isEqualTo(whole.name());
            assertThat(deferred.identity()).isEqualTo(whole.identity());
            assertThat(deferred.layout()).isEqualTo(whole.layout());
            assertThat(deferred.queryHeads()).isEqualTo(whole.queryHeads());
            assertThat(deferred.retrievalLayer()).isEqualTo(whole.retrievalLayer());
            assertThat(deferred.probe()).isEqualTo(whole.probe());
            assertThat(deferred.windowTokens()).isEqualTo(whole.windowTokens());
            assertThat(deferred.notSeen()).isEqualTo(whole.notSeen());
            assertThat(deferred.contextLength()).isEqualTo(whole.contextLength());
            assertThat(deferred.endTokens()).isEqualTo(whole.endTokens());
            assertThat(deferred.vision().orElseThrow().layout()).isEqualTo(whole.vision().orElseThrow().layout());
            assertThat(loads).hasValue(0);
            assertThat(deferred.tokenize("a red car")).isEqualTo(whole.tokenize("a red car"));
            assertThat(deferred.vision().orElseThrow().rows()).isEqualTo(whole.vision().orElseThrow().rows());
            assertThat(loads).hasValue(1);
        }
    }
}
