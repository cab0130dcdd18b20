package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.source.AddedSources;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Parts;
import dev.afterimage.engine.UnownedStore;
import dev.afterimage.flink.embedded.Checkpoints;
import dev.afterimage.qa.http.KeptJson;
import dev.afterimage.qa.http.LifetimeJson;
import dev.afterimage.qa.http.LimitsJson;
import dev.afterimage.qa.http.StreamJson;
import dev.afterimage.store.DataDirectory;
import dev.afterimage.store.StoreIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.BiFunction;

/** The kept streams of a data directory that nobody owns, read from its store; no model is needed. */
final class LocalStreams implements StreamCatalogue {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataDirectory directory;

    LocalStreams(DataDirectory directory) {
        this.directory = directory;
    }

    @Override
    public JsonNode list() {
        ArrayNode streams = JSON.createArrayNode();
        StoreIdentity.of(directory.path()).ifPresent(identity -> {
            try (SegmentStore store = Parts.storeToRead(directory.path(), identity)) {
                store.streams().forEach(info -> streams.add(StreamJson.of(unowned(info))));
            }
        });
        return streams;
    }

    @Override
    public JsonNode show(StreamId named) {
        StoreIdentity identity = StoreIdentity.of(directory.path()).orElseThrow(() -> UnownedStore.unknown(named));
        try (SegmentStore store = new UnownedStore(Parts.storeToRead(directory.path(), identity))) {
            StreamId stream = StreamNames.find(store, named.name());
            ObjectNode shown = StreamJson.of(unowned(store.stream(stream).orElseThrow(() -> UnownedStore.unknown(stream))));
            shown.set("kept", KeptJson.of(store, stream, System.currentTimeMillis()));
            shown.set("gaps", StreamJson.gaps(store.gaps(stream, Double.POSITIVE_INFINITY)));
            ArrayNode scenes = shown.putArray("scenes");
            store.scenes(stream, Double.POSITIVE_INFINITY).forEach(scene -> scenes.add(StreamJson.of(scene)));
            return shown;
        }
    }

    @Override
    public JsonNode delete(StreamId stream) {
        JsonNode shown = show(stream);
        deleteIfKept(directory, new StreamId(shown.path("id").asText()));
        return shown;
    }

    @Override
    public JsonNode limit(StreamId stream, ObjectNode changes) {
        return changed(stream, (store, info) -> {
            store.setLimits(info.stream(), LimitsJson.changed(store.limits(info.stream()), changes));
            return KeptJson.of(store, info.stream(), System.currentTimeMillis());
        });
    }

    /** Opens the store to write, while nobody owns it. */
    private JsonNode changed(StreamId named, BiFunction<SegmentStore, StreamInfo, JsonNode> change) {
        StoreIdentity identity = StoreIdentity.of(directory.path()).orElseThrow(() -> UnownedStore.unknown(named));
        try (SegmentStore store = Parts.store(directory.path(), identity, false)) {
            return change.apply(store, store.stream(StreamNames.find(store, named.name())).orElseThrow(() -> UnownedStore.unknown(named)));
        }
    }

    private static JsonNode shown(SegmentStore store, StreamInfo info) {
        return StreamJson.of(unowned(store.stream(info.stream()).orElse(info)));
    }

    @Override
    public JsonNode rename(StreamId stream, String name) {
        return changed(stream, (store, info) -> {
            StreamNames.rename(store, info.stream(), name);
            return shown(store, info);
        });
    }

    /** Nobody watches it now, and the next 'serve' is to leave it so. */
    @Override
    public JsonNode pause(StreamId stream) {
        return changed(stream, (store, info) -> {
            if (info.status() == StreamInfo.Status.ENDED) {
                throw state("the stream '" + info.name() + "' has ended: nothing would be watched of it", "leave it as it is");
            }
            StreamInfo paused = info.with(StreamInfo.Status.PAUSED, "");
            store.putStream(paused);
            if (info.frames() > 0) {
                Gaps.begin(store, unowned(info));
                goesOn(store, info, Gap.Cause.PAUSED);
            }
            return shown(store, info);
        });
    }

    @Override
    public JsonNode resume(StreamId stream) {
        return changed(stream, (store, info) -> {
            if (info.status() != StreamInfo.Status.PAUSED) {
                throw state("the stream '" + info.name() + "' is not paused", "begin to watch with 'afterimage serve'");
            }
            goesOn(store, info, Gap.Cause.NOT_RUNNING);
            store.putStream(info.with(StreamInfo.Status.INTERRUPTED, ""));
            return shown(store, info);
        });
    }

    /** A camera's gap, which is open as long as nobody watches, goes on for another reason. */
    private static void goesOn(SegmentStore store, StreamInfo info, Gap.Cause cause) {
        if (info.live() && Gaps.open(store, info.stream()).isPresent()) {
            Gaps.turn(store, info.stream(), info.secondsAt(Instant.now()), cause);
        }
    }

    @Override
    public JsonNode retry(StreamId stream) {
        throw state("nobody watches the data directory " + directory.path(), "begin to watch with 'afterimage serve'");
    }

    /** What was added or changed while a service ran stands in the data directory; all else stands in a configuration. */
    @Override
    public JsonNode edit(StreamId stream, ObjectNode changes) {
        AddedSources sources = Parts.addedSources(directory.path());
        return changed(stream, (store, info) -> {
            SourceSettings before = sources.of(info.stream())
                    .orElseThrow(() -> state("the source of '" + info.name() + "' does not stand in the data directory",
                            "change it in the configuration, or while 'afterimage serve' runs"));
            SourceSettings after = LifetimeJson.changed(before, changes, info.frames() > 0);
            sources.change(after);
            store.putStream(info.from(after));
            return shown(store, info);
        });
    }

    private static AfterimageException state(String message, String remedy) {
        return new AfterimageException(ErrorCode.USAGE_STREAM_STATE, message, remedy);
    }

    @Override
    public void export(StreamId named, double fromSeconds, double toSeconds, Path file) {
        StoreIdentity identity = StoreIdentity.of(directory.path()).orElseThrow(() -> UnownedStore.unknown(named));
        try (SegmentStore store = Parts.storeToRead(directory.path(), identity)) {
            StreamId stream = StreamNames.find(store, named.name());
            store.stream(stream).orElseThrow(() -> UnownedStore.unknown(stream));
            ExportedFile.write(file, out -> {
                try (VideoCutter.Export export = Parts.videoCutter().export(store.recordings(), stream, fromSeconds, toSeconds)) {
                    for (byte[] part = export.next(); part != null; part = export.next()) {
                        out.write(part);
                    }
                }
            });
        }
    }

    /** Makes sure that a stream begins again. Its source goes first: a kill behind that leaves nothing that would be watched again. */
    static void deleteIfKept(DataDirectory directory, StreamId stream) {
        StoreIdentity.of(directory.path()).ifPresent(identity -> {
            try (SegmentStore store = Parts.store(directory.path(), identity, false)) {
                Parts.addedSources(directory.path()).forget(stream);
                Parts.removeFilms(directory.path(), stream);
                store.deleteStream(stream);
                new Checkpoints(directory.path()).delete(stream);
            }
        });
    }

    /** Nobody watches a stream of a directory that nobody owns: whoever did was killed. */
    private static StreamInfo unowned(StreamInfo info) {
        return info.status() == StreamInfo.Status.WATCHING ? info.with(StreamInfo.Status.INTERRUPTED, "") : info;
    }
}
