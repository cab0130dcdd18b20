package dev.afterimage.gpu.emulation;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.gpu.kernel.KernelSource;
import dev.afterimage.gpu.kernel.Signatures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a library for the host of the kernels' source. */
public final class HostCompiler {

    private static final List<String> NAMES = List.of("g++", "clang++", "c++");
    private static final int MOST_SECONDS = 300;
    private static final String EMULATION = "/dev/afterimage/gpu/emulation/";
    /** Products and sums stay apart, as Java computes them; fortified jumps would refuse to change between fibres. */
    private static final List<String> OPTIONS = List.of("-O2", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-Wno-unused-function",
            "-shared", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off", "-U_FORTIFY_SOURCE");

    private final String compiler;

    private HostCompiler(String compiler) {
        this.compiler = compiler;
    }

    /** The first C++ compiler on the path; empty where there is none. */
    public static Optional<HostCompiler> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream().flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable).findFirst().map(found -> new HostCompiler(found.toString()));
    }

    /** What to tell where {@link #find} finds nothing. */
    public static AfterimageException missing() {
        return new AfterimageException(ErrorCode.USAGE, "the kernels cannot be emulated: none of " + NAMES + " is on the path",
                "install a C++ compiler");
    }

    /** The kernels as a library. @param directory where it is kept, and found the next time */
    public Path compile(Path directory) {
        return compile(KernelSource.text(), directory);
    }

    Path compile(String kernels, Path directory) {
        return compile(sources(kernels), "host.cpp", List.of(), directory);
    }

    /** What the emulation is made of, by file name. */
    public static Map<String, String> sources(String kernels) {
        return Map.of("kernels.cu", kernels, "entries.inc", entries(Signatures.of(kernels)), "cuda_on_host.h",
                KernelSource.resource(EMULATION + "cuda_on_host.h"), "host.cpp", KernelSource.resource(EMULATION
                        + "host.cpp"));
    }

    private static String entries(Signatures signatures) {
        return signatures.kernels().stream().map(name -> "{\"" + name + "\", [](void** arguments) { call(&" + name + ", arguments); }},\n")
                .collect(Collectors.joining());
    }

    /**
     * A library.
     *
     * @param sources by file name
     * @param main    the one of them that is compiled; the others are for it to include
     * @param more    options
     */
    public Path compile(Map<String, String> sources, String main, List<String> more, Path directory) {
        Path library = directory.resolve("kernels-" + KernelSource.fingerprint(new TreeMap<>(sources).toString(), main, compiler,
                OPTIONS.toString(), more.toString()) + ".so");
        if (Files.exists(library)) {
            return library;
        }
        try {
            Files.createDirectories(directory);
            Path work = Files.createTempDirectory(directory, "compile");
            try {
                for (Map.Entry<String, String> source : sources.entrySet()) {
                    Files.writeString(work.resolve(source.getKey()), source.getValue());
                }
                run(work, main, more);
                Files.move(work.resolve("kernels.so"), library, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(work);
            }
            return library;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.INTERNAL, "cannot compile the kernels in " + directory + ": " + e.getMessage(),
                    "check that the directory can be written", e);
        }
    }

    private void run(Path work, String main, List<String> more) throws IOException {
        List<String> command = Stream.of(List.of(compiler), OPTIONS, more, List.of(main, "-o", "kernels.so")).flatMap(List::stream)
                .toList();
        Path log = work.resolve("log");
        Process process = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AfterimageException(ErrorCode.INTERNAL, compiler + " does not compile the kernels:\n" + Files.readString(log),
                        "report this message");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AfterimageException(ErrorCode.INTERNAL, "compiling the kernels was interrupted", "run again", e);
        }
    }

    private static void delete(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(work);
    }
}
