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
    void aSourceOfTheConfigurationIsKeptAsItWasChangedUntilTheConfigurationSaysSomethingElse() {
        SourceSettings configured = new SourceSettings(new StreamId("door"), "rtsp://me:s3cret@host/a", 2, SourceSettings.Pace.REALTIME,
                false, new ReadingSettings(Set.of("car", "dog", "cat"), Map.of("car", .5, "dog", .6), -1, true));
        SourceSettings faster = new SourceSettings(configured.stream(), configured.uri(), 5, configured.pace(), false,
                configured.reading());
        SourcesFile file = new SourcesFile(data);
        file.keepChanged(configured, faster);
        assertThat(file.all()).as("it was not added").isEmpty();
        SourceSettings same = new SourceSettings(configured.stream(), configured.uri(), 2, configured.pace(), false,
                new ReadingSettings(Set.of("dog", "cat", "car"), Map.of("dog", .6, "car", .5), -1, true));
        assertThat(new SourcesFile(data).changed(same)).isEqualTo(faster);
        file.change(file.of(configured.stream()).orElseThrow().recorded(false));
        assertThat(file.changed(same)).as("changed again while no service ran").isEqualTo(faster.recorded(false));
        assertThat(file.of(new StreamId("other"))).isEmpty();
        SourceSettings edited = new SourceSettings(configured.stream(), "rtsp://host/b", 2, configured.pace(), false, configured.reading());
        assertThat(file.changed(edited)).isEqualTo(edited);
        file.keepChanged(configured, faster.ofClient());
        assertThat(file.changed(configured).origin()).isEqualTo(SourceSettings.Origin.CLIENT);
        file.forget(configured.stream());
        assertThat(file.changed(configured)).isEqualTo(configured);
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
