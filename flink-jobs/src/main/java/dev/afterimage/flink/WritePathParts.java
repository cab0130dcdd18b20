package dev.afterimage.flink;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.FrameEncoder;
import dev.afterimage.core.FrameSource;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.LiveFeed;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.SpeechReader;
import dev.afterimage.core.StreamId;
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
                             Supplier<BlockPrefiller> prefillers, SegmentStore store, LiveFeed feed, BiConsumer<StreamId, AfterimageException> failures) { }
