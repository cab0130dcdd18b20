package dev.afterimage.core.answer;

/**
 * A moment an answer rests on.
 *
 * @param start     seconds from the stream's start
 * @param end       seconds; at least {@code start}
 * @param score     how strongly it supports the answer, 0..1
 * @param kind      what was seen there: {@code object}, {@code text}, {@code speech}, {@code block}
 * @param thumbnail path below the service's root, e.g. {@code /api/streams/table/thumbnails/12.5}
 * @param note      the evidence in words
 */
public record Citation(double start, double end, double score, String kind, String thumbnail, String note) { }
