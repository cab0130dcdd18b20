package dev.afterimage.benchmark.retention;

import dev.afterimage.benchmark.question.SyntheticNotes;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Writes made-up notes with KV of full size and a picture each into a real store. */
final class BusyStream {

    static final StreamId STREAM = new StreamId("street");
    static final int LOOKED_AT_AFTER = 10;
    private static final int TOKENS = 30;
    private static final int PICTURE_BYTES = 12_000;

    private final SegmentStore store;
    private final Path directory;
    private final KvLayout layout;
    private final int textWidth;
    private final double secondsEach;
    private final List<EncodedFrame> notes = SyntheticNotes.of(STREAM, 3600, 1);
    private final KeyValues keyValues;
    private long blocks;

    /** Bytes that the directory took at the most and at the least. */
    record OnDisk(double most, double least) { }

    BusyStream(SegmentStore store, Path directory, KvLayout layout, int textWidth, double secondsEach) {
        this.store = store;
        this.directory = directory;
        this.layout = layout;
        this.textWidth = textWidth;
        this.secondsEach = secondsEach;
        this.keyValues = new KeyValues(layout, TOKENS, numbers(layout.size(TOKENS), 1), numbers(layout.size(TOKENS), 2));
        store.putStream(StreamInfo.begun(new SourceSettings(STREAM, "random", 1, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT),
                Instant.EPOCH));
    }

    long blocks() {
        return blocks;
    }

    OnDisk write(int count) {
        long most = 0;
        long least = Long.MAX_VALUE;
        for (int done = 0; done < count; done++, blocks++) {
            store.putFrame(STREAM, blocks, new Thumbnail(blocks * secondsEach, new byte[PICTURE_BYTES]));
            store.commit(new KvBlock(entry(blocks), keyValues));
            if (done % LOOKED_AT_AFTER == 0) {
                long bytes = bytes();
                most = Math.max(most, bytes);
                least = Math.min(least, bytes);
            }
        }
        return new OnDisk(most, least);
    }

    private BlockEntry entry(long number) {
        EncodedFrame note = notes.get((int) (number % notes.size()));
        float[] text = numbers(textWidth, 3 * number);
        for (int i = 0; i < text.length; i++) {
            text[i] *= 1.7f / (float) Math.sqrt(text.length);
        }
        return new BlockEntry(STREAM, number, number * secondsEach, TOKENS, number, note.note(), note.evidence(), text,
                numbers(layout.layers() * layout.keyWidth(), 3 * number + 1), numbers(TOKENS * layout.keyWidth(), 3 * number + 2));
    }

    private static float[] numbers(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextInt(-32768, 32768) / 32768f;
        }
        return numbers;
    }

    private long bytes() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
        } catch (IOException | UncheckedIOException moved) {
            // RocksDB took a file away meanwhile.
            return bytes();
        }
    }
}
