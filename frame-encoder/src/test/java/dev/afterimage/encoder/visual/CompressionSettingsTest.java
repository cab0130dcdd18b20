package dev.afterimage.encoder.visual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.VisionTower;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.memory.fake.FakeTower;
import org.junit.jupiter.api.Test;

class CompressionSettingsTest {

    private static final VisionTower SMALL = new FakeTower();

    @Test
    void theTextTellsAllOfThemAndIsUnderstoodAgain() {
        for (CompressionSettings settings : new CompressionSettings[] {CompressionSettings.of(Mode.NONE, 0), CompressionSettings.of(Mode.DROP, 0),
            CompressionSettings.of(Mode.DYNAMIC, 960)}) {
            assertThat(CompressionSettings.told(settings.text())).isEqualTo(settings);
        }
        assertThat(CompressionSettings.of(Mode.DYNAMIC, 960).text()).isEqualTo("dynamic, 960 tokens a minute, share 0.8 within 0.5..0.97, whole every 60.0 s");
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
}
