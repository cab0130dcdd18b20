package dev.afterimage.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Wiring;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A question asked on the command line, of a data directory that nobody owns. */
class ColdAskTest {

    private static final StreamId STREET = new StreamId("street");

    @TempDir
    private Path directory;

    private void watched() {
        ModelPacks packs = Wiring.packs();
        if (packs.wantsPull(Wiring.DEFAULT_MODEL)) {
            packs.pull(Wiring.DEFAULT_MODEL, (what, done, total) -> { });
        }
        LanguageModel model = packs.deferred(Wiring.DEFAULT_MODEL, ModelPacks.DEFAULT_PRECISION, 1, loaded -> loaded);
        StoreIdentity identity = new StoreIdentity(model.name(), model.identity(), "another encoder", model.layout());
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, identity, true)) {
            store.putStream(new StreamInfo(STREET, "file:x", 2, Instant.EPOCH, 1, 1, false, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1, ""));
            store.commit(block(model, 0, 0, "nothing"));
            store.commit(block(model, 1, 5, "red car on the left",
                    new Evidence("car", List.of("left"), 0.9, List.of(new Sighting(1, 5, Sighting.THERE, "red", "left", "")))));
            store.putFrame(STREET, 59, new Thumbnail(29.5, new byte[] {1}));
        }
    }

    private static KvBlock block(LanguageModel model, long number, double seconds, String note, Evidence... evidence) {
        float[] zeros = new float[model.layout().size(1)];
        return new KvBlock(new BlockEntry(STREET, number, seconds, 1, 0, note, List.of(evidence), new float[384],
                new float[model.layout().layers() * model.layout().keyWidth()], new float[model.layout().keyWidth()]),
                new KeyValues(model.layout(), 1, zeros, zeros));
    }

    @Test
    void anAnswerThatIsComputedLoadsNeitherModelNorEmbedder() throws Exception {
        watched();
        Path classes = directory.resolve("classes.log");
        ProcessBuilder process = Command.process("ask", "What colour was the car?", "--stream", STREET.name(), "--data",
                directory.toString(),
                "--json");
        List<String> words = new ArrayList<>(process.command());
        words.add(1, "-Xlog:class+load:file=" + classes);
        Process ask = process.command(words).start();
        String reply = new String(ask.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ask.waitFor()).isZero();
        assertThat(new ObjectMapper().readTree(reply).path("method").asText()).isEqualTo("computed");
        assertThat(new ObjectMapper().readTree(reply).path("answer").asText()).containsIgnoringCase("red");
        assertThat(Files.readAllLines(classes)).isNotEmpty().noneMatch(line -> line.contains(" ai.onnxruntime.OrtEnvironment")
                || line.contains(" ai.djl.")
                || line.contains("dev.langchain4j."));
    }
}
