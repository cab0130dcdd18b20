package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.eval.method.Method;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is registered can be chosen, and help says so: also of a policy that somebody else wrote. */
class ChoicesInHelpTest {

    private static final Path ROOT = Path.of(System.getProperty("afterimage.root"));
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(package [\\w.]+;.*?class (\\w+) implements RetrievalPolicy.*?)```",
            Pattern.DOTALL);

    @TempDir
    private Path directory;

    private static String help(String... words) {
        CommandLine command = Main.commandLine(words);
        for (String word : words) {
            command = command.getSubcommands().get(word);
        }
        return command.getUsageMessage(CommandLine.Help.Ansi.OFF).replaceAll("\\s+", " ");
    }

    @Test
    void everyMethodAndCompressionIsInHelp() {
        assertThat(help("eval", "niavh")).contains(String.join(", ", Method.TABLE.stream().map(Method::name).toList()))
                .contains(String.join(", ", Mode.names()));
        assertThat(help("watch")).contains(String.join(", ", Mode.names()));
    }

    @Test
    void helpOfOneEvaluationNamesNoOptionsOfTheOther() {
        assertThat(help("eval", "videoqa")).doesNotContain("--preset");
        assertThat(help("eval", "niavh")).doesNotContain("--annotations");
    }

    @Test
    void namesOfCompressionsAreTakenWithDashesOrUnderscores() {
        assertThat(Mode.named("Dynamic")).contains(Mode.DYNAMIC);
        Command refused = Command.run("watch", "nothing.mp4", "--compression", "every-other");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("there is no compression 'every-other'", "none, drop, dynamic");
    }

    /** The class of the document, compiled by itself, in a directory on the class path as the document says. */
    @Test
    void aPolicyOfTheDocumentIsInHelpOnceItIsOnTheClassPath() throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(ROOT.resolve("docs/extending.md")));
        assertThat(example.find()).isTrue();
        String name = example.group(2);
        Path source = Files.writeString(directory.resolve(name + ".java"), example.group(1));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-d", classes.toString(), "-cp",
                System.getProperty("java.class.path"), source.toString())).isZero();
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        String packaged = example.group(1).lines().findFirst().orElseThrow().replaceAll("package |;", "");
        Files.writeString(services.resolve("dev.afterimage.core.answer.RetrievalPolicy"), packaged + "." + name + "\n");
        assertThat(said(classes, "ask", "--help")).contains("rekv, default, uniform, recent, all, newest-and-earliest");
        assertThat(said(classes, "eval", "niavh", "--help")).contains("blind, remote, newest-and-earliest");
    }

    private static String said(Path classes, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = Command.process(words);
        List<String> command = builder.command();
        int path = command.indexOf("-cp") + 1;
        command.set(path, command.get(path) + System.getProperty("path.separator") + classes);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said.replaceAll("\\s+", " ");
    }
}
