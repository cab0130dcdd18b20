package dev.afterimage.answering.evidence;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.event.EventReader;
import dev.afterimage.core.event.StreamEvent;
import dev.afterimage.core.event.StreamEvent.Kind;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.answering.time.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events of a stream by the rules by which questions about it are answered: visits, texts, utterances and gaps. */
public final class StoredEvents implements EventReader {

    private final SegmentStore store;
    private final boolean inBlocks;
    private final EvidenceCache beside = new EvidenceCache();

    /** @param inBlocks whether blocks are notes, and so tell what was seen; otherwise the evidence stands beside them */
    public StoredEvents(SegmentStore store, boolean inBlocks) {
        this.store = store;
        this.inBlocks = inBlocks;
    }

    @Override
    public List<StreamEvent> read(StreamInfo stream, List<BlockEntry> blocks, double until) {
        double now = Math.min(until, Math.max(0, stream.lastSeconds()));
        List<EvidenceEntry> kept = beside.upTo(store, stream, now);
        StreamEvidence evidence = inBlocks ? StreamEvidence.inBlocks(blocks, kept) : StreamEvidence.besideBlocks(blocks, kept);
        List<Gap> gaps = store.gaps(stream.stream(), until);
        Timeline timeline = new Timeline(evidence.observations(), List.of(), Coverage.of(gaps, now), now, Sureness.FLOOR);
        boolean watched = stream.status() == StreamInfo.Status.WATCHING && now == stream.lastSeconds()
                && gaps.stream().noneMatch(Gap::open);
        List<StreamEvent> events = new ArrayList<>();
        timeline.visits().forEach(visit -> events.add(of(stream, visit, now, watched)));
        TextRun.of(timeline).stream().filter(run -> run.kind() == Evidence.Kind.TEXT)
                .forEach(run -> events.add(of(stream, run, now, watched)));
        timeline.said().forEach(said -> events.add(of(stream, Kind.SPEECH, said.text(), said.span(), said.span().end(), said.score())));
        gaps.forEach(gap -> events.add(new StreamEvent(stream.stream(), Kind.GAP, gap.cause().name().toLowerCase(Locale.ROOT), gap.start(),
                gap.open() ? StreamEvent.LASTS : gap.end(), 1, 1, StreamEvent.NOT_FOLLOWED, "", List.of(), "", "")));
        return events;
    }

    private static StreamEvent of(StreamInfo stream, Visit visit, double now, boolean watched) {
        boolean there = lasts(visit.span(), now);
        return new StreamEvent(stream.stream(), Kind.OBJECT, visit.label(), visit.span().start(), end(visit.span(), now, watched),
                Sureness.of(visit.score(), visit.span().length(), there), visit.score(), visit.track(), visit.colour(), visit.path(),
                visit.from(), visit.to());
    }

    private static StreamEvent of(StreamInfo stream, TextRun run, double now, boolean watched) {
        StreamEvent event = of(stream, Kind.TEXT, run.text(), run.span(), end(run.span(), now, watched), run.score());
        return new StreamEvent(event.stream(), event.kind(), event.label(), event.start(), event.end(), event.sureness(), event.score(),
                event.track(), "", run.places(), "", "");
    }

    private static StreamEvent of(StreamInfo stream, Kind kind, String label, TimeSpan span, double end, double score) {
        return new StreamEvent(stream.stream(), kind, label, span.start(), end, score, score, StreamEvent.NOT_FOLLOWED, "",
                List.of(), "", "");
    }

    private static boolean lasts(TimeSpan span, double now) {
        return span.end() >= now;
    }

    /** What is there at the newest moment of a stream that is watched goes on. */
    private static double end(TimeSpan span, double now, boolean watched) {
        return watched && lasts(span, now) ? StreamEvent.LASTS : span.end();
    }
}
