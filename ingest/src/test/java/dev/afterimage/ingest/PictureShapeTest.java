package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.afterimage.core.frame.Frame;

class PictureShapeTest {

    /** Picture 1 has its leftmost of twelve bars white, all others black. */
    private static final double[] TIMES = {0, 0.04, 0.08};

    @TempDir
    Path folder;

    @Test
    void aFilmOfATurnedPhoneStandsUpright() throws Exception {
        Path film = TestFilms.write(folder.resolve("turned.mp4"), TIMES, 25, false);
        // A quarter clockwise: (x, y) goes to (-y, x); 16.16 fixed point.
        setMatrix(film, new int[] {0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000});

        Frame frame = Captures.all(Captures.asap(film, 25), -1, 0).get(1);

        assertThat(frame.width()).isEqualTo(TestFilms.HEIGHT);
        assertThat(frame.height()).isEqualTo(TestFilms.WIDTH);
        assertThat(red(frame, 60, 4)).isGreaterThan(200);
        assertThat(red(frame, 60, 40)).isLessThan(60);
        assertThat(red(frame, 60, 155)).isLessThan(60);
    }

    @Test
    void aFilmHeldUpsideDownStandsUpright() throws Exception {
        Path film = TestFilms.write(folder.resolve("upside.mp4"), TIMES, 25, false);
        setMatrix(film, new int[] {-0x10000, 0, 0, 0, -0x10000, 0, 0, 0, 0x40000000});

        Frame frame = Captures.all(Captures.asap(film, 25), -1, 0).get(1);

        assertThat(frame.width()).isEqualTo(TestFilms.WIDTH);
        assertThat(red(frame, 155, 60)).isGreaterThan(200);
        assertThat(red(frame, 4, 60)).isLessThan(60);
    }

    @Test
    void aFilmOfAFrontCameraIsMirroredAsAPlayerShowsIt() throws Exception {
        Path film = TestFilms.write(folder.resolve("mirrored.mp4"), TIMES, 25, false);
        setMatrix(film, new int[] {-0x10000, 0, 0, 0, 0x10000, 0, 160 << 16, 0, 0x40000000});

        Frame frame = Captures.all(Captures.asap(film, 25), -1, 0).get(1);

        assertThat(red(frame, 155, 60)).isGreaterThan(200);
        assertThat(red(frame, 4, 60)).isLessThan(60);
    }

    @Test
    void coloursAndEdgesStayWhereTheyAre() throws Exception {
        Path film = TestFilms.write(folder.resolve("odd.mp4"), 162, 122, TIMES, 25, false);

        Frame frame = Captures.all(Captures.asap(film, 25), -1, 0).get(1);

        assertThat(frame.rgb()).hasSize(162 * 122 * 3);
        for (int y = 0; y < 122; y++) {
            assertThat(red(frame, 2, y)).isGreaterThan(200);
            assertThat(red(frame, 160, y)).isLessThan(60);
        }
    }

    private static int red(Frame frame, int x, int y) {
        return frame.rgb()[(y * frame.width() + x) * 3] & 0xFF;
    }

    /** Writes a track's matrix into its header (ISO/IEC 14496-12, 8.3.2): 40 bytes after the box's own eight. */
    private static void setMatrix(Path film, int[] matrix) throws Exception {
        String bytes = new String(Files.readAllBytes(film), StandardCharsets.ISO_8859_1);
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
            file.seek(bytes.indexOf("tkhd") + 4 + 40);
            for (int value : matrix) {
                file.writeInt(value);
            }
        }
    }
}
