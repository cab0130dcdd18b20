package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Span;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.Input;
import dev.afterimage.ingest.media.Packets;
import dev.afterimage.ingest.recording.RecordedVideo;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

        Span shown = new RecordedVideo().cut(kept, null, 12.34, 16.5, folder.resolve("cut.mp4"));

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
        Span shown = new RecordedVideo().stream(kept, null, 2, 5, sent::writeBytes);
        Path cut = Files.write(folder.resolve("cut.mp4"), sent.toByteArray());

        assertThat(shown.start()).as("a key frame").isBetween(1.5, 2.0);
        assertThat(shown.end()).isEqualTo(5, within(0.1));
        List<Sound> sound = new ArrayList<>();
        int pictures = (int) (25 * (shown.end() - shown.start()));
        assertThat(frames(cut, sound)).hasSizeBetween(pictures - 2, pictures + 2);
        assertThat(loudest(sound) + shown.start()).isBetween(3.0, 3.5);
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
