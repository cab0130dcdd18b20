package dev.afterimage.cli;

import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.encoder.visual.VisualEncoderFactory;
import dev.afterimage.ingest.JavaCvFrameSource;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.store.StorageForm;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KvForm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A real, if untrained, vision-language pack behind the real encoder, prefiller and store. */
class VisualPackTest {

    private static final StreamId STREAM = new StreamId("table");
    private static final SourceSettings SOURCE = new SourceSettings(STREAM, Command.clip("bottle-detection.mp4"), 1,
            SourceSettings.Pace.ASAP, false,
            ReadingSettings.DEFAULT);
    private static final TextEmbedder EMBEDDER = new FakeTextEmbedder();

    @TempDir
    private static Path packs;
    private static LanguageModel model;
    private static List<EncodedFrame> frames;
    @TempDir
    private Path data;

    @BeforeAll
    static void load() {
        Path checkpoint = Path.of(System.getProperty("afterimage.root"), "model-runtime/src/test/resources/checkpoints/smolvlm-f32");
        ModelPacks directory = new ModelPacks(packs);
        directory.importCheckpoint(checkpoint, "eyes", (what, done, total) -> { });
        model = directory.load("eyes", Precision.FP32, 1);
        frames = new ArrayList<>();
        try (FrameEncoder encoder = new VisualEncoderFactory(model, CompressionSettings.of(Mode.DROP, 0)).create(SOURCE);
                FrameSource.Capture capture = new JavaCvFrameSource().open(SOURCE, -1, 0)) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                frames.add(encoder.encode(frame));
            }
        }
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static BlockPrefiller prefiller(KvForm form, int window) {
        return new BlockPrefiller(model, StreamPrompt.of(model), EMBEDDER, window, form);
    }

    private RocksSegmentStore open(KvForm form, int window) {
        return RocksSegmentStore.open(data.resolve(form.text() + window),
                new StoreIdentity(model.name(), model.identity(), "test", model.layout(),
                new StorageForm(form, true, "drop")), true);
    }

    private static void watch(RocksSegmentStore store, KvForm form, int window, List<EncodedFrame> part) {
        try (BlockPrefiller prefiller = prefiller(form, window)) {
            prefiller.restore(store, STREAM);
            part.forEach(frame -> prefiller.prefill(frame).ifPresent(store::commit));
        }
    }

    @Test
    void framesOfAClipLoseTokensThatWereThereBefore() {
        int dropped = frames.stream().mapToInt(EncodedFrame::tokensDropped).sum();
        int all = frames.size() * model.vision().orElseThrow().rows() * model.vision().orElseThrow().columns();
        assertThat(frames.get(0).tokensDropped()).isZero();
        assertThat((double) dropped / all).isBetween(0.4, 0.95);
    }

    @Test
    void aRestartWritesTheSameBytesInEveryFormAlsoWhereAWindowHangsOnWhatWasStored() {
        for (KvForm form : KvForm.values()) {
            for (int window : new int[] {0, 60}) {
                List<KvBlock> undisturbed = new ArrayList<>();
                try (BlockPrefiller prefiller = prefiller(form, window)) {
                    frames.forEach(frame -> prefiller.prefill(frame).ifPresent(undisturbed::add));
                }
                for (List<EncodedFrame> part : List.of(frames.subList(0, 11), frames.subList(11, 26), frames.subList(26, frames.size()))) {
                    try (RocksSegmentStore store = open(form, window)) {
                        if (store.streams().isEmpty()) {
                            store.putStream(StreamInfo.begun(SOURCE, Instant.EPOCH));
                        }
                        watch(store, form, window, part);
                    }
                }
                try (RocksSegmentStore store = open(form, window)) {
                    assertThat(store.entries(STREAM, 0, 1e9)).hasSameSizeAs(undisturbed).hasSizeGreaterThan(10);
                    for (KvBlock block : undisturbed) {
                        assertThat(store.commit(block))
                                .as("%s, window %d: block %d is there to the bit", form, window, block.entry().number()).isFalse();
                    }
                }
            }
        }
    }
}
