package dev.afterimage.core.recording;

import java.util.ArrayList;
import java.util.List;

/** A stretch of time of which there is video without a break, seconds from the stream's start. */
public record Span(double start, double end) {

    /** Pieces that follow each other within this many seconds are one span: a picture stands as long as the next takes to come. */
    private static final double UNBROKEN = 1.5;

    /** What pieces in the order of their starts cover. */
    public static List<Span> of(List<Piece> pieces) {
        List<Span> spans = new ArrayList<>();
        for (Piece piece : pieces) {
            Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (last != null && piece.start() <= last.end + UNBROKEN) {
                spans.set(spans.size() - 1, new Span(last.start, Math.max(last.end, piece.end())));
            } else {
                spans.add(new Span(piece.start(), piece.end()));
            }
        }
        return spans;
    }
}
