package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the command line, within this process or in one of its own. */
record Command(int exitCode, String out, String err) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Command run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine(arguments).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Command(commandLine.execute(arguments), out.toString(), err.toString());
    }

    JsonNode json() {
        try {
            return JSON.readTree(out);
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + out + err, e);
        }
    }

    /** A Java machine of its own, as the launcher starts it. */
    static Process start(Path log, String... arguments) throws IOException {
        return process(arguments).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    static ProcessBuilder process(String... arguments) {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1500m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp", System.getProperty("java.class.path"), "dev.afterimage.cli.Main"));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words);
    }

    static String clip(String name) {
        return Path.of(System.getProperty("afterimage.root"), "media", name).toString();
    }
}
