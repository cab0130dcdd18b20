package dev.afterimage.ingest;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** Writes films whose every picture says which one it is, and whose sound says when it was. */
final class TestFilms {

    static final int WIDTH = 160;
    static final int HEIGHT = 120;
    /** Sound: half a second of tone begins at each of these whole seconds that is odd. */
    static final int SOUND_RATE = 48_000;
    private static final int BITS = 12;

    static {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    private TestFilms() { }

    /** A film of {@code count} pictures at an even rate. */
    static Path even(Path file, int count, double fps, boolean sound) throws Exception {
        double[] times = new double[count];
        Arrays.setAll(times, k -> k / fps);
        return write(file, times, fps, sound);
    }

    /** A film whose pictures stand at the given times, seconds. */
    static Path write(Path file, double[] times, double fps, boolean sound) throws Exception {
        return write(file, WIDTH, HEIGHT, times, fps, sound);
    }

    /** A QuickTime film whose index stands before its pictures, as for the web: cut, it can still be opened. */
    static Path indexFirst(Path file, int count, double fps) throws Exception {
        double[] times = new double[count];
        Arrays.setAll(times, k -> k / fps);
        return write(file, WIDTH, HEIGHT, times, fps, true, "faststart");
    }

    static Path write(Path file, int width, int height, double[] times, double fps, boolean sound) throws Exception {
        return write(file, width, height, times, fps, sound, "");
    }

    private static Path write(Path file, int width, int height, double[] times, double fps, boolean sound, String movflags)
            throws Exception {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), width, height, sound ? 1 : 0)) {
            recorder.setVideoCodec(file.toString().endsWith(".flv") ? avcodec.AV_CODEC_ID_FLV1 : avcodec.AV_CODEC_ID_MPEG4);
            recorder.setVideoQuality(2);
            recorder.setFrameRate(fps);
            recorder.setGopSize(12);
            if (!movflags.isEmpty()) {
                recorder.setOption("movflags", movflags);
            }
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            if (sound) {
                recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
                recorder.setSampleRate(SOUND_RATE);
            }
            recorder.start();
            for (int k = 0; k < times.length; k++) {
                recorder.setTimestamp(Math.round(times[k] * 1e6));
                recorder.record(picture(k, width, height));
                if (sound) {
                    double until = k + 1 < times.length ? times[k + 1] : times[k] + 1 / fps;
                    tone(recorder, times[k], until);
                }
            }
        }
        return file;
    }

    /** An even film with sound into a recorder whose codecs are chosen. */
    static void record(FFmpegFrameRecorder recorder, int count, double fps) throws Exception {
        recorder.setGopSize(12);
        recorder.setSampleRate(SOUND_RATE);
        begin(recorder, fps);
        for (int k = 0; k < count; k++) {
            picture(recorder, k, fps);
            tone(recorder, k / fps, (k + 1) / fps);
        }
    }

    /** The same without sound; with key frames as often as the recorder was told. */
    static void pictures(FFmpegFrameRecorder recorder, int count, double fps) throws Exception {
        begin(recorder, fps);
        for (int k = 0; k < count; k++) {
            picture(recorder, k, fps);
        }
    }

    private static void begin(FFmpegFrameRecorder recorder, double fps) throws Exception {
        recorder.setFrameRate(fps);
        recorder.setVideoBitrate(1_000_000);
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        recorder.start();
    }

    private static void picture(FFmpegFrameRecorder recorder, int number, double fps) throws Exception {
        recorder.setTimestamp(Math.round(number / fps * 1e6));
        recorder.record(picture(number, WIDTH, HEIGHT));
    }

    static Path soundOnly(Path file, int seconds) throws Exception {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 1)) {
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
            recorder.setSampleRate(SOUND_RATE);
            recorder.start();
            tone(recorder, 0, seconds);
        }
        return file;
    }

    /** The first {@code share} of a file's bytes. */
    static Path cut(Path whole, Path to, double share) throws Exception {
        byte[] bytes = Files.readAllBytes(whole);
        return Files.write(to, Arrays.copyOf(bytes, (int) (bytes.length * share)));
    }

    /** Loud from 1 to 1.5, 3 to 3.5, 5 to 5.5 s and so on, silent else. */
    static boolean loudAt(double seconds) {
        return (int) Math.floor(seconds) % 2 == 1 && seconds - Math.floor(seconds) < 0.5;
    }

    private static void tone(FFmpegFrameRecorder recorder, double from, double until) throws Exception {
        int first = (int) Math.round(from * SOUND_RATE);
        short[] samples = new short[(int) Math.round(until * SOUND_RATE) - first];
        for (int i = 0; i < samples.length; i++) {
            double t = (double) (first + i) / SOUND_RATE;
            samples[i] = loudAt(t) ? (short) (12_000 * Math.sin(2 * Math.PI * 440 * t)) : 0;
        }
        recorder.recordSamples(SOUND_RATE, 1, ShortBuffer.wrap(samples));
    }

    /** The number as black and white bars, one a bit. */
    private static Frame picture(int number, int width, int height) {
        Frame frame = new Frame(width, height, Frame.DEPTH_UBYTE, 3);
        ByteBuffer pixels = (ByteBuffer) frame.image[0];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int value = (number >> (x * BITS / width) & 1) == 1 ? 235 : 20;
                for (int c = 0; c < 3; c++) {
                    pixels.put(y * frame.imageStride + x * 3 + c, (byte) value);
                }
            }
        }
        return frame;
    }

    /** The number that {@link #picture} put there. */
    static int numberIn(dev.afterimage.core.frame.Frame frame) {
        int number = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int x = (int) ((bit + 0.5) * frame.width() / BITS);
            int red = frame.rgb()[(frame.height() / 2 * frame.width() + x) * 3] & 0xFF;
            number |= red > 128 ? 1 << bit : 0;
        }
        return number;
    }
}
