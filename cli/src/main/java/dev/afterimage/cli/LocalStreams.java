package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Parts;
import dev.afterimage.engine.UnownedStore;
import dev.afterimage.flink.embedded.Checkpoints;
import dev.afterimage.qa.http.KeptJson;
import dev.afterimage.qa.http.LimitsJson;
import dev.afterimage.qa.http.StreamJson;
import dev.afterimage.store.DataDirectory;
import dev.afterimage.store.StoreIdentity;
import java.nio.file.Path;

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
    public JsonNode show(StreamId stream) {
        StoreIdentity identity = StoreIdentity.of(directory.path()).orElseThrow(() -> UnownedStore.unknown(stream));
        try (SegmentStore store = new UnownedStore(Parts.storeToRead(directory.path(), identity))) {
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
        deleteIfKept(directory, stream);
        return shown;
    }

    @Override
    public JsonNode limit(StreamId stream, ObjectNode changes) {
        StoreIdentity identity = StoreIdentity.of(directory.path()).orElseThrow(() -> UnownedStore.unknown(stream));
        try (SegmentStore store = Parts.store(directory.path(), identity, false)) {
            store.stream(stream).orElseThrow(() -> UnownedStore.unknown(stream));
            store.setLimits(stream, LimitsJson.changed(store.limits(stream), changes));
            return KeptJson.of(store, stream, System.currentTimeMillis());
        }
    }

    @Override
    public void export(StreamId stream, double fromSeconds, double toSeconds, Path file) {
        StoreIdentity identity = StoreIdentity.of(directory.path()).orElseThrow(() -> UnownedStore.unknown(stream));
        try (SegmentStore store = Parts.storeToRead(directory.path(), identity)) {
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

    /** Makes sure that a stream begins again. */
    static void deleteIfKept(DataDirectory directory, StreamId stream) {
        StoreIdentity.of(directory.path()).ifPresent(identity -> {
            try (SegmentStore store = Parts.store(directory.path(), identity, false)) {
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
