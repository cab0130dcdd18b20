package dev.afterimage.flink;

import dev.afterimage.core.SourceSettings;
import dev.afterimage.flink.operator.EncodeFrames;
import dev.afterimage.flink.operator.Encoded;
import dev.afterimage.flink.operator.HearSpeech;
import dev.afterimage.flink.operator.PrefillAndStore;
import dev.afterimage.flink.operator.TileScenes;
import dev.afterimage.flink.operator.Tiled;
import dev.afterimage.flink.source.Captured;
import dev.afterimage.flink.source.VideoSource;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

import java.util.List;

/**
 * The write path: {@code capture -> encode -> hear -> tile scenes -> prefill and store}, each step keyed by stream.
 *
 * <p>Nothing the language model computed is Flink state: the sliding window is rebuilt from the stored blocks, and a replay after a
 * failure writes the same blocks under the same numbers.
 */
public final class WritePathJob {

    private WritePathJob() { }

    public static void define(StreamExecutionEnvironment environment, VideoSource source, List<SourceSettings> sources,
                              PartsProvider parts) {
        environment.fromSource(source, WatermarkStrategy.noWatermarks(), "capture", TypeInformation.of(Captured.class)).uid("capture")
                .keyBy(Captured::stream)
                .process(new EncodeFrames(sources, parts), TypeInformation.of(Encoded.class)).name("encode").uid("encode")
                .keyBy(Encoded::stream)
                .process(new HearSpeech(sources, parts), TypeInformation.of(Encoded.class)).name("hear").uid("hear")
                .keyBy(Encoded::stream)
                .process(new TileScenes(parts), TypeInformation.of(Tiled.class)).name("tile scenes").uid("tile")
                .keyBy(Tiled::stream)
                .process(new PrefillAndStore(parts), TypeInformation.of(Void.class)).name("prefill and store").uid("store")
                .sinkTo(new DiscardingSink<>()).name("done").uid("done");
    }
}
