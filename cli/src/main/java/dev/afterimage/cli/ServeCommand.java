package dev.afterimage.cli;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.Retrieval;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.qa.http.QaServerOptions;
import dev.afterimage.store.DataDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Watches any number of sources and answers on the web page and over HTTP until it is stopped. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Watch sources and answer questions over HTTP until stopped.")
final class ServeCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "F", description = "YAML or JSON, see docs/configuration.md")
    private Path config;
    @Option(names = "--source", paramLabel = "NAME=URI", converter = SourceArgument.class, description = "a source to watch; may be given again")
    private List<ServeConfig.Source> sources = List.of();
    @Option(names = "--model", paramLabel = "PACK", description = "model pack (default: " + Wiring.DEFAULT_MODEL + ")")
    private String model;
    @Mixin
    private DataOption data;
    @Mixin
    private KeepingOptions keeping;
    @Mixin
    private RetrievalOptions retrieval;
    @Option(names = "--host", paramLabel = "ADDRESS", description = "address to listen on; other than 127.0.0.1 it needs a token in the configuration")
    private String host;
    @Option(names = "--port", paramLabel = "P", description = "port to listen on, 0 for any (default: " + QaServerOptions.DEFAULT_PORT + ")")
    private Integer port;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ServeConfig file = config == null ? ServeConfig.EMPTY : ServeConfig.read(config);
        List<ServeConfig.Source> all = new ArrayList<>(file.sources());
        all.addAll(sources);
        DataDirectory directory = data.given() || file.data() == null ? data.directory() : DataDirectory.resolve(Path.of(file.data()));
        Service.Options options = new Service.Options(first(host, first(file.host(), "127.0.0.1")), first(port, first(file.port(), QaServerOptions.DEFAULT_PORT)),
                first(file.token(), ""), questions(all));
        return serve("serve", directory, first(model, first(file.model(), Wiring.DEFAULT_MODEL)), keeping.or(file.keeping()), retrieval.or(file.asked()),
                all.stream().map(ServeConfig.Source::settings).toList(), options, spec.commandLine().getOut(), url -> { });
    }

    /**
     * Runs until the process is told to end.
     *
     * @param onReady is given the page's address
     */
    static int serve(String command, DataDirectory directory, String model, Keeping keeping, Retrieval retrieval, List<SourceSettings> sources,
                     Service.Options options, PrintWriter out, Consumer<String> onReady) {
        try (Interruption interruption = Interruption.expected();
             Engine engine = Wiring.forWriting(directory, model, keeping, retrieval, out);
             Service service = Service.start(engine, directory, command, options)) {
            out.println("Afterimage is at " + service.url());
            out.flush();
            onReady.accept(service.url());
            sources.forEach(source -> watch(engine, source, out));
            interruption.await();
        }
        return 0;
    }

    private static void watch(Engine engine, SourceSettings source, PrintWriter out) {
        out.println("Watching " + source.stream() + ": " + source.maskedUri());
        out.flush();
        CompletableFuture<?> done;
        try {
            done = engine.watching().start(source);
        } catch (AfterimageException e) {
            done = CompletableFuture.failedFuture(e);
        }
        done.whenComplete((summary, thrown) -> {
            out.println(source.stream() + (thrown == null ? " has ended" : ": error " + AfterimageException.of(thrown).line()));
            out.flush();
        });
    }

    static Map<String, List<String>> questions(List<ServeConfig.Source> sources) {
        Map<String, List<String>> questions = new LinkedHashMap<>();
        sources.stream().filter(source -> source.questions() != null).forEach(source -> questions.put(source.name(), source.questions()));
        return questions;
    }

    private static <T> T first(T preferred, T otherwise) {
        return preferred != null ? preferred : otherwise;
    }
}
