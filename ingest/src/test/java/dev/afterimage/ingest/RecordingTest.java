package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Span;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.Input;
import dev.afterimage.ingest.media.Packets;
import dev.afterimage.ingest.recording.RecordedVideo;
import dev.afterimage.ingest.recording.Recorder;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The original video is kept beside the frames, and intervals of it are cut out. */
class RecordingTest {

    private static final IngestOptions ONE_TRY = new IngestOptions(Duration.ofSeconds(5), 0, Duration.ofMillis(100), "auto", 1280, 60);

    @TempDir
    private Path folder;
    private KeptRecordings kept;

    @BeforeEach
    void begin() {
        kept = new KeptRecordings(folder);
    }

    @Test
    void piecesHoldTheVeryPacketsOfTheFilmOneAfterTheOther() throws Exception {
        readOut(Captures.asap(Captures.CARS, 2), -1);

        List<Piece> pieces = kept.all();
        assertThat(pieces).hasSizeGreaterThan(2);
        assertThat(Span.of(pieces)).hasSize(1);
        assertThat(pieces.get(0).start()).isZero();
        int bytes = 0;
        for (Piece piece : pieces) {
            List<Integer> sizes = pictureSizes(folder.resolve(piece.start() + ".mp4"), piece);
            bytes += sizes.stream().mapToInt(size -> size).sum();
        }
        assertThat(bytes).isEqualTo(pictureSizes(Captures.CARS, null).stream().mapToInt(size -> size).sum());
    }

    @Test
    void aCutBeginsWithThePictureOfItsFirstMoment() throws Exception {
        readOut(Captures.asap(Captures.CARS, 2), -1);

        Span shown = new RecordedVideo().cut(kept, null, 12.34, 16.5, folder.resolve("cut.mp4")).shown();

        assertThat(shown.start()).isEqualTo(12.34);
        assertThat(shown.end()).isEqualTo(16.5, within(0.1));
        Frame first = Captures.first(1, Captures.asap(folder.resolve("cut.mp4"), 25), -1, 0).get(0);
        Frame same = Captures.all(Captures.asap(Captures.CARS, 25), 12.3, 0).get(1);
        assertThat(same.seconds()).isEqualTo(12.34, within(0.1));
        assertThat(difference(first, same)).isLessThan(2);
    }

    @Test
    void whatNoBrowserPlaysIsEncodedAgainWithItsTimesAndItsSound() throws Exception {
        Path film = TestFilms.even(folder.resolve("mpeg4.mp4"), 250, 25, true);
        readOut(Captures.asap(film, 5), -1);

        new RecordedVideo().cut(kept, null, 4, 6, folder.resolve("cut.mp4"));

        try (Packets packets = Packets.open(Input.of(folder.resolve("cut.mp4").toString(), Map.of()), new Interrupt())) {
            assertThat(packets.video().codecpar().codec_id()).isEqualTo(avcodec.AV_CODEC_ID_H264);
            assertThat(packets.sound().codecpar().codec_id()).isEqualTo(avcodec.AV_CODEC_ID_AAC);
        }
        List<Sound> sound = new ArrayList<>();
        List<Frame> frames = frames(folder.resolve("cut.mp4"), sound);
        assertThat(frames).extracting(TestFilms::numberIn).startsWith(100, 101, 102);
        assertThat(loudest(sound)).isBetween(1.0, 1.5);
    }

    @Test
    void soundThatNoBrowserPlaysIsEncodedAgainBesidePicturesThatAreKept() throws Exception {
        Path film = folder.resolve("pcm.mkv");
        remuxedWithPcm(film);
        readOut(Captures.asap(film, 5), -1);

        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        double start;
        try (VideoCutter.Export export = new RecordedVideo().export(kept, null, 2, 5)) {
            sent.writeBytes(export.next());
            start = export.start();
            for (byte[] next = export.next(); next != null; next = export.next()) {
                sent.writeBytes(next);
            }
        }
        Path cut = Files.write(folder.resolve("cut.mp4"), sent.toByteArray());

        assertThat(start).as("a key frame").isBetween(1.5, 2.0);
        List<Sound> sound = new ArrayList<>();
        int pictures = (int) (25 * (5 - start));
        assertThat(frames(cut, sound)).hasSizeBetween(pictures - 2, pictures + 2);
        assertThat(loudest(sound) + start).isBetween(3.0, 3.5);
    }

    @Test
    void aLoopIsRecordedRoundAfterRound() throws Exception {
        Path film = TestFilms.even(folder.resolve("loop.mp4"), 50, 25, true);
        try (FrameSource.Capture capture = open(Captures.looped(film, 2), -1)) {
            for (int k = 0; k < 12; k++) {
                capture.next();
            }
        }
        assertThat(kept.all()).extracting(Piece::start).startsWith(0.0, 2.0, 4.0);

        new RecordedVideo().cut(kept, null, 1.5, 3, folder.resolve("cut.mp4"));

        List<Integer> numbers = frames(folder.resolve("cut.mp4"), new ArrayList<>()).stream().map(TestFilms::numberIn).toList();
        assertThat(numbers).startsWith(37 + 1, 39).contains(49, 0, 1).doesNotContain(30);
    }

