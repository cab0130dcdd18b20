package dev.afterimage.engine.doctor;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.engine.Wiring;
import dev.afterimage.engine.doctor.Finding.Subject;
import dev.afterimage.ingest.media.FfmpegLibrary;
import dev.afterimage.model.onnx.OnnxLibrary;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.speech.SpeechPacks;
import dev.afterimage.store.DataDirectory;
import dev.afterimage.store.RocksLibrary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Looks at what Afterimage needs of a machine, and says what is missing. Leaves everything as it is. */
public final class Doctor {

    private static final int OLDEST_JAVA = 17;
    /** That a question takes with the default pack in its smaller precision, and that watching and asking take in the usual one. */
    private static final long LEAST_MEMORY = 700L << 20;
    private static final long USUAL_MEMORY = 1500L << 20;
    /** The store leaves the first free at least; below the second a camera's video fills the disk within hours. */
    private static final long LEAST_DISK = 512L << 20;
    private static final long USUAL_DISK = 5L << 30;
    private static final int HIGHEST_PORT = 65_535;

    private final Machine machine;
    private final DataDirectory data;
    private final ModelPacks packs;
    private final int port;
    private final Map<String, String> environment;

    /** @param port that the service is to listen on */
    public Doctor(Machine machine, DataDirectory data, ModelPacks packs, int port, Map<String, String> environment) {
        this.machine = machine;
        this.data = data;
        this.packs = packs;
        this.port = port;
        this.environment = environment;
    }

    /** All but a trial. */
    public List<Finding> examine() {
        return List.of(java(Runtime.version().feature()), processor(), memory(), libraries(libraryVersions()), data(), models(),
                name(), port(), new GpuCheck(environment).finding());
    }

    static Finding java(int version) {
        String found = "Java " + version + " runs this.";
        return version >= OLDEST_JAVA ? Finding.ok(Subject.JAVA, found)
                : Finding.fails(Subject.JAVA, found, "install Java " + OLDEST_JAVA + " or newer");
    }

    Finding processor() {
        String cores = machine.processors() + (machine.processors() == 1 ? " core" : " cores")
                + (machine.model().isEmpty() ? "" : " of " + machine.model());
        if (!machine.system().equals("Linux amd64")) {
            return Finding.fails(Subject.PROCESSOR, "This is " + machine.system() + ", and the native libraries are for Linux on x86-64.",
                    "run Afterimage on Linux on x86-64, for example in a container");
        }
        if (!machine.has("avx2")) {
            return Finding.note(Subject.PROCESSOR, cores + ", without AVX2: models run several times slower than on newer ones.",
                    "choose a machine with AVX2, and better with AVX-512 and VNNI");
        }
        return Finding.ok(Subject.PROCESSOR, cores + " with " + machine.named() + ".");
    }

    Finding memory() {
        if (machine.freeMemory().isEmpty()) {
            return Finding.note(Subject.MEMORY, "How much memory is free is not known.", "see that 2 GB are free");
        }
        long free = machine.freeMemory().getAsLong();
        String found = size(free) + " of memory are free.";
        if (free < LEAST_MEMORY) {
            return Finding.fails(Subject.MEMORY, found, "free " + size(LEAST_MEMORY) + " at least, better " + size(USUAL_MEMORY)
                    + ", or raise the container's limit");
        }
        return free >= USUAL_MEMORY ? Finding.ok(Subject.MEMORY, found) : Finding.note(Subject.MEMORY, found,
                "use --precision int8, which takes a quarter of the memory for the model, or free " + size(USUAL_MEMORY));
    }

    private static Map<String, Callable<String>> libraryVersions() {
        return new TreeMap<>(Map.of("FFmpeg", FfmpegLibrary::version, "ONNX Runtime", OnnxLibrary::version, "RocksDB",
                RocksLibrary::version));
    }

    /** @param versions what loads a library and says its version, by its name */
    static Finding libraries(Map<String, Callable<String>> versions) {
        List<String> loaded = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        versions.forEach((name, version) -> {
            try {
                loaded.add(name + " " + version.call());
            } catch (Exception | LinkageError failure) {
                missing.add(name + " does not load: " + String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse(""));
            }
        });
        return missing.isEmpty() ? Finding.ok(Subject.LIBRARIES, String.join(", ", loaded) + " are loaded.")
                : Finding.fails(Subject.LIBRARIES, String.join("; ", missing) + ".", "see that " + System.getProperty("java.io.tmpdir")
                        + ", where native libraries are unpacked, has 200 MB of room and is not mounted with 'noexec'; else set TMPDIR");
    }

