package dev.afterimage.flink.operator;

import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.flink.PartsProvider;
import dev.afterimage.memory.scene.SceneRecorder;
import dev.afterimage.memory.scene.TilerSettings;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Frames to scenes, beside the frames themselves. Keyed by stream; the tiler's memory is Flink state, renewed with every frame. */
public final class TileScenes extends KeyedProcessFunction<String, Encoded, Tiled> {

    private static final long serialVersionUID = 1L;

    private final PartsProvider provider;
    private transient SegmentStore store;
    private transient Map<String, SceneRecorder> recorders;
    private transient ValueState<byte[]> remembered;

    public TileScenes(PartsProvider provider) {
        this.provider = provider;
    }

    @Override
    public void open(OpenContext context) {
        store = provider.parts().store();
        recorders = new HashMap<>();
        remembered = getRuntimeContext().getState(new ValueStateDescriptor<>("tiler", byte[].class));
    }

    @Override
    public void processElement(Encoded encoded, Context context, Collector<Tiled> out) throws IOException {
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        if (encoded.frame() == null) {
            out.collect(new Tiled(encoded.stream(), encoded, List.of()));
            return;
        }
        SceneRecorder recorder = recorder(encoded.stream());
        out.collect(new Tiled(encoded.stream(), encoded, recorder.accept(encoded.frame())));
        remembered.update(recorder.snapshot());
    }

    /** The time after all times comes when a bounded stream has ended. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Tiled> out) throws IOException {
        String stream = context.getCurrentKey();
        out.collect(new Tiled(stream, null, recorder(stream).finish()));
    }

    /** As with blocks: a file begins anew, a camera goes on. */
    private long firstNumber(StreamId stream) {
        return store.stream(stream).filter(StreamInfo::live)
                .map(info -> store.scenes(stream, Double.POSITIVE_INFINITY)).filter(scenes -> !scenes.isEmpty())
                .map(scenes -> scenes.get(scenes.size() - 1).number() + 1).orElse(0L);
    }

    private SceneRecorder recorder(String stream) throws IOException {
        SceneRecorder recorder = recorders.get(stream);
        if (recorder == null) {
            byte[] snapshot = remembered.value();
            StreamId id = new StreamId(stream);
            recorder = snapshot == null ? new SceneRecorder(id, TilerSettings.DEFAULT, firstNumber(id)) : SceneRecorder.restore(id, snapshot);
            recorders.put(stream, recorder);
        }
        return recorder;
    }
}
