package dev.afterimage.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.ingest.IngestOptions;
import dev.afterimage.ingest.JavaCvFrameSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** FFmpeg publishes by RTMP, as OBS and phones do. */
@Timeout(180)
class PublishedStreamTest {

    private static final String KEY = "a-key-of-this-stream";
    private static final Path CLIP = Path.of(System.getProperty("afterimage.root"), "media", "car-detection.mp4");
    private static final SourceSettings STAGE = stage("stage", KEY);

    @TempDir
    private Path folder;
    private final Senders senders = new Senders();
    private final FrameSource source = new JavaCvFrameSource(new IngestOptions(Duration.ofSeconds(40), 1, Duration.ofMillis(10), "auto",
            320, 60), SourcePolicy.DEFAULT, senders);
    private final List<Gap.Cause> gaps = new CopyOnWriteArrayList<>();
    private final List<Process> encoders = new CopyOnWriteArrayList<>();
    private volatile boolean ended;
    private RtmpListener listener;

    private static SourceSettings stage(String name, String key) {
        return new SourceSettings(new StreamId(name), "publish://rtmp?key=" + key, 5, SourceSettings.Pace.REALTIME, false,
                ReadingSettings.DEFAULT).ofClient();
    }

    private void listen(Optional<RtmpListener.Encryption> encryption) {
        listener = new RtmpListener("127.0.0.1", 0, encryption, senders);
    }

    @AfterEach
    void end() {
        ended = true;
        encoders.forEach(Process::destroyForcibly);
        if (listener != null) {
            listener.close();
        }
    }

    private Process publish(String scheme, String key) throws Exception {
        Process encoder = new ProcessBuilder(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), "-v", "error", "-re", "-stream_loop", "5",
                "-i", CLIP.toString(), "-f", "lavfi", "-i", "sine", "-c:v", "copy", "-c:a", "aac", "-f", "flv",
                scheme + "://127.0.0.1:" + listener.port() + "/live/" + key)
                .redirectErrorStream(true).redirectOutput(folder.resolve("encoder-" + encoders.size()).toFile()).start();
        encoders.add(encoder);
        return encoder;
    }

    /** Comes back whenever it is refused, as encoders do: whoever was before it may still hold its place. */
    private void keepPublishing() {
        CompletableFuture.runAsync(() -> {
            try {
                while (!ended) {
                    publish("rtmp", KEY).waitFor();
                }
            } catch (Exception over) {
                throw new IllegalStateException("the encoder could not be started again", over);
            }
        });
    }

    private CompletableFuture<FrameSource.Capture> opening() throws Exception {
        CompletableFuture<FrameSource.Capture> opening = CompletableFuture.supplyAsync(() -> source.open(STAGE, -1, 0, -1,
                (after, cause) -> gaps.add(cause)));
        while (senders.expecting(KEY).isEmpty() && !opening.isDone()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return opening;
    }

    private static List<Frame> next(FrameSource.Capture capture, int count) {
        List<Frame> frames = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            frames.add(capture.next());
        }
        return frames;
    }

    @Test
    void onlyWhoHasTheKeyPublishesAndAnotherOneWaitsUntilTheFirstHasEnded() throws Exception {
        listen(Optional.empty());
        CompletableFuture<FrameSource.Capture> opening = opening();
        Process stranger = publish("rtmp", "some-other-key");
        assertThat(stranger.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stranger.exitValue()).isNotZero();
        assertThat(opening).isNotDone();

        Process encoder = publish("rtmp", KEY);
        try (FrameSource.Capture capture = opening.get(60, TimeUnit.SECONDS)) {
            List<Frame> frames = next(capture, 5);
            assertThat(frames).extracting(Frame::seconds).isSorted();
            assertThat(frames.get(0).width()).isEqualTo(320);
            assertThat(capture.facts().live()).isTrue();
            assertThat(capture.facts().sound()).isTrue();
            assertThat(capture.takeSound()).isNotEmpty();

            Process second = publish("rtmp", KEY);
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isNotZero();
            assertThat(encoder.isAlive()).isTrue();

            encoder.destroyForcibly().waitFor();
            keepPublishing();
            while (senders.waiting(STAGE.stream()) || gaps.isEmpty()) {
                capture.next();
            }
            double before = frames.get(4).seconds();
            assertThat(next(capture, 3)).allMatch(frame -> frame.seconds() > before);
            assertThat(gaps).contains(Gap.Cause.UNREACHABLE);
        }
    }

    @Test
    void whatIsPublishedOverTlsIsReadAsWell() throws Exception {
        Path store = folder.resolve("store.p12");
        assertThat(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "a",
                "-keyalg", "EC", "-dname", "CN=localhost", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit")
                .redirectErrorStream(true).redirectOutput(folder.resolve("keytool").toFile()).start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Key key = keys.getKey("a", "changeit".toCharArray());
        listen(Optional.of(new PemEncryption(pem("CERTIFICATE", keys.getCertificate("a").getEncoded()),
                pem("PRIVATE KEY", key.getEncoded()))));
        CompletableFuture<FrameSource.Capture> opening = opening();
        Process open = publish("rtmp", KEY);
        assertThat(open.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(open.exitValue()).as("unencrypted").isNotZero();
        publish("rtmps", KEY);
        try (FrameSource.Capture capture = opening.get(60, TimeUnit.SECONDS)) {
            assertThat(next(capture, 2)).hasSize(2);
        }
    }

    private Path pem(String kind, byte[] content) throws Exception {
        return Files.writeString(folder.resolve(kind), "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content)
                + "\n-----END " + kind + "-----\n");
    }

    @Test
    void aSourceThatCannotBePublishedIsRefused() {
        AfterimageException closed = org.assertj.core.api.Assertions.catchThrowableOfType(AfterimageException.class, () ->
                source.open(STAGE, -1, 0));
        assertThat(closed.code()).isEqualTo(ErrorCode.USAGE_CONFIG);
        assertThat(closed.line()).contains("nothing listens for RTMP").doesNotContain(KEY);
        senders.listen();
        for (String key : List.of("", "short", "with/slash-and-more", "x".repeat(80))) {
            assertThatThrownBy(() -> source.open(stage("stage", key), -1, 0)).as(key).hasMessageContaining("no usable key");
        }
        senders.expect(STAGE);
        assertThatThrownBy(() -> senders.expect(stage("other", KEY))).hasMessageContaining("the same key as another stream");
        senders.expect(STAGE);
        assertThat(senders.expecting(KEY)).contains(STAGE.stream());
        assertThat(senders.expecting(KEY + "x")).isEmpty();
        assertThat(STAGE.maskedUri()).isEqualTo("publish://rtmp?key=***");
    }
}
