package dev.afterimage.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.engine.ModelChoice;
import dev.afterimage.engine.Wiring;
import dev.afterimage.engine.doctor.Doctor;
import dev.afterimage.engine.doctor.Finding;
import dev.afterimage.engine.doctor.Machine;
import dev.afterimage.engine.doctor.Trial;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.qa.http.QaServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what of Afterimage will run on this machine, and how fast. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = {"Look at what Afterimage needs of this machine, and say what "
        + "will run and how fast.", "Takes half a minute. The exit code is 0 unless something that is needed is missing."})
final class DoctorCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration MEASURING = Duration.ofSeconds(6);
    private static final String CLIP = "bottle-detection.mp4";

    @Mixin
    private DataOption data;
    @Option(names = "--port", paramLabel = "P", description = "port that the service is to listen on (default: ${DEFAULT-VALUE})",
            defaultValue = "" + QaServerOptions.DEFAULT_PORT)
    private int port;
    @Option(names = "--quick", description = "measure nothing; takes a second")
    private boolean quick;
    @Option(names = "--json", description = "print JSON")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ModelPacks packs = Wiring.packs();
        List<Finding> findings = new ArrayList<>(new Doctor(Machine.here(), data.directory(), packs, port, System.getenv()).examine());
        boolean sound = findings.stream().noneMatch(each -> each.level() == Finding.Level.FAILS);
        Optional<Trial> trial = quick || !sound || packs.wantsPull(Wiring.DEFAULT_MODEL) ? Optional.empty() : Optional.of(trial());
        trial.map(Trial::finding).ifPresent(findings::add);
        Optional<ModelChoice> choice = quick || !sound ? Optional.empty() : Optional.of(Wiring.recommended(MEASURING));
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? document(findings, trial, choice) : text(findings, choice));
        out.flush();
        return findings.stream().filter(each -> each.level() == Finding.Level.FAILS).findFirst().map(each -> each.subject().exitCode())
                .orElse(0);
    }

    /** In a directory that is removed again. */
    private static Trial trial() {
        try {
            Path directory = Files.createTempDirectory("afterimage-trial");
            try (InputStream clip = DoctorCommand.class.getResourceAsStream("/demo/" + CLIP)) {
                Files.copy(clip, directory.resolve(CLIP));
                return Trial.of(directory.resolve(CLIP), directory.resolve("data"));
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static ObjectNode document(List<Finding> findings, Optional<Trial> trial, Optional<ModelChoice> choice) {
        ObjectNode document = JSON.createObjectNode()
                .put("ok", findings.stream().noneMatch(each -> each.level() == Finding.Level.FAILS));
        findings.forEach(each -> document.withArray("findings").addObject().put("subject", lower(each.subject()))
                .put("level", lower(each.level())).put("found", each.found()).put("remedy", each.remedy()));
        trial.ifPresent(watched -> document.put("frames_per_second", watched.framesPerSecond()));
        choice.ifPresent(made -> {
            document.put("recommended", recommended(made));
            made.candidates().forEach(each -> document.withArray("packs").add(JSON.valueToTree(each)));
        });
        return document;
    }

    private static String text(List<Finding> findings, Optional<ModelChoice> choice) {
        StringBuilder text = new StringBuilder();
        findings.forEach(each -> {
            text.append(String.format("%-5s  %-10s %s%n", lower(each.level()), lower(each.subject()), each.found()));
            if (!each.remedy().isEmpty()) {
                text.append(String.format("%-18s-> %s%n", "", each.remedy()));
            }
        });
        choice.ifPresent(made -> text.append(suited(made)).append(System.lineSeparator()));
        long failures = findings.stream().filter(each -> each.level() == Finding.Level.FAILS).count();
        return text.append(failures == 0 ? "Afterimage will run here."
                : "Afterimage will not run here before " + (failures == 1 ? "what fails is" : "the " + failures + " that fail are")
                        + " put right.").toString();
    }

    private static String suited(ModelChoice choice) {
        return choice.best().map(best -> String.format(Locale.ROOT, "Of the packs that look at the pictures themselves, %s suits this "
                + "machine: about %.1f frames a second.", best.name(), best.framesPerSecond()))
                .orElse("Packs that look at the pictures themselves are too slow or too large for this machine.");
    }

    private static String recommended(ModelChoice choice) {
        return choice.best().map(ModelChoice.Candidate::name).orElse(Wiring.DEFAULT_MODEL);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
