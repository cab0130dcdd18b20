package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.StoredUtterance;
import dev.afterimage.answering.evidence.TextRun;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.stream.StreamId;

import java.util.Locale;

/**
 * A stretch of a stream that a finding rests on.
 *
 * @param score 0..1
 * @param kind  {@code object}, {@code text}, {@code speech} or {@code block}
 */
public record Support(TimeSpan span, double score, String kind, String note) {

    public static Support of(StoredUtterance said) {
        return new Support(said.span(), said.score(), "speech", said.text());
    }

    static Support of(TextRun run) {
        return new Support(run.span(), run.score(), run.kind().name().toLowerCase(Locale.ROOT), run.text());
    }

    static Support of(TimeSpan span) {
        return new Support(span, 1, "block", "");
    }

    public Citation cite(StreamId stream) {
        String thumbnail = "/api/streams/" + stream.inPath() + "/thumbnails/" + Math.round(span.start() * 1000) / 1000.0;
        return new Citation(span.start(), span.end(), Math.max(0, Math.min(1, score)), kind, thumbnail, note);
    }
}
