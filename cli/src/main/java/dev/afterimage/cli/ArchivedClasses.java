package dev.afterimage.cli;

import java.io.File;
import java.io.IOException;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * Loads the classes that a question to a data directory takes, and ends: run with {@code -XX:ArchiveClassesAtExit} it makes the archive
 * from which
 * the launcher starts later commands (class data sharing), in about half the time.
 */
final class ArchivedClasses {

    /** Beginnings of the names of the jars whose classes an answer that is computed uses. */
    private static final Set<String> JARS = Set.of("cli-", "engine-", "answering-", "core-", "memory-", "kv-store-", "picocli-", "jackson-",
            "rocksdbjni-",
            "slf4j-", "logback-");
    /** In these only what an answer uses. */
    private static final Set<String> PACKAGES = Set.of("dev/afterimage/qa/http/", "dev/afterimage/model/pack/",
            "dev/afterimage/model/format/");

    private ArchivedClasses() { }

    public static void main(String[] args) throws IOException {
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (path.endsWith(".jar")) {
                load(new File(path));
            }
        }
    }

    private static void load(File file) throws IOException {
        boolean all = JARS.stream().anyMatch(file.getName()::startsWith);
        try (JarFile jar = new JarFile(file)) {
            jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .filter(name -> all || PACKAGES.stream().anyMatch(name::startsWith)).forEach(ArchivedClasses::load);
        }
    }

    /** What leans on a library that is left out is left out too. */
    private static void load(String entry) {
        try {
            Class.forName(entry.substring(0, entry.length() - ".class".length()).replace('/', '.'), false,
                    ArchivedClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError unusable) {
            return;
        }
    }
}
