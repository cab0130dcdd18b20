package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data directory that version e555b7e wrote: {@code watch ../media/car-detection.mp4 --stream street --fps 1 --kv
 * int4 --no-speech --no-text --classes car --pace realtime}, killed once the first car had come. Its blocks are still
 * in RocksDB's log, and a checkpoint lies beside them.
 */
class OlderDataDirectoryTest {

    private static final String CLIP = "../media/car-detection.mp4";
    private static final StreamId STREET = new StreamId("street");

    @TempDir
    private Path data;

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream in = OlderDataDirectoryTest.class.getResourceAsStream("/data-e555b7e.zip");
             ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = data.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (!entry.isDirectory()) {
                    Files.copy(zip, target);
                }
            }
        }
    }

    @Test
    void whatAnOlderVersionStoredIsReadAndAnswersQuestions() {
        JsonNode reply = ask("When does the first car appear?");
        assertThat(reply.path("outcome").asText()).isEqualTo("answered");
        assertThat(reply.path("answer").asText()).contains("00:05");
        assertThat(reply.path("citations").path(0).path("start").asDouble()).isBetween(5.0, 6.0);
        try (SegmentStore store = RocksSegmentStore.openReadOnly(data, StoreIdentity.of(data).orElseThrow())) {
            List<BlockEntry> entries = store.entries(STREET, 0, Double.POSITIVE_INFINITY);
            assertThat(entries).extracting(BlockEntry::note).containsExactly("nothing", "car in the centre");
            assertThat(entries).allSatisfy(entry -> assertThat(store.read(STREET, entry.number()).keyValues().tokens())
                    .isEqualTo(entry.tokens()));
        }
    }

    @Test
    void aWatchThatWasKilledInAnOlderVersionGoesOnFromItsCheckpoint() {
        Command watched = Command.run("watch", CLIP, "--stream", "street", "--fps", "1", "--no-speech", "--no-text", "--classes", "car",
                "--data", data.toString(), "--json");
        // A checkpoint that cannot be restored fails the watch.
        assertThat(watched.exitCode()).as(watched.err()).isZero();
        assertThat(watched.json().path("frames").asInt()).isEqualTo(31);
        assertThat(watched.json().path("blocks").asInt()).isEqualTo(7);
        assertThat(ask("When does the first car appear?").path("answer").asText()).contains("00:05");
        assertThat(ask("When did the last car drive by?").path("answer").asText()).contains("00:26");
    }

    private JsonNode ask(String question) {
        Command asked = Command.run("ask", question, "--stream", "street", "--data", data.toString(), "--json");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        return asked.json();
    }
}
