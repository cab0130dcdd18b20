package dev.afterimage.answering.ask;

import dev.afterimage.answering.evidence.StoredUtterance;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.Clock;
import java.util.List;
import java.util.TreeMap;

/**
 * The evidence of retrieved moments as timed lines of text for a model's prompt (Video-RAG, Luo et al., 2024). Text
 * that was seen or heard stands in quotation marks, and never beside a question that is answered by yes or no: whoever
 * holds up a sign must not answer it.
 */
final class EvidenceLines {

    private EvidenceLines() { }

    /**
     * @param blocks  that the model reads, ascending
     * @param entries all up to the question's moment: a block holds until the next
     * @return ascending by time
     */
    static List<String> of(Inquiry inquiry, List<BlockEntry> blocks, List<BlockEntry> entries) {
        TreeMap<Double, String> lines = new TreeMap<>();
        Timeline timeline = inquiry.timeline();
        boolean quotes = !inquiry.query().whether();
        for (BlockEntry block : blocks) {
            int next = (int) block.number() + 1;
            TimeSpan span = new TimeSpan(block.seconds(), next < entries.size() ? entries.get(next).seconds() : timeline.until());
            timeline.during(span).stream().filter(moment -> !moment.evidence().isEmpty())
                    .forEach(moment -> lines.merge(moment.span().start(), seen(moment, quotes), (one, other) -> one));
            if (quotes) {
                timeline.said().stream().filter(said -> said.span().overlap(span) > 0)
                        .forEach(said -> lines.merge(said.span().start(), said(said), (one, other) -> one.equals(other) ? one : one + "; "
                        + other));
            }
        }
        return lines.entrySet().stream().filter(line -> !line.getValue().isEmpty())
                .map(line -> "[" + Clock.text(Math.floor(line.getKey())) + "] " + line.getValue()).toList();
    }

    private static String seen(Timeline.Moment moment, boolean quotes) {
        boolean text = moment.evidence().stream().anyMatch(evidence -> evidence.kind() == Evidence.Kind.TEXT);
        int quoted = moment.note().indexOf("text \"");
        return quotes || !text || quoted < 0 ? moment.note() : moment.note().substring(0, quoted).replaceFirst("; $", "");
    }

    private static String said(StoredUtterance said) {
        return "said \"" + said.text().replace('"', '\'') + "\"";
    }
}
