package dev.afterimage.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The directory in which everything is kept, and the address of the process that owns it now ({@code owner.json}), so that other processes
 * can ask it instead of opening the store themselves.
 */
public record DataDirectory(Path path) {

    private static final ObjectMapper JSON = new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    /** The system derives start times from the boot time, which moves a little when the clock is set. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    /**
     * Who owns the directory and where it can be asked.
     *
     * @param started start of the process, milliseconds since 1970: a process id alone may have been given to another since
     * @param command what it runs: {@code serve}, {@code watch}, {@code demo}
     * @param token   what it wants to see in requests; empty for nothing. The
     *                file is readable by its user only
     * @param certificate SHA-256 of the one certificate by which it is known, hexadecimal; empty where it does not speak HTTPS
     */
    public record Owner(long pid, long started, String command, String host, int port, String token, String certificate) {

        public Owner {
            // Written by an older version.
            certificate = certificate == null ? "" : certificate;
        }

        /** Whether it speaks HTTPS. */
        public boolean tls() {
            return !certificate.isEmpty();
        }

        /** This very process. */
        public static Owner ofThisProcess(String command, String host, int port, String token, String certificate) {
            ProcessHandle process = ProcessHandle.current();
            return new Owner(process.pid(), startOf(process), command, host, port, token, certificate);
        }

        boolean running() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive)
                    .map(process -> Math.abs(startOf(process) - started) <= SAME_START.toMillis()).orElse(false);
        }

        private static long startOf(ProcessHandle process) {
            return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        }
    }

    /** @param given the {@code --data} option, or null: then {@code $AFTERIMAGE_HOME}, or else {@code ~/.afterimage} */
    public static DataDirectory resolve(Path given) {
        return resolve(given, System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static DataDirectory resolve(Path given, Map<String, String> environment, Path home) {
        String fromEnvironment = environment.getOrDefault("AFTERIMAGE_HOME", "");
        Path otherwise = fromEnvironment.isBlank() ? home.resolve(".afterimage") : Path.of(fromEnvironment);
        return new DataDirectory((given == null ? otherwise : given).toAbsolutePath().normalize());
    }

    /**
     * Creates the directory for its user alone (0700), or makes it so; and so protects what libraries write below it with modes of their
     * own.
     *
     * @return what could not be done and why, in a sentence
     */
    public Optional<String> closeToOthers() {
        return PrivateDirectory.prepare(path, Files.exists(path.resolve("store")) || Files.exists(path.resolve("models"))
                || Files.exists(ownerFile()));
    }

    /**
     * Tells other processes who owns the directory; they see the whole file or none. Only the process that has the
     * store open may do this.
     */
    public void writeOwner(Owner owner) {
        try {
            closeToOthers();
            PrivateFile.replace(ownerFile(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(owner));
        } catch (IOException failure) {
            throw new StorageErrors(path).of(failure, ownerFile().toString());
        }
    }

    /** The running process that owns the directory; empty when there is none, also when one died without taking its address back. */
    public Optional<Owner> findOwner() {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(ownerFile()), Owner.class)).filter(Owner::running);
        } catch (NoSuchFileException | JsonProcessingException nobody) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new StorageErrors(path).of(failure, ownerFile().toString());
        }
    }

    /** Takes this process's address back; another owner's stays. */
    public void removeOwner() {
        try {
            if (findOwner().filter(owner -> owner.pid() == ProcessHandle.current().pid()).isPresent()) {
                Files.deleteIfExists(ownerFile());
            }
        } catch (IOException failure) {
            throw new StorageErrors(path).of(failure, ownerFile().toString());
        }
    }

    private Path ownerFile() {
        return path.resolve("owner.json");
    }
}
