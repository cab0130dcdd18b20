package dev.afterimage.cli;

import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.engine.Inputs;
import dev.afterimage.engine.RtmpSettings;
import dev.afterimage.engine.Keeping;
import dev.afterimage.engine.ServedEngine;
import dev.afterimage.engine.Wiring;
import dev.afterimage.qa.http.Publishing;
import dev.afterimage.qa.http.QaServerOptions;
import dev.afterimage.store.DataDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Watches any number of sources and answers on the web page and over HTTP until it is stopped. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Watch sources and answer questions over HTTP until stopped.")
final class ServeCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "F", description = "YAML or JSON, see docs/configuration.md")
    private Path config;
    @Option(names = "--source", paramLabel = "NAME=URI", converter = SourceArgument.class, description = "a source to watch; may be "
            + "given again")
    private List<ServeConfig.Source> sources = List.of();
    @Option(names = "--model", paramLabel = "PACK", description = "model pack (default: " + Wiring.DEFAULT_MODEL + ")")
    private String model;
    @Mixin
    private DataOption data;
    @Mixin
    private KeepingOptions keeping;
    @Mixin
    private RetrievalOptions retrieval;
    @Option(names = "--host", paramLabel = "ADDRESS", description = "address to listen on; other than 127.0.0.1 it needs a token in the "
            + "configuration")
    private String host;
    @Option(names = "--port", paramLabel = "P", description = "port to listen on, 0 for any (default: " + QaServerOptions.DEFAULT_PORT
            + ")")
    private Integer port;
    @Option(names = "--max-streams", paramLabel = "N", description = "most streams watched at the same time (default: "
            + MaxStreams.DEFAULT + ")")
    private Integer maxStreams;
    @Mixin
    private TlsOptions tls;
    @Option(names = "--client-files", paramLabel = "DIR",
            description = "clients may add files below it as sources; may be given again (default: no files)")
    private List<Path> clientFiles = List.of();
    @Option(names = "--cluster", paramLabel = "URL", description = "be a gateway to the streams of a Flink cluster, given its job manager, "
            + "for example http://jobmanager:8081; see docs/cluster.md")
    private String cluster;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ServeConfig file = config == null ? ServeConfig.EMPTY : ServeConfig.read(config);
        List<ServeConfig.Source> all = file.with(sources);
        DataDirectory directory = data.given() || file.data() == null ? data.directory() : DataDirectory.resolve(Path.of(file.data()));
        Service.Options options = new Service.Options(first(host, first(file.host(), "127.0.0.1")),
                first(port, first(file.port(), QaServerOptions.DEFAULT_PORT)),
                file.access(), tls.or(Optional.ofNullable(file.tls()).map(AccessConfig.Tls::files)), questions(all), file.serviceLimits());
        if (cluster != null) {
            return GatewayService.serve(cluster, refuseWhatIsWatched(all, options), spec.commandLine().getOut());
        }
        Map<StreamId, Limits> keep = ServeConfig.keep(all);
        return serve("serve", directory, first(model, first(file.model(), Wiring.DEFAULT_MODEL)), keeping.or(file.keeping()),
                retrieval.or(file.asked()),
                first(maxStreams, first(file.maxStreams(), MaxStreams.DEFAULT)),
                new Inputs(file.clientSources().policy(clientFiles), file.uploads().limits(),
                        Optional.ofNullable(file.rtmp()).map(rtmp -> rtmp.settings(options.host(), options.tls()))),
                all.stream().map(ServeConfig.Source::settings).toList(), options.keeping(keep), spec.commandLine().getOut(), url -> { });
    }

    /** A gateway has no store. */
    private Service.Options refuseWhatIsWatched(List<ServeConfig.Source> all, Service.Options options) {
        if (!all.isEmpty() || model != null || data.given() || maxStreams != null || !clientFiles.isEmpty()) {
            throw new AfterimageException(ErrorCode.USAGE, "a gateway watches nothing itself, and keeps nothing",
                    "leave out sources, --model, --data, --max-streams and --client-files; the cluster's job has its own");
        }
        return options;
    }

    /**
     * Runs until the process is asked to end.
     *
     * @param inputs what may come from outside
     * @param onReady is given the page's address
     */
    static int serve(String command, DataDirectory directory, String model, Keeping keeping, Retrieval retrieval, int maxStreams,
            Inputs inputs,
                     List<SourceSettings> sources, Service.Options options, PrintWriter out, Consumer<String> onReady) {
        int streams = MaxStreams.checked(maxStreams, sources);
        try (Interruption interruption = Interruption.expected();
             ServedEngine engine = Wiring.forServing(directory, model, keeping, retrieval, streams, inputs, out,
                     notice -> ServedEngine.say(out, notice));
             Service service = Service.start(engine.engine(), directory, command, options.publishedBy(engine.rtmp()
                     .map(rtmp -> new Publishing(rtmp.port(), inputs.rtmp().flatMap(RtmpSettings::tls).isPresent()))))) {
            interruption.begin();
            out.println("Afterimage is at " + service.url());
            service.warning().ifPresent(out::println);
            service.publishing(inputs.rtmp().map(RtmpSettings::host)).forEach(out::println);
            out.flush();
            onReady.accept(service.url());
            engine.limit(options.keep());
            engine.watch(sources, out);
            interruption.await();
            // Sources first: a question under way may take longer than a camera should.
            engine.watching().close();
            Wiring.breakOff(Duration.ZERO);
        }
        return 0;
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
