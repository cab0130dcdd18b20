package dev.afterimage.store.codec;

import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.StreamId;
import java.util.EnumSet;
import java.util.Set;

/**
 * Evidence beside blocks. Fields of version 1: {@code seconds (8) | note | kinds looked for, count (4) and names | evidence (
 * {@link EvidenceCodec})}.
 */
public final class EvidenceEntryCodec {

    private EvidenceEntryCodec() { }

    /** The stream and the number stand in the key, not here. */
    public static byte[] encode(EvidenceEntry entry) {
        ValueWriter writer = new ValueWriter(ValueKind.EVIDENCE_ENTRY, 256).doubles(entry.seconds()).text(entry.note())
                .ints(entry.looked().size());
        entry.looked().stream().sorted().forEach(kind -> writer.text(kind.name()));
        EvidenceCodec.write(writer, entry.evidence());
        return writer.seal();
    }

    /** @throws MalformedValueException when the bytes are damaged or newer */
    public static EvidenceEntry decode(StreamId stream, long number, byte[] value) {
        return ValueReader.read(ValueKind.EVIDENCE_ENTRY, value, reader -> {
            double seconds = reader.doubles();
            String note = reader.text();
            Set<Evidence.Kind> looked = looked(reader);
            return new EvidenceEntry(stream, number, seconds, note, EvidenceCodec.read(reader), looked);
        });
    }

    private static Set<Evidence.Kind> looked(ValueReader reader) {
        Set<Evidence.Kind> looked = EnumSet.noneOf(Evidence.Kind.class);
        for (int left = reader.ints(); left > 0; left--) {
            looked.add(Evidence.Kind.valueOf(reader.text()));
        }
        return looked;
    }
}
