package dev.afterimage.flink.supervision;

import dev.afterimage.core.source.AddedSources;
import dev.afterimage.core.source.SourceProbe;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Watching;

import java.util.function.BiConsumer;

/**
 * What supervision stands on.
 *
 * @param watching starts and stops a stream once
 * @param frames   the source that {@code watching} reads
 * @param probe    asks whether a lost camera answers
 * @param kept     where sources go that were added while the service runs
 * @param notices  is told, in a sentence, that a stream was lost or is back
 */
public record Supervision(Watching watching, SegmentStore store, LiveFeed feed, AwaitedFrames frames, SourceProbe probe, AddedSources kept,
                          Alarms alarms, Backoff backoff, BiConsumer<StreamId, String> notices) { }
