package dev.afterimage.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.flink.parts.StreamRun;
import dev.afterimage.flink.parts.WantedStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cluster watches: from the sources' file to the addresses that a task manager opens. */
class ClusterSourcesTest {

    @TempDir
    Path directory;
    private final WantedStreams wanted = new WantedStreams();
    private final AtomicLong now = new AtomicLong(1);
    private final WantedSources sources = new WantedSources(wanted, now::get);

    private List<SourceSettings> read(String... lines) throws IOException {
        return ClusterSources.read(Files.writeString(directory.resolve("sources.yml"), String.join("\n", lines)));
    }

    private List<String> watched() {
        return wanted.wanted().stream().map(run -> run.stream().name()).toList();
    }

    @Test
    void sourcesAreReadAsServeReadsThem() throws IOException {
        List<SourceSettings> read = read("sources:", "- {name: door, uri: 'rtsp://${door}@camera/stream', fps: 1, classes: [person]}",
                "- {name: film, uri: film.mp4, pace: asap, read_text: false, record: false}", "- {name: yard, uri: y.mp4, paused: true}");
        assertThat(read).extracting(SourceSettings::stream).containsExactly(new StreamId("door"), new StreamId("film"));
        assertThat(read.get(0).reading().classes()).containsExactly("person");
        assertThat(read.get(1).pace()).isEqualTo(SourceSettings.Pace.ASAP);
        assertThat(read.get(1).recorded()).isFalse();
    }

    @Test
    void aPasswordInTheFileIsRefusedWithoutBeingSaid() {
        for (String uri : List.of("rtsp://viewer:hunter2@camera/stream", "http://camera/live?user=x&password=hunter2")) {
            assertThatThrownBy(() -> read("sources:", "- {name: door, uri: '" + uri + "'}")).isInstanceOf(AfterimageException.class)
                    .hasMessageContaining("the address of 'door' holds a password").hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> read("sources:", "- {name: a, uri: x}", "- {name: a, uri: y}")).hasMessageContaining("called 'a'");
        assertThatThrownBy(() -> read("sources:", "- {name: a}")).hasMessageContaining("no name or no uri");
        assertThatThrownBy(() -> read("sorces: []")).hasMessageContaining("malformed");
        assertThatThrownBy(() -> ClusterSources.read(directory.resolve("gone"))).hasMessageContaining("cannot be read");
    }

    @Test
    void streamsComeAndGoWithTheirEntries() throws IOException {
        sources.follow(read("sources:", "- {name: one, uri: 1.mp4}", "- {name: two, uri: 2.mp4}"));
        assertThat(watched()).containsExactly("one", "two");
        StreamRun one = wanted.wanted().get(0);
        sources.follow(read("sources:", "- {name: one, uri: 1.mp4}", "- {name: three, uri: 3.mp4}"));
        assertThat(watched()).containsExactly("one", "three");
        assertThat(wanted.wanted().get(0)).as("nothing happens to what stays").isSameAs(one);
        sources.follow(read("sources:", "- {name: one, uri: 1.mp4, fps: 1}"));
        assertThat(wanted.wanted()).singleElement().isNotSameAs(one);
        assertThat(wanted.leaving()).contains(one);
    }

    @Test
    void aLostCameraIsWatchedAgainAfterAWhileAndAFileIsNot() throws IOException {
        List<SourceSettings> both = read("sources:", "- {name: door, uri: 'rtsp://camera/stream'}", "- {name: film, uri: film.mp4}");
        sources.follow(both);
        wanted.wanted().forEach(run -> wanted.left(run.number(), new IOException("gone")));
        sources.follow(both);
        assertThat(watched()).isEmpty();
        now.addAndGet(29_999);
        sources.follow(both);
        assertThat(watched()).isEmpty();
        now.addAndGet(1);
        sources.follow(both);
        assertThat(watched()).containsExactly("door");
    }

    @Test
    void aReferenceIsResolvedWhereTheSourceIsOpened() throws IOException {
        Files.writeString(directory.resolve("door"), "viewer:hunter2\n");
        List<String> opened = new ArrayList<>();
        FrameSource frames = (settings, after, next) -> {
            opened.add(settings.uri());
            return null;
        };
        SecretSources secrets = new SecretSources(frames, directory);
        secrets.open(read("sources:", "- {name: door, uri: 'rtsp://${door}@camera/stream'}").get(0), -1, 0, -1, (seconds, cause) -> { });
        assertThat(opened).containsExactly("rtsp://viewer:hunter2@camera/stream");
        SourceSettings missing = read("sources:", "- {name: yard, uri: 'rtsp://${yard}@camera/stream'}").get(0);
        assertThatThrownBy(() -> secrets.open(missing, -1, 0)).hasMessageContaining("the secret 'yard' cannot be read");
        SourceSettings outside = read("sources:", "- {name: out, uri: 'rtsp://${..}@camera/stream'}").get(0);
        assertThatThrownBy(() -> secrets.open(outside, -1, 0)).hasMessageContaining("cannot be read");
        for (String own : List.of("afterimage-gateway", "password", "tls.key", "rest.p12")) {
            Files.writeString(directory.resolve(own), "secret");
            SourceSettings sending = read("sources:", "- {name: x, uri: 'http://camera/${" + own + "}'}").get(0);
            assertThatThrownBy(() -> secrets.open(sending, -1, 0)).as(own).hasMessageContaining("cannot be read");
        }
    }

    @Test
    void theJobsArgumentsAreCheckedWhereItIsSubmitted() throws IOException {
        ClusterSettings settings = ClusterSettings.of("--sources", "/etc/sources.yml", "--precision", "int8", "--no-recording");
        assertThat(settings.keeping().records()).isFalse();
        assertThat(settings.model()).isEqualTo("notes-135m");
        assertThatThrownBy(() -> ClusterSettings.of()).hasMessageContaining("what to watch");
        assertThatThrownBy(() -> ClusterSettings.of("--sources", "f", "--precision", "int3")).hasMessageContaining("'int3'");
        assertThatThrownBy(() -> ClusterSettings.of("--sources")).hasMessageContaining("--sources");
        assertThatThrownBy(() -> ClusterSettings.of("--speed", "9")).hasMessageContaining("'--speed'");
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        new ObjectOutputStream(graph).writeObject(new ClusterParts(settings));
        assertThat(graph.toString(StandardCharsets.ISO_8859_1)).as("what travels is where the file is").contains("/etc/sources.yml");
    }
}
