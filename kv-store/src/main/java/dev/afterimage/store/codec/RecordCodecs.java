package dev.afterimage.store.codec;

import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.time.Instant;

/**
 * The small records. Fields of version 1:
 * <ul>
 * <li>extent: {@code seconds (8) | tokens (4) | kvBytes (4)};
 * <li>scene: {@code start (8) | end (8) | closed (1) | note};
 * <li>gap: {@code end, infinite while it lasts (8) | cause (text)};
 * <li>thumbnail: {@code seconds (8) | JPEG};
 * <li>stream: {@code uri | fps (8) | started, seconds (8) and nanoseconds (4) since 1970 | width (4) | height (4) |
 * live (1) | status (text) | frames (8) | blocks (8) | tokens (8) | kvBytes (8) | lastSeconds (8) | failure | name}, the last only of a
 * stream that was renamed;
 * <li>memory: {@code noted (4) | tokens (fp16)}.
 * </ul> Names and numbers that stand in the key are not repeated. All decoders throw {@link MalformedValueException}.
 */
public final class RecordCodecs {

    private RecordCodecs() { }

    public static byte[] encode(BlockExtent extent) {
        return new ValueWriter(ValueKind.EXTENT, 16).doubles(extent.seconds()).ints(extent.tokens(), extent.kvBytes()).seal();
    }

    public static BlockExtent decodeExtent(byte[] value) {
        return ValueReader.read(ValueKind.EXTENT, value, reader -> new BlockExtent(reader.doubles(), reader.ints(), reader.ints()));
    }

    /** Without loss: a memory's numbers are of half precision. */
    public static byte[] encode(RecurrentMemory memory) {
        return new ValueWriter(ValueKind.MEMORY, 8 + memory.tokens().length * HalfFloats.BYTES).ints(memory.noted()).halves(memory.tokens())
                .seal();
    }

    public static RecurrentMemory decodeMemory(byte[] value) {
        return ValueReader.read(ValueKind.MEMORY, value, reader -> {
            int noted = reader.ints();
            return new RecurrentMemory(reader.halves(), noted);
        });
    }

    public static byte[] encode(Scene scene) {
        return new ValueWriter(ValueKind.SCENE, 64).doubles(scene.start(), scene.end()).bytes(scene.closed() ? 1 : 0).text(scene.note())
                .seal();
    }

    public static Scene decodeScene(StreamId stream, long number, byte[] value) {
        return ValueReader.read(ValueKind.SCENE, value, reader -> {
            double start = reader.doubles();
            double end = reader.doubles();
            boolean closed = reader.bytes() == 1;
            return new Scene(stream, number, start, end, reader.text(), closed);
        });
    }

    public static byte[] encode(Gap gap) {
        return new ValueWriter(ValueKind.GAP, 32).doubles(gap.end()).text(gap.cause().name()).seal();
    }

    public static Gap decodeGap(StreamId stream, double start, byte[] value) {
        return ValueReader.read(ValueKind.GAP, value, reader -> {
            double end = reader.doubles();
            return new Gap(stream, start, end, Gap.Cause.valueOf(reader.text()));
        });
    }

    public static byte[] encode(Thumbnail thumbnail) {
        return new ValueWriter(ValueKind.THUMBNAIL, 16 + thumbnail.jpeg().length).doubles(thumbnail.seconds()).blob(thumbnail.jpeg())
                .seal();
    }

    public static Thumbnail decodeThumbnail(byte[] value) {
        return ValueReader.read(ValueKind.THUMBNAIL, value, reader -> new Thumbnail(reader.doubles(), reader.blob()));
    }

    public static byte[] encode(StreamInfo info) {
        ValueWriter row = new ValueWriter(ValueKind.STREAM_INFO, 256)
                .text(info.uri()).doubles(info.fps()).longs(info.started().getEpochSecond()).ints(info.started().getNano())
                .ints(info.width(), info.height()).bytes(info.live() ? 1 : 0).text(info.status().name())
                .longs(info.frames(), info.blocks(), info.tokens(), info.kvBytes()).doubles(info.lastSeconds()).text(info.failure());
        return info.name().equals(info.stream().name()) ? row.seal() : row.text(info.name()).seal();
    }

    public static StreamInfo decodeStream(StreamId stream, byte[] value) {
        return ValueReader.read(ValueKind.STREAM_INFO, value, reader -> {
            StreamInfo info = new StreamInfo(stream, reader.text(), reader.doubles(),
                    Instant.ofEpochSecond(reader.longs(), reader.ints()), reader.ints(), reader.ints(), reader.bytes() == 1,
                    StreamInfo.Status.valueOf(reader.text()), reader.longs(), reader.longs(), reader.longs(), reader.longs(),
                    reader.doubles(), reader.text());
            return reader.more() ? info.named(reader.text()) : info;
        });
    }
}
