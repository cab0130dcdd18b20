package dev.afterimage.cli;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.engine.Keeping;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTower;
import dev.afterimage.memory.fake.FakeVisualModel;
import dev.afterimage.model.format.Precision;
import dev.afterimage.store.StorageForm;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KvForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeepingTest {

    @TempDir
    private Path directory;
    private final LanguageModel notes = new FakeLanguageModel();
    private final LanguageModel eyes = new FakeVisualModel(new FakeTower(), 0);

    private static StorageForm kept(Keeping keeping, LanguageModel model, Optional<StoreIdentity> stored) {
        return keeping.keptAs(model, keeping.compressionOf(model, stored), stored);
    }

    private static Optional<StoreIdentity> stored(StorageForm kept) {
        return Optional.of(new StoreIdentity("pack", "id", "visual-1", new KvLayout(2, 1, 4), kept));
    }

    @Test
    void notesAreKeptWholeInHalvesAndPicturesLayerByLayer() {
        assertThat(kept(Keeping.UNSAID, notes, Optional.empty())).isEqualTo(StorageForm.WHOLE);
        assertThat(kept(Keeping.UNSAID, eyes, Optional.empty())).isEqualTo(new StorageForm(Keeping.VISUAL_KV, true, "none"));
    }

    @Test
    void whereNothingIsSaidADirectoryGoesOnAsItBegan() {
        StorageForm before = new StorageForm(KvForm.INT4, true, CompressionSettings.of(Mode.DYNAMIC, 777).text());
        assertThat(kept(Keeping.UNSAID, eyes, stored(before))).isEqualTo(before);
        Keeping said = new Keeping(null, KvForm.FP16, Mode.DROP, null);
        assertThat(kept(said, eyes, stored(before)))
                .isEqualTo(new StorageForm(KvForm.FP16, true, CompressionSettings.of(Mode.DROP, 0).text()));
    }

    @Test
    void notesCannotBeCompressedLikePictures() {
        for (Keeping keeping : new Keeping[] {new Keeping(null, null, Mode.DYNAMIC, null), new Keeping(null, null, null, 500)}) {
            assertThatThrownBy(() -> keeping.compressionOf(notes, Optional.empty())).isInstanceOf(AfterimageException.class)
                    .hasFieldOrPropertyWithValue("code", ErrorCode.USAGE);
        }
        assertThat(new Keeping(null, null, Mode.NONE, null).compressionOf(notes, Optional.empty()).mode()).isEqualTo(Mode.NONE);
    }

    @Test
    void theConfigurationSaysTheSameAsTheFlags() throws IOException {
        Path file = Files.writeString(directory.resolve("serve.yaml"), "precision: int8\nkv: int4\ncompression: "
                + "dynamic\ntokens_per_minute: 900\n");
        assertThat(ServeConfig.read(file).keeping()).isEqualTo(new Keeping(Precision.INT8, KvForm.INT4, Mode.DYNAMIC, 900));
        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), "kv: int2\n");
        assertThatThrownBy(() -> ServeConfig.read(wrong).keeping()).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.USAGE_CONFIG);
            assertThat(e.line()).contains("int2", "fp16, int8, int4");
        });
    }
}
