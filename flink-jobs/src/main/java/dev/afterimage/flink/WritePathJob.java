package dev.afterimage.flink;

import dev.afterimage.flink.operator.CopyStoresFactory;
import dev.afterimage.flink.operator.EncodeFrames;
import dev.afterimage.flink.operator.Encoded;
import dev.afterimage.flink.operator.HearSpeech;
import dev.afterimage.flink.operator.PrefillAndStore;
import dev.afterimage.flink.operator.TileScenes;
import dev.afterimage.flink.operator.Tiled;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.placement.AnnouncingFactory;
import dev.afterimage.flink.placement.FlinkPlacements;
import dev.afterimage.flink.source.Captured;
import dev.afterimage.flink.source.VideoSource;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The write path of all streams: {@code capture -> encode -> hear -> tile scenes -> prefill and store}, each step keyed by stream.
 *
 * <p>Nothing the language model computed is Flink state: the sliding window is rebuilt from the stored blocks, and a replay after a
 * failure writes the same blocks under the same numbers.
 */
public final class WritePathJob {

    private WritePathJob() { }

    public static void define(StreamExecutionEnvironment environment, PartsProvider parts) {
        DataStream<Captured> captured = announced(parts, environment.fromSource(VideoSource.of(parts), WatermarkStrategy.noWatermarks(),
                "capture", TypeInformation.of(Captured.class)).uid("capture"));
        DataStream<Encoded> encoded = keyed(captured, Captured::key)
                .process(new EncodeFrames(parts), TypeInformation.of(Encoded.class)).name("encode").uid("encode");
        DataStream<Encoded> heard = keyed(encoded, Encoded::key)
                .process(new HearSpeech(parts), TypeInformation.of(Encoded.class)).name("hear").uid("hear");
        DataStream<Tiled> tiled = keyed(heard, Encoded::key)
                .process(new TileScenes(parts), TypeInformation.of(Tiled.class)).name("tile scenes").uid("tile");
        keyed(tiled, Tiled::key)
                .process(new PrefillAndStore(parts), TypeInformation.of(Void.class)).name("prefill and store").uid("store")
                .sinkTo(new DiscardingSink<>()).name("done").uid("done");
    }

    /** Where streams are served where they are, the job knows where that is, and their stores follow them. */
    private static DataStream<Captured> announced(PartsProvider parts, DataStream<Captured> captured) {
        return parts.servedVersion().isEmpty() ? captured
                : captured.transform("announce", captured.getType(), new AnnouncingFactory(parts)).uid(FlinkPlacements.OPERATOR)
                        .transform("copy stores", captured.getType(), new CopyStoresFactory(parts)).uid("copy stores");
    }

    /**
     * The source gives each stream a key of the subtask that reads it ({@link dev.afterimage.flink.source.StreamKey}), and no step changes
     * it. Then all steps of a subtask run in one thread, one after the other; no frame is written into a network buffer and read out of it
     * again, and a failure in any step comes back to the source, which knows whose it is.
     */
    private static <T> KeyedStream<T, String> keyed(DataStream<T> stream, KeySelector<T, String> key) {
        return DataStreamUtils.reinterpretAsKeyedStream(stream, key, Types.STRING);
    }
}
