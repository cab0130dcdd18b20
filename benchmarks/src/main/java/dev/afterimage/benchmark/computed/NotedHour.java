package dev.afterimage.benchmark.computed;

import dev.afterimage.benchmark.question.SyntheticNotes;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Keeping;
import dev.afterimage.engine.Parts;
import dev.afterimage.engine.Wiring;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.store.StorageForm;
import dev.afterimage.store.RocksSegmentStore;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A data directory with a stream of synthetic notes, laid out as the product writes it. Its KV is all zeros: answers that are
 * computed never look
 * at it.
 */
final class NotedHour {

    static final StreamId STREAM = new StreamId("street");
    private static final int TEXT_WIDTH = 384;

    private NotedHour() { }

    /** @return notes stored */
    static long write(Path data, LanguageModel model, double seconds, long seed) {
        StorageForm kept = new StorageForm(Keeping.NOTES_KV, false, "none");
        try (RocksSegmentStore store = Parts.store(data, Wiring.identity(model, StreamPrompt.of(model), kept), true)) {
            StreamInfo info = StreamInfo.begun(new SourceSettings(STREAM, "synthetic", SourceSettings.DEFAULT_FPS, SourceSettings.Pace.ASAP,
                    false,
                    ReadingSettings.DEFAULT), Instant.EPOCH);
            store.putStream(info);
            List<EncodedFrame> frames = SyntheticNotes.of(STREAM, seconds, seed);
            frames.forEach(frame -> store(store, model, frame));
            store.putStream(info.with(StreamInfo.Status.ENDED, ""));
            return frames.size();
        }
    }

    private static void store(SegmentStore store, LanguageModel model, EncodedFrame frame) {
        int tokens = model.tokenize(frame.note()).length;
        float[] zeros = new float[model.layout().size(tokens)];
        store.putFrame(STREAM, frame.index(), new Thumbnail(frame.seconds(), frame.thumbnail()));
        store.commit(new KvBlock(new BlockEntry(STREAM, frame.index(), frame.seconds(), tokens, 0, frame.note(), frame.evidence(),
                new float[TEXT_WIDTH], new float[model.layout().layers() * model.layout().keyWidth()],
                new float[tokens * model.layout().keyWidth()]), new KeyValues(model.layout(), tokens, zeros, zeros)));
    }
}
