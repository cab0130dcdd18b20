package dev.afterimage.store.codec;

import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.Evidence;
import dev.afterimage.core.StreamId;
import java.util.ArrayList;
import java.util.List;

/**
 * A block's index entry. Fields of version 1: {@code seconds (8) | tokens (4) | windowStart (8) | note | evidence count (4) | evidence... |
 * textVector (fp32) | meanKeys (fp16) | tokenKeys (fp16)}; each piece of evidence is {@code kind (text) | label | count (4) | places count (4) |
 * places... | score (8)}, of the kind {@value #TIMED_SPEECH} also {@code start (8) | end (8)}.
 * Keys are rounded as the KV they were taken from; the text vector is small and stays as it was made.
 */
public final class BlockEntryCodec {

    /** Speech with times of its own. Speech without, as version 1 first knew it, is written by its kind's name like everything else. */
    private static final String TIMED_SPEECH = "SPEECH FROM TO";

    private BlockEntryCodec() { }

    /** The stream and the number stand in the key, not here. */
    public static byte[] encode(BlockEntry entry) {
        int floats = entry.textVector().length * Float.BYTES + (entry.meanKeys().length + entry.tokenKeys().length) * HalfFloats.BYTES;
        ValueWriter writer = new ValueWriter(ValueKind.BLOCK_ENTRY, 256 + floats);
        writer.doubles(entry.seconds()).ints(entry.tokens()).longs(entry.windowStart()).text(entry.note()).ints(entry.evidence().size());
        entry.evidence().forEach(evidence -> write(writer, evidence));
        return writer.floats(entry.textVector()).halves(entry.meanKeys()).halves(entry.tokenKeys()).seal();
    }

    /** @throws MalformedValueException when the bytes are damaged or newer */
    public static BlockEntry decode(StreamId stream, long number, byte[] value) {
        return ValueReader.read(ValueKind.BLOCK_ENTRY, value, reader -> new BlockEntry(stream, number, reader.doubles(), reader.ints(),
                reader.longs(), reader.text(), evidence(reader), reader.floats(), reader.halves(), reader.halves()));
    }

    private static void write(ValueWriter writer, Evidence evidence) {
        boolean timed = timed(evidence);
        writer.text(timed ? TIMED_SPEECH : evidence.kind().name()).text(evidence.label()).ints(evidence.count(), evidence.places().size());
        evidence.places().forEach(writer::text);
        writer.doubles(evidence.score());
        if (timed) {
            writer.doubles(evidence.start(), evidence.end());
        }
    }

    private static boolean timed(Evidence evidence) {
        return evidence.kind() == Evidence.Kind.SPEECH && evidence.timed();
    }

    private static List<Evidence> evidence(ValueReader reader) {
        List<Evidence> all = new ArrayList<>();
        for (int left = reader.ints(); left > 0; left--) {
            String word = reader.text();
            boolean timed = word.equals(TIMED_SPEECH);
            Evidence.Kind kind = timed ? Evidence.Kind.SPEECH : Evidence.Kind.valueOf(word);
            String label = reader.text();
            int count = reader.ints();
            List<String> places = new ArrayList<>();
            for (int more = reader.ints(); more > 0; more--) {
                places.add(reader.text());
            }
            double score = reader.doubles();
            all.add(timed ? new Evidence(kind, label, count, places, score, reader.doubles(), reader.doubles())
                    : new Evidence(kind, label, count, places, score));
        }
        return all;
    }
}
