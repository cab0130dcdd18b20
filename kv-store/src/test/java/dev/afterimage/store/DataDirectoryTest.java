package dev.afterimage.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.store.DataDirectory.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
        Owner me = Owner.ofThisProcess("watch", "127.0.0.1", 8123, "secret");
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
            Owner owner = new Owner(other.handle().pid(), other.handle().info().startInstant().orElseThrow().toEpochMilli(), "serve", "127.0.0.1", 1, "");
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
        Owner me = Owner.ofThisProcess("serve", "127.0.0.1", 1, "");
        data.writeOwner(new Owner(me.pid(), me.started() - 60_000, "serve", "127.0.0.1", 1, ""));
        assertThat(data.findOwner()).isEmpty();
    }

    @Test
    void anOwnerFileThatCannotBeReadNamesNobody() throws Exception {
        DataDirectory data = new DataDirectory(directory);
        Files.writeString(directory.resolve("owner.json"), "{\"pid\": ");
        assertThat(data.findOwner()).isEmpty();
    }
}
