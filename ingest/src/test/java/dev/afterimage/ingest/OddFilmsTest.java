package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.StreamLoad;

/** Kinds of films that players show well and programs often do not. Each is made by FFmpeg. */
@Timeout(120)
class OddFilmsTest {

    @TempDir
    private Path folder;

    private Path made(String name, String... arguments) throws Exception {
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), "-v", "error", "-y"));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return file;
    }

    private static List<Frame> all(Path film, double fps) {
        return Captures.all(Captures.asap(film, fps), -1, 0);
    }

    private static int red(Frame frame, int x, int y) {
        return frame.rgb()[(y * frame.width() + x) * 3] & 0xFF;
    }

    @Test
    void interlacedFilmsAreShownWithoutCombs() throws Exception {
        // A white bar that moves eight pixels between two fields.
        Path film = made("interlaced.mpg", "-f", "lavfi", "-i", "color=black:s=320x240:r=50:d=3,format=yuv420p", "-f", "lavfi", "-i",
                "color=white:s=40x240:r=50:d=3", "-filter_complex", "[0][1]overlay=x=mod(n*8\\,280):y=0,separatefields,"
                + "select=eq(mod(n\\,4)\\,0)+eq(mod(n\\,4)\\,3),weave=first_field=top", "-r", "25", "-c:v", "mpeg2video", "-q:v", "2",
                "-flags", "+ildct+ilme");

        List<Frame> frames = all(film, 5);

        assertThat(frames).hasSizeBetween(14, 16);
        for (Frame frame : frames) {
            long combs = IntStream.range(20, 220).filter(y -> IntStream.range(0, 320)
                    .anyMatch(x -> Math.abs(red(frame, x, y) - red(frame, x, y - 1)) > 90
                            && Math.abs(red(frame, x, y) - red(frame, x, y + 1)) > 90)).count();
            assertThat(combs).as("combed rows at " + frame.seconds()).isLessThan(20);
        }
    }

    @Test
    void timesRunOnWhereRecordingsWereJoined() throws Exception {
        Path once = TestFilms.even(folder.resolve("once.ts"), 50, 25, true);
        Path joined = folder.resolve("joined.ts");
        Files.write(joined, Files.readAllBytes(once));
        try (OutputStream more = Files.newOutputStream(joined, StandardOpenOption.APPEND)) {
            more.write(Files.readAllBytes(once));
        }
        StreamLoad load = new StreamLoad();
        List<Frame> frames = new ArrayList<>();
        List<Sound> sound = new ArrayList<>();
        try (FrameSource.Capture capture = Captures.open(Captures.asap(joined, 5))) {
            capture.countInto(load);
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                frames.add(frame);
                sound.addAll(capture.takeSound());
            }
        }
        assertThat(frames).hasSizeBetween(19, 21);
        assertThat(frames.get(frames.size() - 1).seconds()).isCloseTo(3.8, within(0.25));
        assertThat(TestFilms.numberIn(frames.get(12))).as("the film from its beginning").isBetween(5, 15);
        assertThat(sound.get(sound.size() - 1).endSeconds()).isCloseTo(4, within(0.3));
        assertThat(load.clockJumps()).isEqualTo(1);
    }

    @Test
    void anElementaryStreamHasTheRateThatItsHeaderTells() throws Exception {
        Path film = made("raw.m2v", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=50:d=4", "-c:v", "mpeg2video", "-f", "mpeg2video");

        List<Frame> frames = all(film, 2);

        assertThat(frames).hasSize(8);
        assertThat(frames.get(7).seconds()).isCloseTo(3.5, within(0.05));
    }

    @Test
    void pixelsAreSquareAlsoWhereOnlyTheContainerTellsTheirShape() throws Exception {
        Path plain = TestFilms.write(folder.resolve("plain.mp4"), 160, 120, new double[] {0, 0.04, 0.08}, 25, false);
        Path wide = made("wide.mp4", "-i", plain.toString(), "-c", "copy", "-aspect", "8:3");

        Frame frame = all(wide, 25).get(1);

        assertThat(List.of(frame.width(), frame.height())).containsExactly(320, 120);
        assertThat(TestFilms.numberIn(frame)).isEqualTo(1);
    }

    @Test
    void secondZeroIsTheContainersStartWhereThePictureComesLate() throws Exception {
        Path film = made("late.mkv", "-f", "lavfi", "-i", "sine=440:r=16000:d=9", "-itsoffset", "6", "-f", "lavfi", "-i",
                "testsrc2=s=160x120:r=10:d=3", "-map", "1:v", "-map", "0:a", "-c:v", "mpeg4", "-c:a", "pcm_s16le");
        List<Sound> sound = new ArrayList<>();
        try (FrameSource.Capture capture = Captures.open(Captures.asap(film, 2))) {
            assertThat(capture.next().seconds()).isCloseTo(6, within(0.11));
            sound.addAll(capture.takeSound());
        }
        assertThat(sound.get(0).seconds()).isCloseTo(0, within(0.05));
    }

    @Test
    void channelsThatWouldCancelAreHeard() throws Exception {
        Path film = made("antiphase.mkv", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=10:d=2", "-f", "lavfi", "-i",
                "sine=440:r=48000:d=2,pan=stereo|c0=c0|c1=-1*c0", "-c:v", "mpeg4", "-c:a", "pcm_s16le");
        try (FrameSource.Capture capture = Captures.open(Captures.asap(film, 2))) {
            capture.next();
            capture.next();
            short[] samples = capture.takeSound().get(0).samples();
            assertThat(IntStream.range(0, samples.length).map(i -> Math.abs(samples[i])).max().orElse(0)).isGreaterThan(500);
        }
    }

    @Test
    void aFilmGoesOnWhereItsCodecChanges() throws Exception {
        Path first = made("first.ts", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=4", "-c:v", "mpeg2video", "-q:v", "3");
        Path second = made("second.ts", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=4", "-c:v", "mpeg4", "-q:v", "3",
                "-output_ts_offset", "4");
        Path both = folder.resolve("both.ts");
        Files.write(both, Files.readAllBytes(first));
        Files.write(both, Files.readAllBytes(second), StandardOpenOption.APPEND);

        List<Frame> frames = all(both, 2);

        assertThat(frames.get(frames.size() - 1).seconds()).isCloseTo(7.5, within(0.6));
        assertThat(frames.stream().map(Frame::width).distinct()).containsExactly(160, 320);
        assertThat(frames).hasSizeBetween(14, 16);
    }

    @Test
    void coloursOfHighDynamicRangeAreBroughtDown() throws Exception {
        Path film = made("high.mkv", "-f", "lavfi", "-i", "smptebars=s=320x240:r=5:d=1,format=yuv444p,"
                + "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv", "-vf", "zscale=t=linear:npl=203,"
                + "format=gbrpf32le,zscale=p=bt2020,zscale=t=arib-std-b67:m=bt2020nc:r=tv:npl=203,format=yuv420p10le", "-c:v", "ffv1");
        // White, yellow, cyan, green, magenta, red, blue; merely decoded, the green bar has 88 of red.
        int[] lit = {0b111, 0b110, 0b011, 0b010, 0b101, 0b100, 0b001};
        Frame shown = all(film, 5).get(0);
        for (int bar = 0; bar < lit.length; bar++) {
            for (int c = 0; c < 3; c++) {
                int value = shown.rgb()[(60 * 320 + bar * 45 + 22) * 3 + c] & 0xFF;
                boolean on = (lit[bar] >> 2 - c & 1) == 1;
                assertThat(value).as("bar %d, channel %d", bar, c).matches(v -> on ? v > 150 : v < 45);
            }
        }
    }

    @Test
    void picturesThatRestOnDamagedBytesAreLeftOut() throws Exception {
        Path film = TestFilms.even(folder.resolve("whole.ts"), 100, 25, false);
        byte[] bytes = Files.readAllBytes(film);
        int from = bytes.length / 188 * 2 / 5 * 188;
        byte[] rest = Arrays.copyOfRange(bytes, from + 5 * 188, bytes.length);
        Path damaged = Files.write(folder.resolve("damaged.ts"), Arrays.copyOf(bytes, from));
        List<Frame> frames = all(Files.write(damaged, rest, StandardOpenOption.APPEND), 25);

        assertThat(frames).hasSizeBetween(60, 97);
        assertThat(frames.get(frames.size() - 1).seconds()).isGreaterThan(3.5);
        assertThat(frames).allMatch(frame -> TestFilms.numberIn(frame) == Math.round(frame.seconds() * 25), "shows what it should");
    }

    @Test
    void picturesWithoutTimesAreShownWhenTheyCome() throws Exception {
        Path pictures = made("%02d.jpg", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=4:d=5", "-q:v", "5");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread camera = new Thread(() -> sendPictures(server, pictures.getParent()));
            camera.setDaemon(true);
            camera.start();
            long begin = 0;
            KeptRecordings kept = new KeptRecordings(pictures.getParent());
            JavaCvFrameSource source = new JavaCvFrameSource();
            source.recordInto(kept);
            try (FrameSource.Capture capture = source.open(Captures.asap("http://127.0.0.1:" + server.getLocalPort() + "/video", 4), -1,
                    0)) {
                double last = -1;
                for (int k = 0; k < 8; k++) {
                    Frame frame = capture.next();
                    begin = k == 0 ? System.nanoTime() : begin;
                    assertThat(frame.seconds()).isGreaterThan(last).isCloseTo((System.nanoTime() - begin) / 1e9, within(0.6));
                    last = frame.seconds();
                }
                assertThat(last).isBetween(1.0, 4.0);
            }
            assertThat(kept.all()).as("pieces, of eight seconds and not of a picture").hasSize(1);
            assertThat(kept.all().get(0).end()).isGreaterThan(1);
        }
    }

    /** Four pictures a second, as cameras send them: no times, and any number of connections. */
    private static void sendPictures(ServerSocket server, Path folder) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[2048]);
                OutputStream out = client.getOutputStream();
                out.write("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n".getBytes());
                for (int k = 0; ; k++) {
                    byte[] jpeg = Files.readAllBytes(folder.resolve(String.format("%02d.jpg", k % 20 + 1)));
                    out.write(("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    out.write(jpeg);
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    Thread.sleep(250);
                }
            } catch (Exception gone) {
                // The other side has seen enough.
            }
        }
    }
}