    @Test
    void aFullDiskCostsVideoAndNoFrame() throws Exception {
        Path film = TestFilms.even(folder.resolve("full.mp4"), 200, 25, false);
        StreamLoad load = new StreamLoad();
        kept.full = true;
        int frames = 0;
        try (FrameSource.Capture capture = open(Captures.asap(film, 5), -1)) {
            capture.countInto(load);
            while (capture.next() != null) {
                frames++;
            }
        }
        assertThat(frames).isEqualTo(40);
        assertThat(load.recordingTrouble()).contains("STORAGE_FULL", "the disk is full");
        assertThatThrownBy(() -> new RecordedVideo().cut(kept, Captures.asap(film, 5).stream(), 0, 5, folder.resolve("none.mp4")))
                .hasMessageContaining("no video of 'test' is kept");
    }

    @Test
    void aDamagedPieceIsLeftOutAndTheRestIsCut() throws Exception {
        readOut(Captures.asap(Captures.CARS, 2), -1);
        List<Piece> pieces = kept.all();
        Piece bad = pieces.get(1);
        kept.change(bad, whole -> new byte[whole.length]);

        VideoCutter.Cut cut = new RecordedVideo().cut(kept, bad.stream(), 1, pieces.get(2).start() + 2, folder.resolve("cut.mp4"));

        assertThat(cut.damaged()).containsExactly(new Span(bad.start(), bad.end()));
        assertThat(cut.shown().end()).isEqualTo(pieces.get(2).start() + 2, within(0.1));
        try (VideoCutter.Export export = new RecordedVideo().export(kept, bad.stream(), 1, pieces.get(2).start() + 2)) {
            while (export.next() != null) {
                assertThat(export.start()).isZero();
            }
            assertThat(export.damaged()).isEqualTo(cut.damaged());
        }
        AfterimageException none = catchThrowableOfType(AfterimageException.class, () -> new RecordedVideo().cut(kept, bad.stream(),
                bad.start() + 1, bad.end() - 1, folder.resolve("none.mp4")));
        assertThat(none.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT);
        assertThat(none.line()).contains("is damaged and cannot be read").doesNotContain("free space");
    }

    @Test
    void aPieceThatIsCutOffIsShownUpToThere() throws Exception {
        readOut(Captures.asap(Captures.CARS, 2), -1);
        Piece first = kept.all().get(0);
        kept.change(first, whole -> Arrays.copyOf(whole, whole.length / 2));

        VideoCutter.Cut cut = new RecordedVideo().cut(kept, first.stream(), 0, first.end() + 2, folder.resolve("cut.mp4"));

        Span lost = only(cut.damaged());
        assertThat(lost.start()).isBetween(first.start() + 1, first.end() - 1);
        assertThat(lost.end()).isEqualTo(first.end());
        assertThat(cut.shown().end()).isEqualTo(first.end() + 2, within(0.1));
    }

