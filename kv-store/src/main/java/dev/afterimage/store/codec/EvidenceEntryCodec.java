package dev.afterimage.store.codec;

import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.StreamId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Evidence beside blocks. Fields of version 1: {@code seconds (8) | note | kinds looked for, count (4) and names | evidence (
 * {@link EvidenceCodec})}, and where only some classes were looked for {@code count (4) and names} of those.
 */
public final class EvidenceEntryCodec {

    private EvidenceEntryCodec() { }

    /** The stream and the number stand in the key, not here. */
    public static byte[] encode(EvidenceEntry entry) {
        ValueWriter writer = new ValueWriter(ValueKind.EVIDENCE_ENTRY, 256).doubles(entry.seconds()).text(entry.note())
                .ints(entry.looked().size());
        entry.looked().stream().sorted().forEach(kind -> writer.text(kind.name()));
        EvidenceCodec.write(writer, entry.evidence());
        if (!entry.classes().isEmpty()) {
            writer.ints(entry.classes().size());
            entry.classes().stream().sorted().forEach(writer::text);
        }
        return writer.seal();
    }

    /** @throws MalformedValueException when the bytes are damaged or newer */
    public static EvidenceEntry decode(StreamId stream, long number, byte[] value) {
        return ValueReader.read(ValueKind.EVIDENCE_ENTRY, value, reader -> {
            double seconds = reader.doubles();
            String note = reader.text();
            Set<Evidence.Kind> looked = looked(reader);
            return new EvidenceEntry(stream, number, seconds, note, EvidenceCodec.read(reader), looked, classes(reader));
        });
    }

    private static Set<String> classes(ValueReader reader) {
        Set<String> classes = new HashSet<>();
        for (int left = reader.more() ? reader.ints() : 0; left > 0; left--) {
            classes.add(reader.text());
        }
        return classes;
    }

    private static Set<Evidence.Kind> looked(ValueReader reader) {
        Set<Evidence.Kind> looked = EnumSet.noneOf(Evidence.Kind.class);
        for (int left = reader.ints(); left > 0; left--) {
            looked.add(Evidence.Kind.valueOf(reader.text()));
        }
        return looked;
    }
}
