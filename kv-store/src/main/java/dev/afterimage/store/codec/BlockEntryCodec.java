package dev.afterimage.store.codec;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.stream.StreamId;

/**
 * A block's index entry. Fields of version 1: {@code seconds (8) | tokens (4) | windowStart (8) | note | evidence ({@link
 * EvidenceCodec}) | textVector (fp32) | meanKeys (fp16) | tokenKeys (fp16)}. Keys are rounded as the KV they were
 * taken from; the text vector is small and stays as it was made.
 */
public final class BlockEntryCodec {

    private BlockEntryCodec() { }

    /** The stream and the number stand in the key, not here. */
    public static byte[] encode(BlockEntry entry) {
        int floats = entry.textVector().length * Float.BYTES + (entry.meanKeys().length + entry.tokenKeys().length) * HalfFloats.BYTES;
        ValueWriter writer = new ValueWriter(ValueKind.BLOCK_ENTRY, 256 + floats);
        writer.doubles(entry.seconds()).ints(entry.tokens()).longs(entry.windowStart()).text(entry.note());
        EvidenceCodec.write(writer, entry.evidence());
        return writer.floats(entry.textVector()).halves(entry.meanKeys()).halves(entry.tokenKeys()).seal();
    }

    /** @throws MalformedValueException when the bytes are damaged or newer */
    public static BlockEntry decode(StreamId stream, long number, byte[] value) {
        return ValueReader.read(ValueKind.BLOCK_ENTRY, value, reader -> new BlockEntry(stream, number, reader.doubles(), reader.ints(),
                reader.longs(), reader.text(), EvidenceCodec.read(reader), reader.floats(), reader.halves(), reader.halves()));
    }
}
