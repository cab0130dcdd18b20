package dev.afterimage.benchmark.ask;

import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Parts;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StorageForm;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KvForm;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.SplittableRandom;

/**
 * A stream as long as wanted: index entries are made up when they are looked at, and any block's KV is read from a real
 * store that holds a few hundred of them, in turn.
 */
final class SyntheticStream implements SegmentStore {

    static final StreamId STREAM = new StreamId("street");
    private static final int STORED = 256;

    private final TemporaryDirectory directory = new TemporaryDirectory();
    private final RocksSegmentStore stored;
    private final Kind kind;
    private int blocks;

    /**
     * What the blocks are.
     *
     * @param tokens      of each
     * @param tokenKeys   whether entries hold keys of every token
     * @param textWidth   of the text vectors; 0 for blocks without a note
     * @param notes       in turn; empty for pictures
     * @param secondsEach from one block to the next
     */
    record Kind(KvLayout layout, int tokens, boolean tokenKeys, int textWidth, List<EncodedFrame> notes, double secondsEach, KvForm form,
            boolean byLayer) { }

    SyntheticStream(Kind kind) {
        this.kind = kind;
        StoreIdentity identity = new StoreIdentity("random", "random", "random", kind.layout,
                new StorageForm(kind.form, kind.byLayer, "none"));
        stored = Parts.store(directory.path(), identity, true);
        stored.putStream(StreamInfo.begun(new SourceSettings(STREAM, "random", 1, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT),
                Instant.EPOCH));
        KeyValues block = new KeyValues(kind.layout, kind.tokens, numbers(kind.layout.size(kind.tokens), 1),
                numbers(kind.layout.size(kind.tokens), 2));
        for (int number = 0; number < STORED; number++) {
            stored.commit(new KvBlock(new BlockEntry(STREAM, number, number, kind.tokens, number, "", List.of(), new float[0], new float[0],
                    new float[0]), block));
        }
    }

    /** From now on the stream is this long. */
    SyntheticStream lasting(double seconds) {
        blocks = (int) Math.max(1, Math.round(seconds / kind.secondsEach));
        return this;
    }

    int blocks() {
        return blocks;
    }

    private static float[] numbers(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[count];
        for (int i = 0; i + 3 < count; i += 4) {
            long bits = random.nextLong();
            for (int j = 0; j < 4; j++) {
                numbers[i + j] = (short) (bits >> 16 * j) / 32768f;
            }
        }
        return numbers;
    }

    private BlockEntry entry(long number) {
        KvLayout layout = kind.layout;
        EncodedFrame note = kind.notes.isEmpty() ? null : kind.notes.get((int) (number % kind.notes.size()));
        float[] text = numbers(kind.textWidth, 3 * number);
        for (int i = 0; i < text.length; i++) {
            text[i] *= 1.7f / (float) Math.sqrt(text.length);
        }
        return new BlockEntry(STREAM, number, number * kind.secondsEach, kind.tokens, number, note == null ? "" : note.note(),
                note == null ? List.of() : note.evidence(),
                text, numbers(layout.layers() * layout.keyWidth(), 3 * number + 1),
                kind.tokenKeys ? numbers(kind.tokens * layout.keyWidth(), 3 * number + 2) : new float[0]);
    }

    @Override
    public Optional<StreamInfo> stream(StreamId stream) {
        StreamInfo info = stored.stream(stream).orElseThrow();
        return Optional.of(new StreamInfo(stream, info.uri(), info.fps(), info.started(), 1, 1, false, StreamInfo.Status.ENDED, blocks,
                blocks,
                (long) blocks * kind.tokens, 0, (blocks - 1) * kind.secondsEach, ""));
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        return stored.read(stream, number % STORED);
    }

    @Override
    public KeyValues readLayer(StreamId stream, long number, int layer) {
        return stored.readLayer(stream, number % STORED, layer);
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        int until = (int) Math.min(blocks, Math.floor(untilSeconds / kind.secondsEach) + 1);
        return new Entries((int) Math.min(fromNumber, until), until);
    }

    private final class Entries extends AbstractList<BlockEntry> implements RandomAccess {

        private final int from;
        private final int until;

        Entries(int from, int until) {
            this.from = from;
            this.until = until;
        }

        @Override
        public BlockEntry get(int index) {
            return entry(from + index);
        }

        @Override
        public int size() {
            return until - from;
        }
    }

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return Optional.empty();
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        return Optional.of(entry(blocks - 1));
    }

    @Override
    public List<StreamInfo> streams() {
        return List.of(stream(STREAM).orElseThrow());
    }

    @Override
    public void putStream(StreamInfo info) {
        throw readOnly();
    }

    @Override
    public void deleteStream(StreamId stream) {
        throw readOnly();
    }

    @Override
    public boolean commit(KvBlock block) {
        throw readOnly();
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        throw readOnly();
    }

    @Override
    public void putEvidence(EvidenceEntry entry) {
        throw readOnly();
    }

    @Override
    public List<EvidenceEntry> evidence(StreamId stream, long fromNumber, double untilSeconds) {
        return List.of();
    }

    @Override
    public void putScene(Scene scene) {
        throw readOnly();
    }

    @Override
    public void putGap(Gap gap) {
        throw readOnly();
    }

    @Override
    public List<Gap> gaps(StreamId stream, double untilSeconds) {
        return List.of();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("made up, to be read only");
    }

    @Override
    public List<Scene> scenes(StreamId stream, double untilSeconds) {
        return List.of();
    }

    @Override
    public Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        return Optional.empty();
    }

    @Override
    public List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds) {
        return List.of();
    }

    @Override
    public long storedBytes(StreamId stream, long number) {
        return stored.storedBytes(stream, number % STORED);
    }

    @Override
    public void close() {
        stored.close();
        directory.close();
    }
}
