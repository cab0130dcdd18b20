package dev.afterimage.store.codec;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.TokenPositions;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of everything, never to be changed: the committed bytes were made from these. */
final class Samples {

    static final StreamId STREAM = new StreamId("street");
    static final KeyValues KEY_VALUES = new KeyValues(new KvLayout(2, 1, 4), 3, floats(24, 0.37f), floats(24, -1.13f));
    static final KeyValues POSITIONED = new KeyValues(KEY_VALUES.layout(), 3, KEY_VALUES.keys(), KEY_VALUES.values(),
            new TokenPositions(new int[] {0, 0, 0, 1, 3, 2, 8, 8, 8}, 9));
    static final BlockEntry ENTRY = new BlockEntry(STREAM, 7, 3.5, 3, 2, "2 cars, left and centre; text \"Ausfahrt B2 \u2192\"",
            List.of(new Evidence(Evidence.Kind.OBJECT, "car", 2, List.of("left", "centre"), 0.75),
                    new Evidence(Evidence.Kind.TEXT, "Ausfahrt B2 \u2192", 1, List.of(), 0.9),
                    new Evidence(Evidence.Kind.SPEECH, "hello", 1, List.of(), 0.5)),
            floats(5, 0.11f), floats(8, 0.7f), floats(12, -0.21f));
    static final BlockExtent EXTENT = new BlockExtent(3.5, 3, 123_456);
    static final Scene SCENE = new Scene(STREAM, 7, 1.5, 9.25, "a bottle is put back", true);
    static final Gap GAP = new Gap(STREAM, 303.5, 395.25, Gap.Cause.UNREACHABLE);
    static final StreamInfo INFO = new StreamInfo(STREAM, "rtsp://camera:***@host/street", 2,
            Instant.ofEpochSecond(1_790_000_000L, 123_000_000),
            768, 432, true, StreamInfo.Status.INTERRUPTED, 120, 40, 1234, 28_431_360L, 59.5,
            "INPUT_STALLED: no frame for 5 s; check the camera.");
    static final Thumbnail THUMBNAIL = new Thumbnail(4.5, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0, 1, 2});

    private Samples() { }

    static Map<String, byte[]> encoded() {
        Map<String, byte[]> keyValues = Map.of("key-values", KeyValuesCodec.encode(KEY_VALUES), "key-values-int8",
                KeyValuesCodec.encode(KEY_VALUES, KvForm.INT8),
                "key-values-int4", KeyValuesCodec.encode(KEY_VALUES, KvForm.INT4), "key-values-positioned",
                KeyValuesCodec.encode(POSITIONED));
        Map<String, byte[]> all = new TreeMap<>(keyValues);
        all.putAll(Map.of("block-entry", BlockEntryCodec.encode(ENTRY),
                "extent", RecordCodecs.encode(EXTENT), "scene", RecordCodecs.encode(SCENE), "stream-info", RecordCodecs.encode(INFO),
                "thumbnail", RecordCodecs.encode(THUMBNAIL), "gap", RecordCodecs.encode(GAP)));
        return all;
    }

    /** Writes the fixtures of a new version into the directory named; those of older versions stay. */
    public static void main(String[] directory) throws IOException {
        for (Map.Entry<String, byte[]> sample : encoded().entrySet()) {
            Files.write(Path.of(directory[0], sample.getKey() + ".bin"), sample.getValue());
        }
    }

    private static float[] floats(int size, float step) {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = (i - size / 3) * step;
        }
        return floats;
    }
}
