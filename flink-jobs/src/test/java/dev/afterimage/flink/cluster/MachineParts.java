package dev.afterimage.flink.cluster;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.flink.copies.TravellingStores;
import dev.afterimage.flink.fake.CountingEncoder;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.StoredStatus;
import dev.afterimage.flink.parts.StreamLog;
import dev.afterimage.flink.parts.StreamRun;
import dev.afterimage.flink.parts.WantedStreams;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.StreamStores;
import dev.afterimage.store.codec.KvForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** One machine of a cluster, with fake networks and real stores; all that runs a job in this process is on it. */
final class MachineParts implements PartsProvider {

    private static final long serialVersionUID = 1L;
    private static final Map<String, Machine> MACHINES = new ConcurrentHashMap<>();
    /** One for all: it numbers words as they come. */
    private static final FakeLanguageModel MODEL = new FakeLanguageModel();

    private final String id = UUID.randomUUID().toString();

    private record Machine(WritePathParts parts, StreamStores store, TravellingStores travelling, WantedStreams wanted) { }

    MachineParts(Path directory, FrameSource frames, List<SourceSettings> sources) {
        NotesPrompt prompt = new NotesPrompt(MODEL);
        StreamStores store = StreamStores.open(directory, new StoreIdentity("fake", MODEL.identity(), "1", MODEL.layout()));
        WantedStreams wanted = new WantedStreams();
        sources.forEach(source -> wanted.add(StreamRun.again(source)));
        WritePathParts parts = new WritePathParts(frames, new CountingEncoder.Factory(), Optional.empty(), MODEL,
                () -> new BlockPrefiller(MODEL, prompt, new FakeTextEmbedder(), MODEL.windowTokens(), KvForm.FP16), store,
                new LiveFeed(), (stream, failure) -> { });
        MACHINES.put(id, new Machine(parts, store, new TravellingStores(store), wanted));
    }

    private Machine machine() {
        return MACHINES.get(id);
    }

    void close() {
        MACHINES.remove(id).store().close();
    }

    StreamStores store() {
        return machine().store();
    }

    @Override
    public WritePathParts parts() {
        return machine().parts();
    }

    @Override
    public WantedStreams wanted() {
        return machine().wanted();
    }

    @Override
    public Optional<TravellingStores> stores() {
        return Optional.of(machine().travelling());
    }

    @Override
    public Optional<String> servedVersion() {
        return Optional.of("1");
    }

    @Override
    public Optional<StreamLog> log() {
        StoredStatus status = new StoredStatus(machine().store(), machine().parts().feed());
        return Optional.of(new StreamLog() {
            @Override
            public boolean begins(SourceSettings settings) {
                Optional<StreamInfo> known = status.known(settings);
                if (known.filter(info -> info.status() == StreamInfo.Status.ENDED).isPresent()) {
                    return false;
                }
                status.begin(settings, known);
                return true;
            }

            @Override
            public AfterimageException ended(StreamId stream, Throwable thrown) {
                return thrown == null ? null : AfterimageException.of(thrown);
            }
        });
    }
}
