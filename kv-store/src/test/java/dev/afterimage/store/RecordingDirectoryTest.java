package dev.afterimage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.StreamId;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingDirectoryTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final StreamId YARD = new StreamId("yard");
    /** The longest name there is, of the longest characters. */
    private static final StreamId HOUSE = new StreamId("\ud83c\udfe0".repeat(45));

    @TempDir
    private Path data;

    @Test
    void piecesAreFoundByTheirTimesAlsoByAnotherProcess() throws Exception {
        RecordingDirectory written = open();
        write(written, DOOR, 0, "ab", 4.5, "cd", 8);
        write(written, DOOR, 8, "e", 16.25);
        write(written, YARD, 3, "f", 4);
        write(written, HOUSE, 3, "gh", 4);

        for (RecordingDirectory each : List.of(written, open(), new RecordingDirectory(data, false))) {
            assertThat(each.pieces(DOOR, 7, 9)).containsExactly(new Piece(DOOR, 0, 8, 4), new Piece(DOOR, 8, 16.25, 1));
            assertThat(each.pieces(DOOR, 8, 9)).containsExactly(new Piece(DOOR, 8, 16.25, 1));
            assertThat(each.pieces(DOOR, 20, 30)).isEmpty();
            assertThat(each.pieces(new StreamId("none"), 0, 30)).isEmpty();
            assertThat(read(each, each.pieces(DOOR, 0, 1).get(0))).isEqualTo("abcd");
            assertThat(each.bytes(DOOR)).isEqualTo(2 * 4096);
            assertThat(read(each, each.pieces(HOUSE, 0, 9).get(0))).isEqualTo("gh");
            assertThat(each.streams()).containsExactlyInAnyOrder(DOOR, YARD, HOUSE);
        }
    }

    @Test
    void aPieceCanBeReadWhileItIsWritten() throws Exception {
        RecordingDirectory directory = open();
        Recordings.Writer writer = directory.begin(DOOR, 1);
        writer.append(bytes("first"), 2);
        assertThat(read(directory, directory.pieces(DOOR, 1, 2).get(0))).isEqualTo("first");
        writer.append(bytes(" second"), 3);
        assertThat(read(directory, directory.pieces(DOOR, 1, 2).get(0))).isEqualTo("first second");
        assertThat(directory.oldest(DOOR)).isEmpty();
        writer.close();
        assertThat(directory.oldest(DOOR)).contains(new Piece(DOOR, 1, 3, 12));
    }

    @Test
    void whatAKilledProcessLeftIsWholeUpToTheEndThatItsNameSays() throws Exception {
        Recordings.Writer killed = open().begin(DOOR, 1);
        killed.append(bytes("whole"), 2);
        assertThat(open().pieces(DOOR, 0, 9)).containsExactly(new Piece(DOOR, 1, 2, 5));
    }

    @Test
    void aSourceThatIsReadAgainTakesThePlaceOfWhatWasThere() throws Exception {
        RecordingDirectory directory = open();
        write(directory, DOOR, 0, "old", 8);
        write(directory, DOOR, 8, "old", 16);
        write(directory, DOOR, 16, "old", 20);
        Recordings.Writer again = directory.begin(DOOR, 7);
        again.append(bytes("new"), 9);
        assertThat(directory.pieces(DOOR, 0, 30)).extracting(Piece::start).containsExactly(0.0, 7.0, 16.0);
        again.append(bytes("new"), 17);
        assertThat(directory.pieces(DOOR, 0, 30)).extracting(Piece::start).containsExactly(0.0, 7.0);
        write(directory, DOOR, 0, "anew", 7);
        assertThat(read(directory, directory.pieces(DOOR, 0, 1).get(0))).isEqualTo("anew");
        again.close();
        assertThat(open().pieces(DOOR, 0, 30)).extracting(Piece::end).containsExactly(7.0, 17.0);
    }

    @Test
    void onlyTheUserMayReadIt() throws Exception {
        write(open(), DOOR, 0, "secret", 1);
        try (Stream<Path> all = Files.walk(data.resolve("recordings"))) {
            assertThat(all).hasSize(4).allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void aRemovedPieceIsGoneAndSaysSo() throws Exception {
        RecordingDirectory directory = open();
        write(directory, DOOR, 0, "a", 8);
        write(directory, DOOR, 4000, "b", 4008);
        Piece oldest = directory.oldest(DOOR).orElseThrow();
        directory.remove(oldest);
        assertThat(directory.pieces(DOOR, 0, 9999)).extracting(Piece::start).containsExactly(4000.0);
        assertThatThrownBy(() -> directory.read(oldest)).isInstanceOfSatisfying(AfterimageException.class,
                gone -> assertThat(gone.code()).isEqualTo(ErrorCode.STORAGE_REMOVED));
        assertThat(directory.bytes(DOOR)).isEqualTo(4096);
        directory.delete(DOOR);
        assertThat(data.resolve("recordings/door")).doesNotExist();
    }

    @Test
    void aDeletedStreamsVideoGoesWithItAndNoOthers() throws Exception {
        try (RocksSegmentStore store = RocksSegmentStore.open(data, Blocks.IDENTITY, true)) {
            store.putStream(Blocks.info(DOOR));
            store.putStream(Blocks.info(YARD));
            write(store.recordings(), DOOR, 0, "a", 8);
            write(store.recordings(), YARD, 0, "b", 8);
            store.deleteStream(DOOR);
            assertThat(store.recordings().pieces(YARD, 0, 9)).hasSize(1);
        }
        assertThat(data.resolve("recordings/door")).doesNotExist();
    }

    @Test
    void videoOfAStreamWhoseRemovalWasCutShortGoesWithTheNextStart() throws Exception {
        RocksSegmentStore.open(data, Blocks.IDENTITY, true).close();
        write(open(), DOOR, 0, "left", 8);
        Path stuck = data.resolve("recordings/yard/00000000/000000000000-000000008000.mp4");
        Files.createDirectories(stuck.resolve("cannot be removed"));
        RocksSegmentStore.open(data, Blocks.IDENTITY, true).close();
        assertThat(data.resolve("recordings/door")).doesNotExist();
        assertThat(stuck).as("hinders nothing").exists();
    }

    @Test
    void onAFullDiskAStreamWhoseVideoCannotBeRemovedHindersNoOther() throws Exception {
        write(open(), DOOR, 0, "stuck", 8);
        write(open(), YARD, 0, "old", 8);
        RecordingDirectory full = new RecordingDirectory(data, true, (stream, bytes) -> Retention.Room.UNLIMITED, Long.MAX_VALUE / 2);
        Path piece = data.resolve("recordings/door/00000000/000000000000-000000008000.mp4");
        Files.delete(piece);
        Files.createDirectories(piece.resolve("cannot be removed"));
        write(full, YARD, 8, "new", 16);
        assertThat(full.pieces(YARD, 0, 99)).extracting(Piece::start).containsExactly(8.0);
        assertThat(full.pieces(DOOR, 0, 99)).hasSize(1);
    }

    @Test
    void theOldestPiecesGoUntilEnoughIsGoneAndNoneThatAreYounger() throws Exception {
        RecordingDirectory directory = open();
        for (int piece = 0; piece < 4; piece++) {
            write(directory, DOOR, piece * 8, "piece", piece * 8 + 8);
            String file = String.format("recordings/door/00000000/%012d-%012d.mp4", piece * 8000, piece * 8000 + 8000);
            Files.setLastModifiedTime(data.resolve(file), FileTime.fromMillis(1000 * piece));
        }
        assertThat(directory.oldestMillis(DOOR)).isZero();
        assertThat(directory.removeOldest(DOOR, 2 * 4096, Long.MAX_VALUE)).isTrue();
        assertThat(directory.pieces(DOOR, 0, 99)).extracting(Piece::start).containsExactly(16.0, 24.0);
        assertThat(directory.removeOldest(DOOR, 2 * 4096, 3000)).isTrue();
        assertThat(directory.pieces(DOOR, 0, 99)).extracting(Piece::start).containsExactly(24.0);
        assertThat(directory.removeOldest(DOOR, 1, 3000)).isFalse();
    }

    private RecordingDirectory open() {
        return new RecordingDirectory(data, true);
    }

    /** @param parts text and the end with it, in turn */
    private static void write(Recordings recordings, StreamId stream, double start, Object... parts) {
        try (Recordings.Writer writer = recordings.begin(stream, start)) {
            for (int i = 0; i < parts.length; i += 2) {
                writer.append(bytes((String) parts[i]), ((Number) parts[i + 1]).doubleValue());
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String read(Recordings recordings, Piece piece) throws Exception {
        try (SeekableByteChannel channel = recordings.read(piece)) {
            ByteBuffer all = ByteBuffer.allocate((int) channel.size());
            channel.read(all);
            return new String(all.array(), StandardCharsets.UTF_8);
        }
    }
}
