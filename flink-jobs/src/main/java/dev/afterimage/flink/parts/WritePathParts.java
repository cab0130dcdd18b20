package dev.afterimage.flink.parts;

import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.memory.block.BlockPrefiller;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What the write path is made of on one machine, shared by all its operators.
 *
 * @param speech     writes down what is said; empty where no speech pack is installed
 * @param prefillers makes a stream's prefiller, with an empty window
 * @param failures   is told the fault that ended a stream
 */
public record WritePathParts(FrameSource frames, FrameEncoder.Factory encoders, Optional<SpeechReader.Factory> speech, LanguageModel model,
                             Supplier<BlockPrefiller> prefillers, SegmentStore store, LiveFeed feed,
                             BiConsumer<StreamId, AfterimageException> failures) {

    /** The same with other frames. */
    public WritePathParts reading(FrameSource other) {
        return new WritePathParts(other, encoders, speech, model, prefillers, store, feed, failures);
    }
}
