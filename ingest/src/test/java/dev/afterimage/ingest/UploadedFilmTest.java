package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;

/** Films that were uploaded, where something else than the film is wrong. */
class UploadedFilmTest {

    /** No path of this machine can have it, as none can have umlauts where the locale knows only ASCII. */
    private static final String NO_PATH = "gr\uD800.mp4";

    @TempDir
    private Path directory;

    private AfterimageException refusal(Path film, String name) {
        JavaCvFrameSource source = new JavaCvFrameSource(SourcePolicy.DEFAULT, new Senders(), id -> film);
        SourceSettings settings = new SourceSettings(new StreamId("beach"), SourceSettings.UPLOAD + "id/" + name, 2,
                SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT).ofClient();
        return catchThrowableOfType(AfterimageException.class, () -> source.open(settings, -1, 0, 0).close());
    }

    @Test
    void aFilmMayBeCalledWhatNoPathOfThisMachineCanBe() throws Exception {
        assertThat(refusal(directory.resolve("gone"), NO_PATH).code()).isEqualTo(ErrorCode.INPUT_NOT_FOUND);
        Path text = Files.writeString(directory.resolve("film"), "one line\n".repeat(500));
        AfterimageException refused = refusal(text, NO_PATH);
        assertThat(refused.code()).isEqualTo(ErrorCode.INPUT_UNREADABLE);
        assertThat(refused).hasMessageContaining(NO_PATH);
    }

    @Test
    void aFilmThatTheServiceCannotOpenIsNotTakenForABadOne() throws Exception {
        Path elsewhere = Files.writeString(Files.createDirectory(directory.resolve("elsewhere")).resolve("film"), "not looked at");
        Path link = Files.createSymbolicLink(Files.createDirectory(directory.resolve("upload")).resolve("film"), elsewhere);
        assertThat(refusal(link, "beach.mp4").code()).isEqualTo(ErrorCode.STORAGE_FAILED);
    }
}
