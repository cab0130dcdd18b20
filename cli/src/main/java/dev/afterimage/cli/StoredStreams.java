package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.StreamId;
import dev.afterimage.store.DataDirectory;

import java.util.function.Function;

/** The kept streams as JSON: asked of the process that owns the data directory, or read from its store. */
interface StoredStreams {

    JsonNode list();

    JsonNode show(StreamId stream);

    JsonNode delete(StreamId stream);

    static <T> T in(DataDirectory directory, Function<StoredStreams, T> use) {
        return directory.findOwner().<StoredStreams>map(OwnerClient::new).map(use).orElseGet(() -> use.apply(new LocalStreams(directory)));
    }
}
