package dev.afterimage.eval.haystack;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.eval.input.Digest;
import dev.afterimage.eval.input.FileDigest;
import dev.afterimage.eval.needle.Pixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Footage without a needle, sampled once and kept on disk as plain pixels, so that no cell decodes it again. Beyond its end it begins again
 * with noise that differs from frame to frame: no two frames of a long haystack are the same.
 */
public final class Haystack implements AutoCloseable {

    private static final Set<String> FILMS = Set.of("mp4", "mkv", "mov", "avi", "webm", "m4v", "mpg", "mpeg", "ts", "flv", "wmv", "3gp",
            "ogv");

    private static final int SAMPLES = 8;
    /** Always the same, so that the file of a process that was killed is written over. */
    private static final String PIXELS = "haystack.rgb";

    /** Pictures are kept no larger, and no more of them are, than fits a few gigabytes: what is longer begins again. */
    static final int LONGEST_SIDE = 640;
    static final int MOST_FRAMES = 4000;

    private final FileChannel pixels;
    private final String films;
    private final double fps;
    private final int width;
    private final int height;
    private final int frames;

    private Haystack(FileChannel pixels, String films, double fps, int width, int height, int frames) {
        this.pixels = pixels;
        this.films = films;
        this.fps = fps;
        this.width = width;
        this.height = height;
        this.frames = frames;
    }

    /**
     * Samples a film, or all films of a directory one behind the other in the order of their names; pictures of another size than the first
     * one's are fitted into it.
     *
     * @param seconds sampled at most
     * @param scratch where the pixels are kept until it is closed
     */
    public static Haystack sample(Path footage, FrameSource source, double fps, double seconds, Path scratch) {
        FileChannel pixels = null;
        try {
            Files.createDirectories(scratch);
            pixels = FileChannel.open(scratch.resolve(PIXELS), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            return sampled(footage, source, fps, (long) Math.min(MOST_FRAMES, Math.ceil(seconds * fps)), pixels);
        } catch (IOException e) {
            closed(pixels);
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "the haystack cannot be stored in " + scratch + ": " + e.getMessage(),
                    "make room, or choose another --out", e);
        } catch (RuntimeException e) {
            closed(pixels);
            throw e;
        }
    }

    private static void closed(FileChannel pixels) {
        try {
            if (pixels != null) {
                pixels.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Haystack sampled(Path footage, FrameSource source, double fps, long most, FileChannel pixels) throws IOException {
        int[] size = {0, 0};
        int frames = 0;
        for (Path film : films(footage)) {
            try (FrameSource.Capture capture = source.open(settings(film, fps), -1, 0)) {
                for (Frame frame = capture.next(); frame != null && frames < most; frame = capture.next(), frames++) {
                    if (frames == 0) {
                        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(frame.width(), frame.height()));
                        size = new int[] {(int) Math.round(frame.width() * scale), (int) Math.round(frame.height() * scale)};
                    }
                    write(pixels, ByteBuffer.wrap(fitted(frame, size[0], size[1])));
                }
            }
        }
        Digest films = new Digest();
        films(footage).forEach(film -> films.add(FileDigest.of(film)));
        return new Haystack(pixels, films.hex(), fps, size[0], size[1], frames);
    }

    private static byte[] fitted(Frame frame, int width, int height) {
        return frame.width() == width && frame.height() == height ? frame.rgb()
                : Pixels.rgb(Pixels.fitted(Pixels.image(frame.width(), frame.height(), frame.rgb()), width, height));
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Fails before anything is loaded when a film cannot be read. */
    public static void requireFilms(Path footage, FrameSource source) {
        films(footage).forEach(film -> source.open(settings(film, 1), -1, 0).close());
    }

    private static SourceSettings settings(Path film, double fps) {
        return new SourceSettings(new StreamId("haystack"), film.toString(), fps, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
    }

    /** @throws AfterimageException when there is no such file, or no film in the directory */
    static List<Path> films(Path footage) {
        if (!Files.isDirectory(footage)) {
            return List.of(footage);
        }
        try (Stream<Path> files = Files.list(footage)) {
            List<Path> films = files.filter(Haystack::film).sorted().toList();
            if (films.isEmpty()) {
                throw new AfterimageException(ErrorCode.INPUT_NO_VIDEO, "the directory " + footage + " holds no film",
                        "give a video file, or a directory of some");
            }
            return films;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, "cannot list " + footage + ": " + e.getMessage(),
                    "check its permissions", e);
        }
    }

    private static boolean film(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && FILMS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    public double fps() {
        return fps;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Seconds of distinct footage. */
    public double seconds() {
        return frames / fps;
    }

    /** Of its size and of a few frames over its length: enough to know the same footage again. */
    public String digest() {
        Digest digest = new Digest().add(width + "x" + height + "x" + frames + "@" + fps);
        for (int i = 0; i < SAMPLES; i++) {
            digest.add(rgb((long) i * frames / SAMPLES));
        }
        return digest.hex();
    }

    /**
     * Says of what is seen of a composition up to a moment whether it is the same in another run, however it is sampled.
     *
     * @param seconds seen of it
     */
    public String footage(Composition composition, int seconds) {
        Digest digest = new Digest().add(films).add(Integer.toString(seconds));
        composition.placements().stream().filter(placed -> placed.second() < seconds)
                .forEach(placed -> digest.add(Integer.toString(placed.second())).add(placed.needle().digest()));
        return digest.hex();
    }

    /** @return width x height x 3 bytes of the frame at {@code index / fps} seconds */
    byte[] rgb(long index) {
        byte[] rgb = new byte[width * height * 3];
        ByteBuffer buffer = ByteBuffer.wrap(rgb);
        try {
            long start = index % frames * rgb.length;
            while (buffer.hasRemaining()) {
                pixels.read(buffer, start + buffer.position());
            }
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "the stored haystack cannot be read: " + e.getMessage(), "run again",
                    e);
        }
        if (index >= frames) {
            disturb(rgb, index);
        }
        return rgb;
    }

    /** Adds -3..3 to every byte, by xorshift from the frame's number. */
    private static void disturb(byte[] rgb, long index) {
        long state = (index + 1) * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < rgb.length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            int value = (rgb[i] & 255) + (int) (state >>> 33) % 4 - (int) (state >>> 21 & 3);
            rgb[i] = (byte) Math.max(0, Math.min(255, value));
        }
    }

    @Override
    public void close() {
        closed(pixels);
    }
}
