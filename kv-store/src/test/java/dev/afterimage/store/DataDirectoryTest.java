package dev.afterimage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.store.DataDirectory.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    private static final Path HOME = Path.of("/home/me");

    @TempDir
    private Path directory;

    /** Waits to be killed. */
    static final class Sleeping {
        public static void main(String[] none) throws Exception {
            System.out.println("here");
            System.in.read();
        }
    }

    @Test
    void theOptionComesBeforeTheEnvironmentAndThatBeforeTheHomeDirectory() {
        Map<String, String> environment = Map.of("AFTERIMAGE_HOME", "/data");
        assertThat(DataDirectory.resolve(Path.of("/here/../there"), environment, HOME).path()).isEqualTo(Path.of("/there"));
        assertThat(DataDirectory.resolve(null, environment, HOME).path()).isEqualTo(Path.of("/data"));
        assertThat(DataDirectory.resolve(null, Map.of(), HOME).path()).isEqualTo(Path.of("/home/me/.afterimage"));
        assertThat(DataDirectory.resolve(null, Map.of("AFTERIMAGE_HOME", " "), HOME).path()).isEqualTo(Path.of("/home/me/.afterimage"));
    }

    @Test
    void theOwnerIsFoundUntilItTakesItsAddressBack() throws Exception {
        DataDirectory data = new DataDirectory(directory.resolve("new"));
        assertThat(data.findOwner()).isEmpty();
        Owner me = Owner.ofThisProcess("watch", "127.0.0.1", 8123, "secret", "");
        data.writeOwner(me);
        data.writeOwner(me);
        assertThat(data.findOwner()).contains(me);
        try (var files = Files.list(data.path())) {
            assertThat(files).singleElement().satisfies(file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
        data.removeOwner();
        assertThat(data.findOwner()).isEmpty();
        data.removeOwner();
    }

    @Test
    void anOwnerThatDiedIsNoOwner() throws Exception {
        DataDirectory data = new DataDirectory(directory);
        try (ChildProcess other = new ChildProcess(Sleeping.class)) {
            assertThat(other.line()).isEqualTo("here");
            Owner owner = new Owner(other.handle().pid(), other.handle().info().startInstant().orElseThrow().toEpochMilli(), "serve",
                    "127.0.0.1", 1, "", "");
            data.writeOwner(owner);
            assertThat(data.findOwner()).contains(owner);
            data.removeOwner();
            assertThat(data.findOwner()).as("another's address stays").contains(owner);
        }
        assertThat(data.findOwner()).isEmpty();
    }

    @Test
    void anotherProcessUnderTheSameNumberIsNoOwner() {
        DataDirectory data = new DataDirectory(directory);
        Owner me = Owner.ofThisProcess("serve", "127.0.0.1", 1, "", "");
        data.writeOwner(new Owner(me.pid(), me.started() - 60_000, "serve", "127.0.0.1", 1, "", ""));
        assertThat(data.findOwner()).isEmpty();
    }

    @Test
    void anOwnerFileThatCannotBeReadNamesNobody() throws Exception {
        DataDirectory data = new DataDirectory(directory);
        Files.writeString(directory.resolve("owner.json"), "{\"pid\": ");
        assertThat(data.findOwner()).isEmpty();
    }

    private Path made(String name, String mode) throws Exception {
        return Files.setPosixFilePermissions(Files.createDirectory(directory.resolve(name)), PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aNewDirectoryIsForItsUserAloneAndAnOldOneBecomesSo() throws Exception {
        Path fresh = directory.resolve("some/where/new");
        assertThat(new DataDirectory(fresh).closeToOthers()).isEmpty();
        assertThat(mode(fresh)).isEqualTo("rwx------");
        Path old = made("old", "rwxr-xr-x");
        Files.createDirectory(old.resolve("store"));
        assertThat(new DataDirectory(old).closeToOthers()).isEmpty();
        assertThat(mode(old)).isEqualTo("rwx------");
    }

    @Test
    void aDirectoryWithFilesOfOthersStaysOpenAndThatIsSaid() throws Exception {
        Path shared = made("shared", "rwxr-xr-x");
        Files.writeString(shared.resolve("holiday.txt"), "ours");
        assertThat(new DataDirectory(shared).closeToOthers()).hasValueSatisfying(said -> assertThat(said).contains("chmod 700"));
        assertThat(mode(shared)).isEqualTo("rwxr-xr-x");
        Path sticky = made("sticky", "rwxrwxrwx");
        Files.setAttribute(sticky, "unix:mode", 01777);
        Files.createDirectory(sticky.resolve("store"));
        assertThat(new DataDirectory(sticky).closeToOthers()).isPresent();
        assertThat(mode(sticky)).isEqualTo("rwxrwxrwx");
    }

    @Test
    void theOwnersAddressAndTokenAreForItsUserAlone() throws Exception {
        DataDirectory data = new DataDirectory(directory.resolve("mine"));
        data.writeOwner(Owner.ofThisProcess("serve", "127.0.0.1", 1, "secret", "ab12"));
        assertThat(mode(data.path().resolve("owner.json"))).isEqualTo("rw-------");
        assertThat(data.findOwner().orElseThrow().tls()).isTrue();
    }

    @Test
    void anOwnerThatAnOlderVersionWroteIsUnderstood() throws Exception {
        Owner me = Owner.ofThisProcess("serve", "127.0.0.1", 1, "", "");
        Files.writeString(directory.resolve("owner.json"), "{\"pid\": " + me.pid() + ", \"started\": " + me.started()
                + ", \"command\": \"serve\", \"host\": \"127.0.0.1\", \"port\": 1, \"token\": \"\"}");
        assertThat(new DataDirectory(directory).findOwner()).contains(me);
    }

    @Test
    void aDirectoryThatCannotBeIsToldInPlainWords() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "mine");
        for (Path wrong : List.of(file.resolve("data"), file.resolve("data/deeper"), Path.of("/proc/no-such-place"))) {
            assertThatThrownBy(() -> new DataDirectory(wrong).closeToOthers()).as("%s", wrong)
                    .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FAILED)
                    .hasMessageStartingWith("cannot reach " + wrong + ": ").hasMessageNotContainingAny("Exception", "java.");
        }
        assertThatThrownBy(() -> new DataDirectory(file).findOwner()).hasMessageNotContainingAny("Exception", "java.");
    }
}
