package dev.afterimage.qa.ask;

import dev.afterimage.core.Citation;
import dev.afterimage.core.StreamId;
import dev.afterimage.memory.evidence.Run;
import dev.afterimage.memory.evidence.Said;
import dev.afterimage.memory.evidence.TextRun;
import dev.afterimage.memory.time.TimeSpan;
import java.util.Locale;

/**
 * A stretch of a stream that a finding rests on.
 *
 * @param score 0..1
 * @param kind  {@code object}, {@code text}, {@code speech}, {@code block}, {@code memory}
 */
record Support(TimeSpan span, double score, String kind, String note) {

    static Support of(Run run, double sureness, String note) {
        return new Support(run.span(), run.count() == 0 ? 1 : sureness, run.count() == 0 ? "block" : "object", note);
    }

    static Support of(Said said) {
        return new Support(said.span(), said.score(), "speech", said.text());
    }

    static Support of(TextRun run) {
        return new Support(run.span(), run.score(), run.kind().name().toLowerCase(Locale.ROOT), run.text());
    }

    Citation cite(StreamId stream) {
        return new Citation(span.start(), span.end(), Math.max(0, Math.min(1, score)), kind, thumbnail(stream, span.start()), note);
    }

    private static String thumbnail(StreamId stream, double seconds) {
        return "/api/streams/" + stream + "/thumbnails/" + Math.round(seconds * 1000) / 1000.0;
    }
}
