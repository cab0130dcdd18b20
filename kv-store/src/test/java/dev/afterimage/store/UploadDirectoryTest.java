package dev.afterimage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.upload.Upload;
import dev.afterimage.core.upload.UploadLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadDirectoryTest {

    private static final UploadLimits LIMITS = new UploadLimits(1 << 20, 3 << 20, Duration.ofHours(1));

    @TempDir
    private Path data;
    private final AtomicLong free = new AtomicLong(1L << 40);

    private UploadDirectory opened() {
        return new UploadDirectory(data, LIMITS, (file, beginning) -> {
            if (beginning[0] == '#') {
                throw new AfterimageException(ErrorCode.INPUT_REFUSED, "'" + file + "' is a list", "upload a film");
            }
        }, free::get, () -> 1000);
    }

    private static SourceSettings stream(String name) {
        return new SourceSettings(new StreamId(name), SourceSettings.UPLOAD, 2, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT)
                .recorded(false).ofClient();
    }

    private static ErrorCode refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(AfterimageException.class, call).code();
    }

    @Test
    void whatHasComeIsThereAfterARestartWhereverItBrokeOff() throws Exception {
        byte[] film = new byte[200_000];
        new Random(3).nextBytes(film);
        Random random = new Random(5);
        Upload upload = opened().begin(stream("beach"), "../holiday/Beach.mp4", film.length, "17");
        while (!upload.complete()) {
            UploadDirectory again = opened();
            Upload found = again.find(upload.id()).orElseThrow();
            assertThat(found.received()).isEqualTo(upload.received());
            assertThat(found.settings()).isEqualTo(upload.settings());
            assertThat(found.file()).isEqualTo("Beach.mp4");
            assertThat(found.mark()).isEqualTo("17");
            int from = (int) found.received();
            int to = Math.min(film.length, from + 1 + random.nextInt(40_000));
            assertThat(again.append(upload.id(), from, Arrays.copyOfRange(film, from, to))).isEqualTo(to);
            upload = again.find(upload.id()).orElseThrow();
        }
        assertThat(Files.readAllBytes(UploadDirectory.film(data, upload.id()))).isEqualTo(film);
        assertThat(upload.settings().uri()).isEqualTo("upload:" + upload.id() + "/Beach.mp4");
        assertThat(upload.settings().uploaded()).contains(upload.id());
        UploadDirectory last = opened();
        assertThat(last.find(upload.id()).orElseThrow().begun()).isFalse();
        last.begun(upload.id());
        assertThat(opened().find(upload.id()).orElseThrow().begun()).isTrue();
        last.remove(upload.id());
        assertThat(opened().all()).isEmpty();
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void onlyItsUserMayReadIt() throws Exception {
        Upload upload = opened().begin(stream("beach"), "beach.mp4", 10, "");
        Path film = UploadDirectory.film(data, upload.id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(film))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(film.getParent()))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("uploads")))).isEqualTo("rwx------");
    }

    @Test
    void moreThanTheLimitsIsRefusedBeforeAnythingComes() {
        UploadDirectory uploads = opened();
        assertThat(refusal(() -> uploads.begin(stream("big"), "big.mp4", (1 << 20) + 1, ""))).isEqualTo(ErrorCode.INPUT_TOO_LARGE);
        for (int k = 0; k < 3; k++) {
            uploads.begin(stream("s" + k), "film.mp4", 1 << 20, "");
        }
        assertThat(refusal(() -> uploads.begin(stream("more"), "film.mp4", 1, ""))).isEqualTo(ErrorCode.STORAGE_FULL);
        uploads.remove(uploads.all().get(0).id());
        uploads.begin(stream("more"), "film.mp4", 1, "");
        assertThat(refusal(() -> uploads.begin(stream("more"), "film.mp4", 1, ""))).isEqualTo(ErrorCode.USAGE_STREAM_EXISTS);
        assertThat(refusal(() -> new UploadDirectory(data, UploadLimits.OFF, (file, bytes) -> { }).begin(stream("off"), "f", 1, "")))
                .isEqualTo(ErrorCode.INPUT_REFUSED);
    }

    @Test
    void aDiskThatFillsUpEndsAnUploadOnlyUntilThereIsRoom() {
        UploadDirectory uploads = opened();
        free.set(1000 + 5000);
        assertThat(refusal(() -> uploads.begin(stream("film"), "film.mp4", 5001, ""))).isEqualTo(ErrorCode.STORAGE_FULL);
        Upload first = uploads.begin(stream("film"), "film.mp4", 4000, "");
        assertThat(refusal(() -> uploads.begin(stream("next"), "next.mp4", 1500, ""))).as("what is still to come counts")
                .isEqualTo(ErrorCode.STORAGE_FULL);
        free.set(1000 + 99);
        assertThat(refusal(() -> uploads.append(first.id(), 0, new byte[100]))).isEqualTo(ErrorCode.STORAGE_FULL);
        assertThat(uploads.find(first.id()).orElseThrow().received()).isZero();
        free.set(1000 + 100);
        assertThat(uploads.append(first.id(), 0, new byte[100])).isEqualTo(100);
    }

    @Test
    void whatIsNoFilmIsRemovedAsSoonAsThatIsKnown() {
        UploadDirectory uploads = opened();
        Upload small = uploads.begin(stream("small"), "film.mp4", 7, "");
        assertThat(uploads.append(small.id(), 0, "#EXT".getBytes())).isEqualTo(4);
        assertThat(refusal(() -> uploads.append(small.id(), 4, "M3U".getBytes()))).isEqualTo(ErrorCode.INPUT_REFUSED);
        assertThat(uploads.find(small.id())).isEmpty();
        byte[] list = new byte[UploadDirectory.ContentCheck.LOOKED_AT];
        list[0] = '#';
        Upload large = uploads.begin(stream("large"), "film.mp4", 1 << 20, "");
        assertThat(refusal(() -> uploads.append(large.id(), 0, list))).isEqualTo(ErrorCode.INPUT_REFUSED);
        assertThat(uploads.all()).isEmpty();
        assertThat(refusal(() -> uploads.append(large.id(), 0, list))).isEqualTo(ErrorCode.INPUT_NOT_FOUND);
    }

    @Test
    void whatIsNoFilmIsRemovedAlsoWhenTheProcessDiedBeforeItWasLookedAt() throws Exception {
        Upload upload = opened().begin(stream("large"), "film.mp4", 1 << 20, "");
        byte[] list = new byte[UploadDirectory.ContentCheck.LOOKED_AT + 5];
        list[0] = '#';
        Files.write(UploadDirectory.film(data, upload.id()), list);
        UploadDirectory again = opened();
        assertThat(refusal(() -> again.append(upload.id(), list.length, new byte[10]))).isEqualTo(ErrorCode.INPUT_REFUSED);
        assertThat(again.all()).isEmpty();
    }

    @Test
    void noMoreFilmsThanMayBeAreTakenHoweverSmallTheyAre() throws Exception {
        Path first = UploadDirectory.film(data, opened().begin(stream("first"), "film.mp4", 1, "").id()).getParent();
        for (int k = 1; k < UploadLimits.MOST_FILMS; k++) {
            Path copy = Files.createDirectory(first.resolveSibling(String.format("%032x", k)));
            for (String part : new String[] {"film", "about.json"}) {
                Files.copy(first.resolve(part), copy.resolve(part));
            }
        }
        UploadDirectory uploads = opened();
        assertThat(refusal(() -> uploads.begin(stream("more"), "film.mp4", 1, ""))).isEqualTo(ErrorCode.STORAGE_FULL);
        uploads.remove(uploads.all().get(0).id());
        assertThat(uploads.begin(stream("more"), "film.mp4", 1, "").received()).isZero();
    }

    @Test
    void whatCannotBeReadOrIsNoUploadIsLeftAsItIs() throws Exception {
        Path uploads = UploadDirectory.film(data, opened().begin(stream("film"), "film.mp4", 10, "").id()).getParent().getParent();
        Path garbled = Files.createDirectory(uploads.resolve("0".repeat(32)));
        Files.writeString(garbled.resolve("about.json"), "{\"source\": ");
        Files.write(garbled.resolve("film"), new byte[10]);
        Path unreadable = Files.createDirectory(uploads.resolve("1".repeat(32)));
        Files.createDirectory(unreadable.resolve("about.json"));
        Path foreign = Files.createDirectory(uploads.resolve("lost+found"));
        Path note = Files.writeString(uploads.resolve("note.txt"), "ours");
        assertThat(opened().all()).hasSize(1);
        assertThat(garbled.resolve("film")).exists();
        assertThat(unreadable).exists();
        assertThat(foreign).exists();
        assertThat(note).exists();
    }

    @Test
    void bytesThatDoNotFollowAreNotTaken() {
        UploadDirectory uploads = opened();
        Upload upload = uploads.begin(stream("film"), "film.mp4", 10, "");
        uploads.append(upload.id(), 0, new byte[4]);
        assertThatThrownBy(() -> uploads.append(upload.id(), 3, new byte[1])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> uploads.append(upload.id(), 4, new byte[7])).isInstanceOf(IllegalStateException.class);
        assertThat(uploads.find(upload.id()).orElseThrow().received()).isEqualTo(4);
    }

    @Test
    void whatWasHardlyBegunWhenTheProcessDiedIsRemoved() throws Exception {
        Upload upload = opened().begin(stream("film"), "film.mp4", 10, "");
        Files.delete(data.resolve("uploads").resolve(upload.id()).resolve("about.json"));
        assertThat(opened().all()).isEmpty();
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }
}
