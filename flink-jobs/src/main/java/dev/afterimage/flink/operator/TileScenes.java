package dev.afterimage.flink.operator;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.source.Captured;
import dev.afterimage.memory.scene.SceneRecorder;
import dev.afterimage.memory.scene.TilerSettings;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        String key = encoded.key();
        if (encoded.frame() == null) {
            out.collect(new Tiled(key, encoded, encoded.kind() == Captured.Kind.ENDED ? recorder(encoded).finish() : List.of()));
            turn(encoded);
            return;
        }
        SceneRecorder recorder = recorder(encoded);
        List<Scene> changed = new ArrayList<>(encoded.gap() == null ? List.of() : recorder.interrupted());
        changed.addAll(recorder.accept(encoded.frame()));
        out.collect(new Tiled(key, encoded, changed));
        remembered.update(recorder.snapshot());
    }

    private void turn(Encoded encoded) {
        if (encoded.kind().boundary()) {
            recorders.remove(encoded.key());
        }
        if (encoded.kind().forgets()) {
            remembered.clear();
        }
    }

    /** The newest scene that is stored of a camera. As with blocks: a file begins anew, a camera goes on. */
    private Optional<Scene> newest(StreamId stream) {
        return store.stream(stream).filter(StreamInfo::dated).map(info -> store.scenes(stream, Double.POSITIVE_INFINITY))
                .filter(scenes -> !scenes.isEmpty()).map(scenes -> scenes.get(scenes.size() - 1));
    }

    private SceneRecorder recorder(Encoded encoded) throws IOException {
        SceneRecorder recorder = recorders.get(encoded.key());
        if (recorder == null) {
            byte[] snapshot = remembered.value();
            recorder = goingOn(encoded.stream(), snapshot == null ? null : SceneRecorder.restore(encoded.stream(), snapshot));
            recorders.put(encoded.key(), recorder);
        }
        return recorder;
    }

    /**
     * Where a checkpoint is older than what is stored of a camera, the scenes since then are not written over: what it showed never comes
     * back.
     *
     * @param restored null without a checkpoint
     */
    private SceneRecorder goingOn(StreamId stream, SceneRecorder restored) {
        Optional<Scene> newest = newest(stream);
        if (restored != null && newest.filter(restored::isBehind).isEmpty()) {
            return restored;
        }
        newest.filter(scene -> !scene.closed()).ifPresent(scene -> store.putScene(scene.ended()));
        return new SceneRecorder(stream, TilerSettings.DEFAULT, newest.map(scene -> scene.number() + 1).orElse(0L));
    }
}
