package dev.afterimage.cli;

import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.upload.UploadLimits;
import dev.afterimage.engine.Inputs;
import dev.afterimage.engine.Keeping;
import dev.afterimage.engine.Wiring;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.http.QaServerOptions;
import dev.afterimage.store.DataDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The two shipped clips, played again and again as two live cameras. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Play the shipped clips as live cameras and open the page.")
final class DemoCommand implements Callable<Integer> {

    private static final List<Camera> CAMERAS = List.of(
            new Camera("table", "bottle-detection.mp4", List.of("How many bottles are there now?", "When is there only one bottle?",
                    "How many bottles were there at the start?", "Was there a car?")),
            new Camera("street", "car-detection.mp4", List.of("When does the first car appear?", "When did the last car drive by?",
                    "When are two cars in the picture at the same time?", "Was there a dog?")));

    @Option(names = "--port", paramLabel = "P", description = "port to listen on, 0 for any (default: ${DEFAULT-VALUE})",
            defaultValue = "" + QaServerOptions.DEFAULT_PORT)
    private int port;
    @Option(names = "--no-browser", description = "do not open the page")
    private boolean noBrowser;
    @Option(names = "--model", paramLabel = "PACK", description = "model pack, or auto for the best that this machine "
            + "can watch with (default: ${DEFAULT-VALUE})",
            defaultValue = Wiring.DEFAULT_MODEL)
    private String model;
    @Mixin
    private DataOption data;
    @Spec
    private CommandSpec spec;

    private record Camera(String name, String clip, List<String> questions) { }

    @Override
    public Integer call() {
        DataDirectory directory = data.directory();
        directory.closeToOthers().ifPresent(spec.commandLine().getOut()::println);
        List<ServeConfig.Source> sources = CAMERAS.stream().map(camera -> source(directory.path(), camera)).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (directory.findOwner().isEmpty()) {
            // Yesterday's demo is not what anybody wants to ask about.
            CAMERAS.forEach(camera -> LocalStreams.deleteIfKept(directory, new StreamId(camera.name())));
        }
        Service.Options options = new Service.Options("127.0.0.1", port, AccessSettings.OPEN, Optional.empty(),
                ServeCommand.questions(sources), ServiceLimits.DEFAULT);
        String pack = model.equals("auto") ? Wiring.automaticModel(out) : model;
        Inputs inputs = new Inputs(ClientSources.UNSAID.policy(List.of(directory.path().resolve("demo"))), UploadLimits.DEFAULT);
        return ServeCommand.serve("demo", directory, pack, Keeping.UNSAID, Retrieval.AS_SET, MaxStreams.DEFAULT,
                inputs, sources.stream().map(ServeConfig.Source::settings).toList(), options, out,
                noBrowser ? url -> { } : Browser::open);
    }

    private static ServeConfig.Source source(Path data, Camera camera) {
        Path clip = data.resolve("demo").resolve(camera.clip());
        try (InputStream in = DemoCommand.class.getResourceAsStream("/demo/" + camera.clip())) {
            Files.createDirectories(clip.getParent());
            Files.copy(in, clip, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot write the demo's clip " + clip + ": " + e.getMessage(),
                    "choose another directory with --data", e);
        }
        return new ServeConfig.Source(camera.name(), clip.toString(), null, "realtime", true, null, null, null, null, null, null, null,
                null,
                camera.questions());
    }
}
