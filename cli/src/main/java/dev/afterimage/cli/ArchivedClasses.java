package dev.afterimage.cli;

import dev.afterimage.answering.parse.QuestionGrammar;
import dev.afterimage.answering.parse.QuestionParser;
import dev.afterimage.answering.query.Query;
import dev.afterimage.store.RocksLibrary;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * Does what a question to a data directory does, as far as that needs no data, loads the classes of the rest, and ends. Run with
 * {@code -XX:DumpLoadedClassList} it says what belongs into the archive from which the launcher starts later commands (class data
 * sharing). The archive is made with {@code -Xshare:dump}: one that is made while a program ends leaves out classes as old as the
 * command line's library.
 */
final class ArchivedClasses {

    /** Beginnings of the names of the jars whose classes an answer that is computed uses. */
    private static final Set<String> JARS = Set.of("cli-", "engine-", "answering-", "core-", "memory-", "kv-store-", "picocli-", "jackson-",
            "rocksdbjni-",
            "slf4j-", "logback-");
    /** In these only what an answer uses. */
    private static final Set<String> PACKAGES = Set.of("dev/afterimage/qa/http/", "dev/afterimage/model/pack/",
            "dev/afterimage/model/format/");

    /** Questions of every kind, so that the links that Java makes when a lambda first runs are made ahead, too. */
    private static final List<String> QUESTIONS = List.of("How many cars are there at 00:17?", "When did the first red bus come?",
            "How long was the second dog there?", "Was there a truck between 30:00 and 31:00?", "What did the sign say?",
            "How often did a bicycle come after the van had left?", "Where was the last truck?", "What colour was it?",
            "Which came first, the dog or the cat?", "What happened in the last five minutes?", "What was said about the keys?", "Hello");

    private ArchivedClasses() { }

    /** @param args the directory into which RocksDB's library is unpacked */
    public static void main(String[] args) throws IOException {
        RocksLibrary.unpackTo(Path.of(args[0]));
        Main.commandLine("ask").parseArgs("ask", QUESTIONS.get(0), "--stream", "street", "--json");
        QuestionParser parser = new QuestionGrammar();
        List<Query> before = new ArrayList<>();
        QUESTIONS.forEach(question -> before.add(parser.parse(question, List.copyOf(before))));
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
