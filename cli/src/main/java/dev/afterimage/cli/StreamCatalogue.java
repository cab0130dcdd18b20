package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.store.DataDirectory;

import java.nio.file.Path;
import java.util.function.Function;

/** The kept streams as JSON: asked of the process that owns the data directory, or read from its store. */
interface StreamCatalogue {

    JsonNode list();

    /** The stream that somebody means by a name, see {@link dev.afterimage.core.store.StreamNames}. */
    JsonNode show(StreamId stream);

    /** @return the stream as it is then; so of all that follow */
    JsonNode rename(StreamId stream, String name);

    JsonNode pause(StreamId stream);

    JsonNode resume(StreamId stream);

    JsonNode retry(StreamId stream);

    /** @param changes see {@link dev.afterimage.qa.http.LifetimeJson#changed} */
    JsonNode edit(StreamId stream, ObjectNode changes);

    JsonNode delete(StreamId stream);

    /**
     * Changes how much is kept of a stream.
     *
     * @param changes see {@link dev.afterimage.qa.http.LimitsJson#changed}
     * @return what is kept now, and how long it lasts
     */
    JsonNode limit(StreamId stream, ObjectNode changes);

    /**
     * Writes an interval of the recorded video into a file, as one MP4.
     *
     * @param fromSeconds from the stream's start
     */
    void export(StreamId stream, double fromSeconds, double toSeconds, Path file);

    static <T> T in(DataDirectory directory, Function<StreamCatalogue, T> use) {
        return directory.findOwner().<StreamCatalogue>map(OwnerClient::new).map(use)
                .orElseGet(() -> use.apply(new LocalStreams(directory)));
    }
}
