package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SentBytes;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.ingest.media.MediaException;

/** What a browser sends: bytes of a film, piece by piece. */
@Timeout(60)
class SentStreamTest {

    private static final String FORMATS = "matroska,webm,mov,mp4";
    private static final StreamId DESK = new StreamId("desk");
    private static final SourceSettings CAMERA = new SourceSettings(DESK, "browser://camera", 5, SourceSettings.Pace.REALTIME, false,
            ReadingSettings.DEFAULT).ofClient();

    private final Senders senders = new Senders();
    private final FrameSource source = new JavaCvFrameSource(new IngestOptions(Duration.ofSeconds(3), 1, Duration.ofMillis(10), "auto",
            1280, 60), SourcePolicy.DEFAULT, senders);
    private final List<Gap.Cause> gaps = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private SentBytes send(Path film) throws Exception {
        SentBytes sent = senders.begin(DESK, FORMATS);
        byte[] all = Files.readAllBytes(film);
        for (int at = 0; at < all.length; at += 1000) {
            sent.add(Arrays.copyOfRange(all, at, Math.min(all.length, at + 1000)));
        }
        return sent;
    }

    @Test
    void itsPicturesAndSoundAreThoseOfAFilm() throws Exception {
        Path film = TestFilms.even(folder.resolve("film.mkv"), 75, 25, true);
        SentBytes sent = send(film);
        try (FrameSource.Capture capture = source.open(CAMERA, -1, 0, -1, (after, cause) -> gaps.add(cause))) {
            for (int k = 0; k < 12; k++) {
                Frame frame = capture.next();
                assertThat(frame.seconds()).isBetween(k * 0.2 - 0.05, k * 0.2 + 0.05);
                assertThat(TestFilms.numberIn(frame)).isEqualTo(k * 5);
            }
            assertThat(capture.takeSound()).isNotEmpty();
            assertThat(capture.facts().live()).isTrue();
            senders.end(DESK, sent);
        }
    }

    @Test
    void aSenderThatComesBackLeavesAGapAndTimesRunOn() throws Exception {
        Path film = TestFilms.even(folder.resolve("film.mkv"), 25, 25, false);
        SentBytes first = send(film);
        try (FrameSource.Capture capture = source.open(CAMERA, -1, 0, -1, (after, cause) -> gaps.add(cause))) {
            List<Frame> frames = new ArrayList<>();
            frames.add(capture.next());
            senders.end(DESK, first);
            while (frames.get(frames.size() - 1).seconds() < 0.75) {
                frames.add(capture.next());
            }
            Thread.sleep(500);
            SentBytes second = send(film);
            Frame back = capture.next();
            assertThat(TestFilms.numberIn(back)).isLessThan(6);
            assertThat(back.seconds()).isGreaterThan(frames.get(frames.size() - 1).seconds());
            assertThat(back.index()).isEqualTo(frames.size());
            assertThat(gaps).containsExactly(Gap.Cause.UNREACHABLE);
            senders.end(DESK, second);
        }
    }

    @Test
    void whereNobodySendsTheErrorSaysHowToBegin() {
        AfterimageException fault = catchThrowableOfType(AfterimageException.class, () -> source.open(CAMERA, -1, 0));
        assertThat(fault.code()).isEqualTo(ErrorCode.INPUT_UNREACHABLE);
        assertThat(fault.line()).contains("nothing is sent").contains("open the page where the camera is and send it again");
    }

    @Test
    void aPlaylistIsNotReadWhoeverSendsIt() throws Exception {
        Path secret = TestFilms.even(folder.resolve("secret.ts"), 25, 25, false);
        for (String playlist : List.of("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://" + secret + "\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile '" + secret + "'\n", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
                        + "m=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n")) {
            SentBytes sent = send(Files.writeString(folder.resolve("list"), playlist));
            CompletableFuture<FrameSource.Capture> opening = CompletableFuture.supplyAsync(() -> source.open(CAMERA, -1, 0));
            while (senders.waiting(DESK)) {
                Thread.sleep(5);
            }
            // Only after its end is it known what it is: before, more might come.
            senders.end(DESK, sent);
            // Not of a kind that is read here. Where one is, FFmpeg says that it may not open what it names.
            assertThatThrownBy(opening::get).as(playlist).rootCause().isInstanceOf(MediaException.class).message()
                    .isIn("invalid data found when processing input", "invalid argument");
        }
    }
}
