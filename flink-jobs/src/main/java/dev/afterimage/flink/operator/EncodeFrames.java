package dev.afterimage.flink.operator;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.flink.source.Captured;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Frames to tokens. Keyed by stream; what the encoder remembers of a stream is Flink state, renewed with every frame. */
public final class EncodeFrames extends KeyedProcessFunction<String, Captured, Encoded> {

    private static final long serialVersionUID = 1L;

    private final PartsProvider provider;
    private transient WritePathParts parts;
    /** By key. */
    private transient Map<String, SourceSettings> sources;
    private transient Map<String, FrameEncoder> encoders;
    private transient ValueState<byte[]> remembered;

    public EncodeFrames(PartsProvider provider) {
        this.provider = provider;
    }

    @Override
    public void open(OpenContext context) {
        parts = provider.parts();
        sources = new HashMap<>();
        encoders = new HashMap<>();
        remembered = getRuntimeContext().getState(new ValueStateDescriptor<>("encoder", byte[].class));
    }

    @Override
    public void processElement(Captured captured, Context context, Collector<Encoded> out) throws IOException {
        if (captured.kind().boundary()) {
            turn(captured);
        }
        if (captured.frame() == null) {
            out.collect(Encoded.without(captured));
            return;
        }
        FrameEncoder encoder = encoder(captured.key());
        if (captured.gap() != null) {
            encoder.interrupted();
        }
        EncodedFrame encoded = encoder.encode(captured.frame());
        parts.feed().load(captured.stream()).read(encoded.cost());
        out.collect(Encoded.of(captured, encoded));
        remembered.update(encoder.snapshot());
        show(captured.frame());
    }

    private void turn(Captured captured) {
        String key = captured.key();
        if (captured.kind().forgets()) {
            remembered.clear();
        }
        sources.remove(key);
        if (captured.settings() != null) {
            sources.put(key, captured.settings());
        }
        Optional.ofNullable(encoders.remove(key)).ifPresent(FrameEncoder::close);
    }

    private FrameEncoder encoder(String key) throws IOException {
        FrameEncoder encoder = encoders.get(key);
        if (encoder == null) {
            encoder = parts.encoders().create(sources.get(key));
            encoders.put(key, encoder);
            if (remembered.value() != null) {
                encoder.restore(remembered.value());
            }
        }
        return encoder;
    }

    /** The live picture, larger than a thumbnail and kept nowhere. */
    private void show(Frame frame) {
        if (parts.feed().watched(frame.stream())) {
            parts.feed().publish(new LiveFeed.FrameSeen(frame.stream(), frame.index(), frame.seconds(), "", LivePicture.jpeg(frame)));
        }
    }

    @Override
    public void close() {
        if (encoders != null) {
            encoders.values().forEach(FrameEncoder::close);
        }
    }
}
