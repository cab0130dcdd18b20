package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.upload.UploadLimits;
import dev.afterimage.engine.Parts;
import dev.afterimage.store.DataDirectory;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.UploadDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of a data directory that no service has. */
class LocalStreamsTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final StreamId FILM = new StreamId("film");

    @TempDir
    private Path data;

    private static SourceSettings source(StreamId stream) {
        return new SourceSettings(stream, "rtsp://camera/" + stream, 2, SourceSettings.Pace.REALTIME, false,
                new ReadingSettings(Set.of(), Map.of(), -1, true));
    }

    @Test
    void aDeletedStreamIsNotWatchedAgainByTheNextService() {
        UploadDirectory uploads = new UploadDirectory(data, UploadLimits.DEFAULT, (file, beginning) -> { });
        String whole = uploads.begin(source(FILM), "film.mp4", 1, "").id();
        uploads.append(whole, 0, new byte[1]);
        String half = uploads.begin(source(DOOR), "door.mp4", 2, "").id();
        try (SegmentStore store = Parts.store(data, new StoreIdentity("notes-135m", "id", "1", new KvLayout(1, 1, 4)), true)) {
            for (StreamId stream : Set.of(DOOR, FILM)) {
                store.putStream(StreamInfo.begun(source(stream), Instant.EPOCH).with(StreamInfo.Status.PAUSED, ""));
                Parts.addedSources(data).keep(source(stream));
            }
        }
        LocalStreams streams = new LocalStreams(new DataDirectory(data));
        streams.delete(DOOR);
        assertThat(Parts.addedSources(data).all()).extracting(SourceSettings::stream).containsExactly(FILM);
        streams.delete(FILM);
        assertThat(Parts.addedSources(data).all()).isEmpty();
        assertThat(UploadDirectory.film(data, whole)).doesNotExist();
        assertThat(UploadDirectory.film(data, half)).as("still being uploaded").exists();
    }
}
