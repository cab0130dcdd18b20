package dev.afterimage.benchmark.question;

import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Parts;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KvForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** A data directory with one stream of synthetic notes, prefilled and stored as the write path does it; deleted in the end. */
final class FilledStore implements AutoCloseable {

    static final StreamId STREAM = new StreamId("street");

    private final TemporaryDirectory directory = new TemporaryDirectory();
    private final StoreIdentity identity;
    private final double seconds;
    private final StreamInfo info;

    FilledStore(LanguageModel model, NotesPrompt prompt, TextEmbedder embedder, List<EncodedFrame> frames) {
        identity = new StoreIdentity(model.name(), model.identity(), "synthetic/" + prompt.version(), model.layout());
        long start = System.nanoTime();
        try (RocksSegmentStore store = Parts.store(directory.path(), identity, true);
                BlockPrefiller prefiller = new BlockPrefiller(model, prompt, embedder, model.windowTokens(), KvForm.FP16)) {
            store.putStream(StreamInfo.begun(new SourceSettings(STREAM, "synthetic", SourceSettings.DEFAULT_FPS, SourceSettings.Pace.ASAP,
                    false,
                    ReadingSettings.DEFAULT), Instant.EPOCH));
            for (EncodedFrame frame : frames) {
                store.putFrame(STREAM, frame.index(), new Thumbnail(frame.seconds(), frame.thumbnail()));
                prefiller.prefill(frame).ifPresent(store::commit);
            }
            info = store.stream(STREAM).orElseThrow();
        }
        seconds = (System.nanoTime() - start) / 1e9;
    }

    RocksSegmentStore open() {
        return Parts.store(directory.path(), identity, false);
    }

    /** @return false where the page cache cannot be emptied */
    boolean cool() {
        try {
            return PageCache.drop(directory.path());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory.path(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    StreamInfo info() {
        return info;
    }

    /** How long prefilling and storing it took. */
    double seconds() {
        return seconds;
    }

    @Override
    public void close() {
        directory.close();
    }
}
