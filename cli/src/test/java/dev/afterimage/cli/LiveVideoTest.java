package dev.afterimage.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.event.EventReader;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.engine.Parts;
import dev.afterimage.ingest.JavaCvFrameSource;
import dev.afterimage.qa.browser.Chromium;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera is sampled once a second and recorded; real Chromium plays its video live, with all its pictures. */
class LiveVideoTest {

    private static final StreamId STREET = new StreamId("street");
    private static final SourceSettings CAMERA = new SourceSettings(STREET, Command.clip("car-detection.mp4"), 1,
            SourceSettings.Pace.REALTIME, true, ReadingSettings.DEFAULT);
    private static final String VIDEO = "document.querySelector('afterimage-app').shadowRoot.querySelector('moment-viewer').shadowRoot"
            + ".querySelector('live-video').shadowRoot.querySelector('video')";

    @TempDir
    private Path directory;

    @Test
    void theLivePictureHasTheRateOfItsSource() throws Exception {
        assumeTrue(Chromium.installed().isPresent(), "skipped: no Chromium here; install chromium");
        JavaCvFrameSource source = new JavaCvFrameSource();
        try (RocksSegmentStore store = Parts.store(directory.resolve("data"), new StoreIdentity("none", "none", "1",
                new KvLayout(1, 1, 16)), true)) {
            store.putStream(StreamInfo.begun(CAMERA, Instant.now()).with(StreamInfo.Status.WATCHING, ""));
            source.recordInto(store.recordings());
            QaServer server = new QaServer(new QaPorts(store, nobody(), Optional.empty(), new LiveFeed(), List.of("none"), "0",
                    EventReader.NONE, new Senders(), Optional.of(Parts.videoCutter())), new QaServerOptions().setPort(0));
            server.startNow();
            try (FrameSource.Capture capture = source.open(CAMERA, -1, 0)) {
                Thread reading = new Thread(() -> watch(capture, store));
                reading.start();
                look(server.url(), capture.facts().fps());
                reading.interrupt();
                capture.close();
                reading.join();
            } finally {
                server.stopNow();
            }
        }
    }

    private static void look(String url, double rate) {
        try (Chromium chromium = Chromium.launch()) {
            Page page = chromium.page(1280, 800, ColorScheme.DARK);
            page.navigate(url + "#street");
            page.waitForFunction("() => " + VIDEO + "?.currentTime > 0 && " + VIDEO + ".classList.contains('shown')", null,
                    new Page.WaitForFunctionOptions().setTimeout(60_000));
            double[] first = shown(page);
            page.waitForFunction("from => " + VIDEO + ".currentTime > from + 4", first[0], new Page.WaitForFunctionOptions()
                    .setTimeout(60_000));
            double[] last = shown(page);
            assertThat((last[1] - first[1]) / (last[0] - first[0])).as("pictures a second").isCloseTo(rate, within(.15 * rate));
            assertThat(page.locator("moment-viewer .badge.live b")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
            page.keyboard().press(" ");
            assertThat(page.locator("moment-viewer .badge")).containsText("Held");
            page.keyboard().press(" ");
            assertThat(page.locator("moment-viewer .badge.live")).isVisible();
            assertThat(chromium.takeErrors()).isEmpty();
        }
    }

    /** Seconds of the stream, and how many pictures were made up to them. */
    private static double[] shown(Page page) {
        List<?> numbers = (List<?>) page.evaluate("() => [" + VIDEO + ".currentTime, " + VIDEO
                + ".getVideoPlaybackQuality().totalVideoFrames]");
        return numbers.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
    }

    private static void watch(FrameSource.Capture capture, RocksSegmentStore store) {
        try {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                store.putFrame(STREET, frame.index(), new Thumbnail(frame.seconds(), jpeg()));
            }
        } catch (CancellationException told) {
            // It waited for its next picture.
        }
    }

    private static byte[] jpeg() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(16, 9, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Asker nobody() {
        return (question, deadline) -> {
            throw new UnsupportedOperationException("nothing is asked here");
        };
    }
}
