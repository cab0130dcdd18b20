package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.flink.embedded.Checkpoints;
import dev.afterimage.qa.http.StreamJson;
import dev.afterimage.store.DataDirectory;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;

/** The kept streams of a data directory that nobody owns, read from its store; no model is needed. */
final class LocalStreams implements StoredStreams {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataDirectory directory;

    LocalStreams(DataDirectory directory) {
        this.directory = directory;
    }

    @Override
    public JsonNode list() {
        ArrayNode streams = JSON.createArrayNode();
        StoreIdentity.of(directory.path()).ifPresent(identity -> {
            try (SegmentStore store = RocksSegmentStore.openReadOnly(directory.path(), identity)) {
                store.streams().forEach(info -> streams.add(StreamJson.of(unowned(info))));
            }
        });
        return streams;
    }

    @Override
    public JsonNode show(StreamId stream) {
        StoreIdentity identity = StoreIdentity.of(directory.path()).orElseThrow(() -> unknown(stream));
        try (SegmentStore store = RocksSegmentStore.openReadOnly(directory.path(), identity)) {
            ObjectNode shown = StreamJson.of(unowned(store.stream(stream).orElseThrow(() -> unknown(stream))));
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

    /** Makes sure that a stream begins anew. */
    static void deleteIfKept(DataDirectory directory, StreamId stream) {
        StoreIdentity.of(directory.path()).ifPresent(identity -> {
            try (SegmentStore store = RocksSegmentStore.open(directory.path(), identity, false)) {
                store.deleteStream(stream);
                new Checkpoints(directory.path()).delete(stream);
            }
        });
    }

    /** Nobody watches a stream of a directory that nobody owns: whoever did was killed. */
    private static StreamInfo unowned(StreamInfo info) {
        return info.status() == StreamInfo.Status.WATCHING ? info.with(StreamInfo.Status.INTERRUPTED, "") : info;
    }

    static AfterimageException unknown(StreamId stream) {
        return new AfterimageException(ErrorCode.STREAM_UNKNOWN, "there is no stream '" + stream + "'",
                "see 'afterimage streams list', or begin it with 'afterimage watch URI --stream " + stream + "'");
    }
}