    Finding data() {
        Path existing = existing(data.path());
        if (!writable(existing)) {
            return Finding.fails(Subject.DATA, data.path() + " cannot be written.",
                    "choose another directory with --data or AFTERIMAGE_HOME");
        }
        long free = existing.toFile().getUsableSpace();
        String owner = owner().map(process -> "; '" + process.command() + "' works on it now").orElse("");
        String found = data.path() + " has " + size(free) + " of room" + owner + ".";
        if (free < LEAST_DISK) {
            return Finding.fails(Subject.DATA, found, "free " + size(LEAST_DISK) + " at least; nothing new is stored on a full disk");
        }
        return free >= USUAL_DISK ? Finding.ok(Subject.DATA, found) : Finding.note(Subject.DATA, found,
                "limit what is kept ('keep' in docs/configuration.md), or leave video out with --no-recording");
    }

    /** The directory itself, or the nearest above it that is there. */
    private static Path existing(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (Files.notExists(existing)) {
            existing = existing.getParent();
        }
        return existing;
    }

    /** Rights alone do not tell: in some file systems nobody may make anything. */
    private static boolean writable(Path directory) {
        try {
            Files.delete(Files.createTempDirectory(directory, ".afterimage"));
            return true;
        } catch (IOException | SecurityException refused) {
            return false;
        }
    }

    private Optional<DataDirectory.Owner> owner() {
        try {
            return data.findOwner();
        } catch (AfterimageException unreadable) {
            return Optional.empty();
        }
    }

    Finding models() {
        Optional<String> hears = Wiring.speechPacks().chosen();
        List<String> installed = Stream.concat(packs.list().stream().filter(ModelPacks.Listed::installed)
                .map(pack -> pack.name() + " (" + String.join(", ", pack.precisions()) + ")"),
                hears.stream()).toList();
        String found = installed.isEmpty() ? "No model pack is installed." : "Installed: " + String.join("; ", installed) + ".";
        if (packs.wantsPull(Wiring.DEFAULT_MODEL) && !writable(existing(packs.directory()))) {
            return Finding.fails(Subject.MODELS, found + " None can be put into " + packs.directory() + ", which cannot be written.",
                    "let AFTERIMAGE_HOME or AFTERIMAGE_MODELS name a directory that can");
        }
        if (packs.wantsPull(Wiring.DEFAULT_MODEL)) {
            return Finding.note(Subject.MODELS, found, "get " + Wiring.DEFAULT_MODEL + " with 'afterimage models pull "
                    + Wiring.DEFAULT_MODEL + "'; the first start does so, too");
        }
        return hears.isPresent() ? Finding.ok(Subject.MODELS, found)
                : Finding.note(Subject.MODELS, found + " Speech is not written down.", "get the speech pack with 'afterimage models pull "
                        + SpeechPacks.DEFAULT_PACK + "', if sources have speech");
    }

    /** Flink asks for it, also where it listens nowhere. */
    static Finding name() {
        try {
            return Finding.ok(Subject.NAME, "The name of this machine, " + InetAddress.getLocalHost().getHostName() + ", has an address.");
        } catch (UnknownHostException unknown) {
            return Finding.fails(Subject.NAME, "The name of this machine has no address: " + unknown.getMessage() + ".",
                    "write a line '127.0.0.1 NAME' into /etc/hosts");
        }
    }

    Finding port() {
        if (port < 0 || port > HIGHEST_PORT) {
            return Finding.fails(Subject.PORT, port + " is no port.", "choose one from 1 to " + HIGHEST_PORT + " with --port");
        }
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return Finding.ok(Subject.PORT, "Port " + free.getLocalPort() + " is free.");
        } catch (IOException taken) {
            return owner().filter(process -> process.port() == port)
                    .map(process -> Finding.ok(Subject.PORT, "The '" + process.command() + "' of this data directory listens on port "
                            + port + "."))
                    .orElseGet(() -> Finding.fails(Subject.PORT, "Port " + port + " cannot be used: " + taken.getMessage() + ".",
                            "end what listens there, or choose another with --port"));
        }
    }

    /** Rounded, for people. */
    static String size(long bytes) {
        return bytes >= 1_000_000_000 ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9) : bytes / 1_000_000 + " MB";
    }
}
