package dev.afterimage.store;

import static dev.afterimage.store.Blocks.IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreIdentityTest {

    @TempDir
    private Path directory;

    private void create() {
        RocksSegmentStore.open(directory, IDENTITY, true).close();
    }

    @Test
    void dataOfAnotherPackAreRefusedNamingBothPacks() {
        create();
        StoreIdentity other = new StoreIdentity("smolvlm2-256m", "ffee", "1", new KvLayout(30, 3, 64));
        assertThatThrownBy(() -> RocksSegmentStore.open(directory, other, true)).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_OTHER_PACK);
            assertThat(e.line()).contains("notes-135m (a3f0c1d2e4b5)", "smolvlm2-256m (ffee)", "--model notes-135m", "--data");
        });
        assertThatThrownBy(() -> RocksSegmentStore.openReadOnly(directory, other))
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_OTHER_PACK);
        RocksSegmentStore.open(directory, IDENTITY, false).close();
    }

    @Test
    void dataOfAnotherEncoderAreRefused() {
        create();
        StoreIdentity other = new StoreIdentity(IDENTITY.pack(), IDENTITY.packIdentity(), "2", IDENTITY.layout());
        assertThatThrownBy(() -> RocksSegmentStore.open(directory, other, true))
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_OTHER_PACK)
                .hasMessageContaining("frame encoder 1");
    }

    @Test
    void thePacksNameAloneMakesNoDifference() {
        create();
        RocksSegmentStore.open(directory, new StoreIdentity("renamed", IDENTITY.packIdentity(), "1", IDENTITY.layout()), false).close();
        assertThat(StoreIdentity.of(directory)).contains(IDENTITY);
    }

    @Test
    void aStoreThatIsNotThereIsToldAndNotCreated() throws IOException {
        Path nowhere = directory.resolve("nowhere");
        assertThatThrownBy(() -> RocksSegmentStore.open(nowhere, IDENTITY, false)).hasMessageContaining("nothing is stored");
        assertThatThrownBy(() -> RocksSegmentStore.openReadOnly(nowhere, IDENTITY)).hasMessageContaining("nothing is stored");
        assertThat(StoreIdentity.of(nowhere)).isEmpty();
        assertThat(nowhere).doesNotExist();
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> RocksSegmentStore.open(file, IDENTITY, true))
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FAILED);
    }
}
