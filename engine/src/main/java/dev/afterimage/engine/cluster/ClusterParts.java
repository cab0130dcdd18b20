package dev.afterimage.engine.cluster;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.engine.Version;
import dev.afterimage.engine.Wiring;
import dev.afterimage.engine.WritingEngine;
import dev.afterimage.flink.copies.TravellingStores;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.StreamLog;
import dev.afterimage.flink.parts.WantedStreams;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.store.DataDirectory;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a cluster's job: on a task manager an engine made from its environment, one for all its slots, and on the job manager what
 * the sources' file wants. What travels with the job is a name and its settings.
 */
final class ClusterParts implements PartsProvider {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ClusterParts.class);
    private static final Duration LOOK_UP = Duration.ofSeconds(2);

    /** By job; a process works for several at most while one takes the place of another. */
    private static final Map<String, Machine> MACHINES = new ConcurrentHashMap<>();
    private static final Map<String, Manager> MANAGERS = new ConcurrentHashMap<>();

    private final String job = UUID.randomUUID().toString();
    private final ClusterSettings settings;

    ClusterParts(ClusterSettings settings) {
        this.settings = settings;
    }

    /** What a task manager has of a job. */
    private static final class Machine implements AutoCloseable {

        private final WritingEngine engine;
        private final StreamsOfMachine streams;
        private final TravellingStores stores;
        private Optional<MachineService> service;

        Machine(WritingEngine engine, StreamsOfMachine streams) {
            this.engine = engine;
            this.streams = streams;
            this.stores = new TravellingStores(engine.stores());
        }

        /** From the first call on; all slots share it. */
        synchronized Optional<URI> serve(String host) {
            if (service == null) {
                service = MachineService.start(engine, host, secrets(), System.getenv());
            }
            return service.map(MachineService::address);
        }

        @Override
        public synchronized void close() {
            Optional.ofNullable(service).flatMap(started -> started).ifPresent(MachineService::close);
            engine.close();
        }
    }

    /** What the job manager has of it. */
    private record Manager(WantedStreams wanted, WantedSources sources) {

        static Manager empty() {
            WantedStreams wanted = new WantedStreams();
            return new Manager(wanted, new WantedSources(wanted, System::currentTimeMillis));
        }
    }

    @Override
    public WritePathParts parts() {
        return machine().engine.parts();
    }

    @Override
    public Optional<StreamLog> log() {
        return Optional.of(machine().streams);
    }

    @Override
    public Optional<TravellingStores> stores() {
        return Optional.of(machine().stores);
    }

    @Override
    public Optional<String> servedVersion() {
        return Optional.of(Version.current());
    }

    @Override
    public Optional<URI> serve(String host) {
        return machine().serve(host);
    }

    private Machine machine() {
        return MACHINES.computeIfAbsent(job, none -> open());
    }

    private Machine open() {
        DataDirectory directory = DataDirectory.resolve(null);
        LOG.info("opening {} to watch with {}", directory.path(), settings.model());
        Failures failures = new Failures();
        WritingEngine engine = Wiring.forOperators(directory, settings.model(), settings.keeping(), sources(), failures::tell, logged());
        StreamsOfMachine streams = new StreamsOfMachine(engine.parts());
        failures.listener = streams;
        return new Machine(engine, streams);
    }

    /** Faults are told only once streams are watched, and so after the listener is there. */
    private static final class Failures {

        private volatile StreamsOfMachine listener;

        void tell(StreamId stream, AfterimageException fault) {
            LOG.warn("{}: {}", stream, fault.line());
            listener.failed(stream, fault);
        }
    }

    private static FrameSource sources() {
        return new SecretSources(Wiring.frames(), secrets());
    }

    private static Path secrets() {
        return Path.of(System.getenv().getOrDefault("AFTERIMAGE_SECRETS", "/run/secrets"));
    }

    /** What the command would tell its user. */
    private static PrintWriter logged() {
        return new PrintWriter(Writer.nullWriter()) {
            @Override
            public void println(String line) {
                LOG.info("{}", line);
            }
        };
    }

    @Override
    public void usedUntil(Consumer<Runnable> onRelease) {
        String released = job;
        onRelease.accept(() -> Optional.ofNullable(MACHINES.remove(released)).ifPresent(machine -> {
            LOG.info("the job has left this task manager; its store is closed");
            machine.close();
        }));
    }

    @Override
    public WantedStreams wanted() {
        return manager().wanted();
    }

    @Override
    public Duration looksUpEvery() {
        return LOOK_UP;
    }

    @Override
    public void lookUp() {
        manager().sources().follow(ClusterSources.read(Path.of(settings.sources())));
    }

    private Manager manager() {
        return MANAGERS.computeIfAbsent(job, none -> Manager.empty());
    }
}