    @Test
    void picturesOfAStreamWithoutTimesAreKeptInOnePieceAllOfThem() throws Exception {
        Path film = folder.resolve("film.h264");
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(film.toFile(), TestFilms.WIDTH, TestFilms.HEIGHT, 0)) {
            recorder.setFormat("h264");
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
            TestFilms.pictures(recorder, 60, 25);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            // Without a length, as cameras send.
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                Files.copy(film, body);
            }
        });
        server.start();
        try (FrameSource.Capture capture = open(Captures.asap("http://127.0.0.1:" + server.getAddress().getPort() + "/", 60), -1)) {
            assertThatThrownBy(() -> {
                while (capture.next() != null) {
                    capture.takeSound();
                }
            }).hasMessageContaining("ended the stream");
        } finally {
            server.stop(0);
        }
        Piece piece = only(kept.all());
        assertThat(pictureSizes(folder.resolve(piece.start() + ".mp4"), piece)).hasSizeGreaterThan(56);
    }

    @Test
    void aPieceEndsAlsoWhereNoKeyFrameComes() throws Exception {
        Path film = folder.resolve("long.mp4");
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(film.toFile(), TestFilms.WIDTH, TestFilms.HEIGHT, 0)) {
            recorder.setVideoCodecName("libopenh264");
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
            recorder.setGopSize(10_000);
            TestFilms.pictures(recorder, 160, 0.5);
        }
        StreamLoad load = new StreamLoad();
        try (FrameSource.Capture capture = open(Captures.asap(film, 0.5), -1)) {
            capture.countInto(load);
            int frames = 0;
            while (capture.next() != null) {
                frames++;
            }
            assertThat(frames).isEqualTo(160);
        }
        assertThat(only(kept.all()).end()).isBetween(299.0, 302.0);
        assertThat(load.recordingTrouble()).contains("no key frame");
    }

    @Test
    void soundIsWrittenAlsoWhereNoPictureComesAnyMore() throws Exception {
        try (Packets packets = Packets.open(Input.of(Captures.CARS.toString(), Map.of()), new Interrupt());
             Recorder recorder = new Recorder(kept, new StreamId("test"), trouble -> { })) {
            recorder.opened(packets.video(), packets.sound());
            boolean pictured = false;
            for (AVPacket packet = packets.next(); packet != null; packet = packets.next()) {
                boolean picture = packet.stream_index() == packets.video().index();
                if (!picture || !pictured) {
                    recorder.packet(packet, picture ? packets.video() : packets.sound());
                }
                if (picture && !pictured) {
                    pictured = true;
                    recorder.picture(0, 0, () -> null);
                }
            }
            assertThat(only(kept.all()).bytes()).as("before the end").isGreaterThan(50_000);
        }
    }

    private static <T> T only(List<T> one) {
        assertThat(one).hasSize(1);
        return one.get(0);
    }

    @Test
    void aSourceThatIsNotToBeRecordedIsNot() throws Exception {
        Path film = TestFilms.even(folder.resolve("off.mp4"), 100, 25, false);
        readOut(Captures.asap(film, 5).recorded(false), -1);
        assertThat(kept.all()).isEmpty();
    }

    @Test
    void aCamerasVideoIsKeptOnTheStreamsClockWithItsSound() throws Exception {
        try (RtspServer server = RtspServer.start()) {
            try (FrameSource.Capture capture = open(Captures.asap(server.url("/film"), 2), 100)) {
                Frame frame = capture.next();
                while (frame.seconds() < 103.5) {
                    frame = capture.next();
                }
            }
        }
        List<Piece> pieces = kept.all();
        assertThat(pieces.get(0).start()).isBetween(99.9, 101.5);
        new RecordedVideo().cut(kept, null, pieces.get(0).start() + 1, 110, folder.resolve("cut.mp4"));
        List<Sound> sound = new ArrayList<>();
        assertThat(frames(folder.resolve("cut.mp4"), sound)).hasSizeGreaterThan(20);
        assertThat(sound).isNotEmpty();
    }

    private FrameSource.Capture open(SourceSettings settings, double afterSeconds) {
        JavaCvFrameSource source = new JavaCvFrameSource(ONE_TRY);
        source.recordInto(kept);
        return source.open(settings, afterSeconds, 0);
    }

    private void readOut(SourceSettings settings, double afterSeconds) {
        try (FrameSource.Capture capture = open(settings, afterSeconds)) {
            while (capture.next() != null) {
                capture.takeSound();
            }
        }
    }

    private static List<Frame> frames(Path film, List<Sound> sound) {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource.Capture capture = Captures.open(Captures.asap(film, 25))) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                frames.add(frame);
                sound.addAll(capture.takeSound());
            }
            sound.addAll(capture.takeSound());
        }
        return frames;
    }

    /** Where the sound is loudest, seconds. */
    private static double loudest(List<Sound> sound) {
        double at = -1;
        int loudest = 0;
        for (Sound piece : sound) {
            for (int i = 0; i < piece.samples().length; i++) {
                if (Math.abs(piece.samples()[i]) > loudest) {
                    loudest = Math.abs(piece.samples()[i]);
                    at = piece.seconds() + (double) i / Sound.SAMPLE_RATE;
                }
            }
        }
        return at;
    }

    /** @param piece to be written there first; null for a film that is there */
    private List<Integer> pictureSizes(Path film, Piece piece) throws Exception {
        if (piece != null) {
            kept.read(piece).close();
        }
        List<Integer> sizes = new ArrayList<>();
        try (Packets packets = Packets.open(Input.of(film.toString(), Map.of()), new Interrupt())) {
            for (AVPacket packet = packets.next(); packet != null; packet = packets.next()) {
                if (packet.stream_index() == packets.video().index()) {
                    sizes.add(packet.size());
                }
            }
        }
        return sizes;
    }

    /** H.264 pictures with PCM sound, as some cameras send. */
    private static void remuxedWithPcm(Path film) throws Exception {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(film.toFile(), TestFilms.WIDTH, TestFilms.HEIGHT, 1)) {
            recorder.setVideoCodecName("libopenh264");
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_PCM_S16LE);
            TestFilms.record(recorder, 200, 25);
        }
    }

    private static double difference(Frame a, Frame b) {
        long sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            sum += Math.abs((a.rgb()[i] & 0xFF) - (b.rgb()[i] & 0xFF));
        }
        return (double) sum / a.rgb().length;
    }
}
