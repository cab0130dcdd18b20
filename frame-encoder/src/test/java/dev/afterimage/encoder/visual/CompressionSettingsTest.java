package dev.afterimage.encoder.visual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.memory.fake.FakeTower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CompressionSettingsTest {

    private static final VisionTower SMALL = new FakeTower();

    @Test
    void theTextTellsAllOfThemAndIsUnderstoodAgain() {
        for (CompressionSettings settings : new CompressionSettings[] {CompressionSettings.of(Mode.NONE, 0),
                CompressionSettings.of(Mode.DROP, 0),
            CompressionSettings.of(Mode.DYNAMIC, 960)}) {
            assertThat(CompressionSettings.told(settings.text())).isEqualTo(settings);
        }
        assertThat(CompressionSettings.of(Mode.DYNAMIC, 960).text())
                .isEqualTo("dynamic, 960 tokens a minute, share 0.8 within 0.5..0.97, whole every 60.0 s");
        assertThatThrownBy(() -> CompressionSettings.told("folded")).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FORMAT);
    }

    @Test
    void picturesOfFewTokensAreKeptWholeUnlessAskedOtherwise() {
        assertThat(CompressionSettings.of(null, null, SMALL)).isEqualTo(CompressionSettings.of(Mode.NONE, 0));
        assertThat(CompressionSettings.of(Mode.DYNAMIC, null, SMALL)).isEqualTo(CompressionSettings.of(Mode.DYNAMIC, 12 * 16 + 720));
        assertThat(CompressionSettings.of(null, 300, SMALL)).isEqualTo(CompressionSettings.of(Mode.DYNAMIC, 300));
    }

    @Test
    void aBudgetGoesWithDynamicCompressionAlone() {
        assertThatThrownBy(() -> CompressionSettings.of(Mode.DROP, 500, SMALL)).hasFieldOrPropertyWithValue("code", ErrorCode.USAGE);
        assertThatThrownBy(() -> CompressionSettings.of(Mode.DYNAMIC, 0, SMALL)).hasFieldOrPropertyWithValue("code", ErrorCode.USAGE);
    }

    /** A store tells by which method it was made: each that is registered must be read again, and has a class of its own. */
    @Test
    void everyMethodIsTheOneThatItsTextNames() throws IOException {
        for (Mode mode : Mode.values()) {
            CompressionSettings settings = CompressionSettings.of(mode, mode.method().budgeted() ? 500 : 0);
            assertThat(CompressionSettings.told(settings.text())).isEqualTo(settings);
        }
        assertThat(Arrays.stream(Mode.values()).map(mode -> mode.method().getClass())).doesNotHaveDuplicates();
        Path root = Path.of(System.getProperty("afterimage.root"));
        String code = Files.readString(root.resolve("frame-encoder/src/main/java/dev/afterimage/encoder/visual/DropUnchanged.java"));
        assertThat(Files.readString(root.resolve("docs/extending.md"))).as("the example is the class itself")
                .contains(code.substring(code.indexOf("final class")).strip(), "DROP(new DropUnchanged())");
    }
}
