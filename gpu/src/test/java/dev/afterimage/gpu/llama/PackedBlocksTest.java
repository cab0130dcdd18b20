package dev.afterimage.gpu.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.block.PictureGrid;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.FailingDevice;
import dev.afterimage.gpu.emulation.Emulations;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StorageForm;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KeyValuesCodec;
import dev.afterimage.store.codec.KvForm;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks that a device puts into the store's form itself. Its streams work as late as they may, so that what nobody waits for is seen. */
class PackedBlocksTest {

    private static final int[] IDS = IntStream.range(0, 120).map(i -> (i * 31 + i * i) % 261).toArray();
    private static final int FRAMES = 16;
    private static final SourceSettings SOURCE = new SourceSettings(new StreamId("table"), "none", 1, SourceSettings.Pace.ASAP, false,
            ReadingSettings.DEFAULT);
    private static final TextEmbedder WORDLESS = new TextEmbedder() {
        @Override
        public float[] embed(String text) {
            return new float[0];
        }

        @Override
        public int width() {
            return 0;
        }
    };

    @TempDir
    private Path directory;

    private static PromptPart tokens(int from, int to) {
        return new PromptPart.Tokens(IntStream.range(from, to).map(i -> IDS[i]).toArray());
    }

    private static PromptPart.Visual picture(OnnxLanguageModel model, int tokens, PictureGrid grid, int seed) {
        int width = model.pack().shape().visualWidth();
        float[] embeddings = new float[tokens * width];
        Random random = new Random(seed);
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = (float) random.nextGaussian();
        }
        return new PromptPart.Visual(embeddings, tokens, width, grid);
    }

    /** Of odd lengths, one longer than what is computed at once, one of a single token; a picture where the model has positions for it. */
    private static List<PromptPart> parts(OnnxLanguageModel model) {
        PromptPart seen = model.pack().shape().axes() == null ? tokens(70, 75)
                : picture(model, 6, new PictureGrid(3, 4, new int[] {1, 2, 5, 6, 10, 11}), 5);
        return List.of(tokens(0, 7), tokens(7, 50), seen, tokens(50, 51), tokens(51, 64));
    }

    @ParameterizedTest
    @CsvSource({"smollm3-odd-f16, FP16, false", "smolvlm-odd-bf16-tied, INT4, true", "qwen2.5-vl-odd-bf16, INT8, false",
        "qwen3-vl-odd-f16, INT4, false", "llama-odd-bf16, INT8, true"})
    void theStoreWritesTheBytesThatItWouldMakeOfTheNumbers(String checkpoint, KvForm form, boolean byLayer) {
        Packs packs = new Packs(directory);
        try (Device device = Emulations.open(32, true); OnnxLanguageModel cpu = packs.onTheCpu(checkpoint, Precision.FP32);
                LanguageModel gpu = packs.onDevice(device, packs.onTheCpu(checkpoint, Precision.FP32), Cell.F32);
                LanguageSession plain = gpu.newSession(120); LanguageSession packing = gpu.newSession(120);
                LanguageSession loaded = gpu.newSession(120); LanguageSession reference = cpu.newSession(120)) {
            for (PromptPart part : parts(cpu)) {
                KeyValues numbers = plain.prefill(part);
                StoredKeyValues kept = packing.prefill(part, form);
                assertThat(kept.pieces()).hasSize(1);
                assertThat(kept.positions()).isEqualTo(numbers.positions());
                assertThat(KeyValuesCodec.stored(kept, form, byLayer)).as("%d tokens", kept.tokens())
                        .containsExactlyElementsOf(KeyValuesCodec.stored(numbers, form, byLayer));
                loaded.append(kept);
                reference.append(kept);
            }
            loaded.read(tokens(90, 100));
            reference.read(tokens(90, 100));
            assertThat(loaded.logits()).usingComparatorWithPrecision(5e-4f).containsExactly(reference.logits());
        }
    }

    @Test
    void aLayerIsMadeSmallerWhileTheNextOnesAreComputedAndNoFloatsLeaveTheDevice() {
        Packs packs = new Packs(directory);
        try (FailingDevice device = new FailingDevice(Emulations.open(32, true));
                LanguageModel gpu = packs.onDevice(device, packs.onTheCpu("smolvlm-f32", Precision.FP32), Cell.F32);
                LanguageSession session = gpu.newSession(120)) {
            session.prefill(tokens(0, 29), KvForm.INT8);
            device.work().clear();
            long before = device.downloaded();
            StoredKeyValues kept = session.prefill(tokens(29, 58), KvForm.INT8);
            assertThat(device.downloaded() - before).isLessThan(kept.pieces().get(0).bytes().length);
            List<String> work = device.work();
            List<String> packed = work.subList(work.indexOf("quantise_channels"), work.lastIndexOf("quantise_tokens"));
            assertThat(packed).contains("rms_norm").doesNotContain("wait");
            assertThat(work).filteredOn("quantise_channels"::equals).hasSize(gpu.layout().layers());
        }
    }

    @ParameterizedTest
    @EnumSource(KvForm.class)
    void blocksOfADeviceThatIsLostMeanwhileAreThoseOfTheCpu(KvForm form) {
        Packs packs = new Packs(directory);
        for (int launches : new int[] {0, 15, 40, 60}) {
            List<String> notices = new ArrayList<>();
            try (FailingDevice device = new FailingDevice(Emulations.open(32, false));
                    OnnxLanguageModel cpu = packs.onTheCpu("smolvlm-f32", Precision.FP32);
                    LanguageModel gpu = packs.onDevice(device, packs.onTheCpu("smolvlm-f32", Precision.FP32),
                            new GpuSettings(Cell.F32, 7, 700, 33), notices);
                    LanguageSession session = gpu.newSession(60); LanguageSession reference = cpu.newSession(60)) {
                KeyValues first = cpuBlock(cpu);
                reference.append(first);
                session.append(first);
                device.loseAfter(launches);
                List<PromptPart> parts = List.of(tokens(9, 20), tokens(20, 27));
                List<StoredKeyValues> kept = parts.stream().map(part -> session.prefill(part, form)).toList();
                assertThat(notices).as("after %d kernels", launches).hasSize(1);
                KeyValues last = parts.stream().map(reference::prefill).reduce(first, (one, other) -> other);
                assertThat(KeyValuesCodec.stored(kept.get(1), form, false)).containsExactly(KeyValuesCodec.encode(last, form));
            }
        }
    }

    private static KeyValues cpuBlock(LanguageModel cpu) {
        try (LanguageSession session = cpu.newSession(10)) {
            return session.prefill(tokens(0, 9));
        }
    }

    private RocksSegmentStore store(LanguageModel model, String name, KvForm form) {
        return RocksSegmentStore.open(directory.resolve(name), new StoreIdentity(model.name(), model.identity(), "test", model.layout(),
                new StorageForm(form, true, "none")), true);
    }

    private static List<KvBlock> written(LanguageModel model, KvCodec codec, SegmentStore store, StreamId stream,
            List<EncodedFrame> frames) {
        List<KvBlock> blocks = new ArrayList<>();
        try (BlockPrefiller prefiller = new BlockPrefiller(model, StreamPrompt.of(model), WORDLESS, 60, codec)) {
            prefiller.restore(store, stream);
            frames.forEach(frame -> prefiller.prefill(frame).ifPresent(block -> {
                store.commit(block);
                blocks.add(block);
            }));
        }
        return blocks;
    }

    private static List<EncodedFrame> frames(OnnxLanguageModel model) {
        return IntStream.range(0, FRAMES).mapToObj(i -> new EncodedFrame(SOURCE.stream(), i, i, new float[0],
                Optional.of(picture(model, 5 + i % 3, null, i)), "", List.of(), new byte[0])).toList();
    }

    @Test
    void aStreamThatLosesItsDeviceIsWrittenOnAndAllOfItCanBeRead() {
        Packs packs = new Packs(directory.resolve("packs"));
        List<String> notices = new ArrayList<>();
        try (FailingDevice device = new FailingDevice(Emulations.open(32, false));
                OnnxLanguageModel cpu = packs.onTheCpu("smolvlm-f32", Precision.FP32);
                LanguageModel gpu = packs.onDevice(device, packs.onTheCpu("smolvlm-f32", Precision.FP32),
                        new GpuSettings(Cell.F32, 7, 700, 33), notices);
                RocksSegmentStore store = store(gpu, "lost", KvForm.INT8); RocksSegmentStore reference = store(cpu, "cpu", KvForm.INT8)) {
            store.putStream(StreamInfo.begun(SOURCE, Instant.EPOCH));
            reference.putStream(StreamInfo.begun(SOURCE, Instant.EPOCH));
            device.loseAfter(250);
            written(gpu, KvForm.INT8, store, SOURCE.stream(), frames(cpu));
            written(cpu, KvForm.INT8, reference, SOURCE.stream(), frames(cpu));
            assertThat(device.work()).as("blocks were made there").contains("quantise_channels");
            assertThat(notices).singleElement().asString().startsWith("The GPU is lost");
            for (long number = 0; number < FRAMES; number++) {
                KeyValues found = store.read(SOURCE.stream(), number).keyValues();
                assertThat(found.keys()).as("block %d", number).usingComparatorWithPrecision(0.05f)
                        .containsExactly(reference.read(SOURCE.stream(), number).keyValues().keys());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KvForm.class)
    void aStreamThatGoesOnBehindABreakIsWrittenToTheBitAsWithoutOne(KvForm form) {
        Packs packs = new Packs(directory.resolve("packs"));
        try (Device device = Emulations.open(32, true); OnnxLanguageModel cpu = packs.onTheCpu("smolvlm-f32", Precision.FP32);
                LanguageModel gpu = packs.onDevice(device, packs.onTheCpu("smolvlm-f32", Precision.FP32), Cell.F32);
                RocksSegmentStore whole = store(gpu, "whole", form); RocksSegmentStore broken = store(gpu, "broken", form)) {
            List<EncodedFrame> frames = frames(cpu);
            whole.putStream(StreamInfo.begun(SOURCE, Instant.EPOCH));
            broken.putStream(StreamInfo.begun(SOURCE, Instant.EPOCH));
            List<KvBlock> blocks = written(gpu, form, whole, SOURCE.stream(), frames);
            assertThat(blocks).hasSize(FRAMES).allSatisfy(block -> assertThat(block.kept().pieces()).isNotEmpty());
            assertThat(blocks.get(FRAMES - 1).entry().windowStart()).as("the window slid").isPositive();
            written(gpu, form, broken, SOURCE.stream(), frames.subList(0, 4));
            written(gpu, form, broken, SOURCE.stream(), frames.subList(4, FRAMES));
            for (KvBlock block : blocks) {
                assertThat(broken.commit(block)).as("block %d has other bytes", block.entry().number()).isFalse();
            }
        }
    }
}
