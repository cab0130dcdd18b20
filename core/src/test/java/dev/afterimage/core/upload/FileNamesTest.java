package dev.afterimage.core.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNamesTest {

    @Test
    void onlyTheLastPartOfAPathIsShown() {
        assertThat(FileNames.shown("C:\\Users\\me\\Beach day.mp4")).isEqualTo("Beach day.mp4");
        assertThat(FileNames.shown("../../etc/passwd")).isEqualTo("passwd");
        assertThat(FileNames.shown("Straße – 海.mov")).isEqualTo("Straße – 海.mov");
    }

    @Test
    void whatCannotBeSeenOrTurnsTheTextAroundIsLeftOut() {
        assertThat(FileNames.shown("a\u0000b\nc\u202Egpj.mp4\u2028")).isEqualTo("abcgpj.mp4");
        assertThat(FileNames.shown("..hidden.mp4")).isEqualTo("hidden.mp4");
        assertThat(FileNames.shown("x".repeat(500))).hasSize(120);
    }

    @Test
    void aNameOfWhichNothingIsLeftIsReplaced() {
        for (String given : new String[] {"", "/", "..", " . ", "\u0007"}) {
            assertThat(FileNames.shown(given)).as(given).isEqualTo("video");
        }
    }
}
