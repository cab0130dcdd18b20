package dev.afterimage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesFileTest {

    private static final SourceSettings DOOR = new SourceSettings(new StreamId("door"), "rtsp://me:s3cret@camera/door", 4,
            SourceSettings.Pace.ASAP,
            true, new ReadingSettings(Set.of("cat", "dog"), Map.of("cat", .4), .01, false, false)).recorded(false).ofClient();
    private static final SourceSettings YARD = new SourceSettings(new StreamId("yard"), "yard.mp4", 2, SourceSettings.Pace.REALTIME, false,
            ReadingSettings.DEFAULT).ofClient();

    @TempDir
    private Path data;

    @Test
    void everySettingOutlivesTheProcess() {
        new SourcesFile(data).keep(YARD);
        new SourcesFile(data).keep(DOOR);
        assertThat(new SourcesFile(data).all()).containsExactly(YARD, DOOR);
    }

    @Test
    void aSourceOfTheSameNameIsReplacedAndAForgottenOneIsGone() throws Exception {
        SourcesFile sources = new SourcesFile(data);
        sources.keep(DOOR);
        sources.keep(YARD);
        SourceSettings slower = new SourceSettings(DOOR.stream(), "rtsp://camera/door", 1, DOOR.pace(), false, ReadingSettings.DEFAULT)
                .ofClient();
        sources.keep(slower);
        sources.forget(YARD.stream());
        sources.forget(new StreamId("never-there"));
        assertThat(sources.all()).containsExactly(slower);
        assertThat(Files.readString(data.resolve("sources.json"))).doesNotContain("s3cret");
    }

    @Test
    void onlyItsOwnerMayReadItAndNothingIsLeftBeside() throws Exception {
        SourcesFile sources = new SourcesFile(data.resolve("new"));
        sources.keep(DOOR);
        sources.keep(YARD);
        try (var files = Files.list(data.resolve("new"))) {
            assertThat(files).singleElement().satisfies(file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    @Test
    void aFileThatWasNotWrittenHereIsReportedWithoutItsText() throws Exception {
        for (String text : new String[] {"{\"sources\": [{\"uri\": \"rtsp://me:s3cret", "{\"version\": 9, \"sources\": []}", "[]"}) {
            Files.writeString(data.resolve("sources.json"), text);
            assertThatThrownBy(() -> new SourcesFile(data).all()).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FORMAT)
                    .hasMessageContaining("sources.json").hasMessageNotContaining("s3cret");
        }
    }
}
