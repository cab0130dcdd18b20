package dev.afterimage.flink.operator;

import dev.afterimage.core.Frame;
import dev.afterimage.core.FrameEncoder;
import dev.afterimage.core.LiveFeed;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.flink.PartsProvider;
import dev.afterimage.flink.WritePathParts;
import dev.afterimage.flink.source.Captured;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Frames to tokens. Keyed by stream; what the encoder remembers of a stream is Flink state, renewed with every frame. */
public final class EncodeFrames extends KeyedProcessFunction<String, Captured, Encoded> {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, SourceSettings> sources = new LinkedHashMap<>();
    private final PartsProvider provider;
    private transient WritePathParts parts;
    private transient Map<String, FrameEncoder> encoders;
    private transient ValueState<byte[]> remembered;

    public EncodeFrames(List<SourceSettings> sources, PartsProvider provider) {
        sources.forEach(source -> this.sources.put(source.stream().name(), source));
        this.provider = provider;
    }

    @Override
    public void open(OpenContext context) {
        parts = provider.parts();
        encoders = new HashMap<>();
        remembered = getRuntimeContext().getState(new ValueStateDescriptor<>("encoder", byte[].class));
    }

    @Override
    public void processElement(Captured captured, Context context, Collector<Encoded> out) throws IOException {
        if (captured.frame() == null) {
            out.collect(Encoded.without(captured));
            return;
        }
        FrameEncoder encoder = encoder(captured.stream());
        Frame frame = captured.frame();
        out.collect(new Encoded(captured.stream(), encoder.encode(frame), frame.width(), frame.height(), null, captured.sound(), List.of()));
        remembered.update(encoder.snapshot());
        show(frame);
    }

    private FrameEncoder encoder(String stream) throws IOException {
        FrameEncoder encoder = encoders.get(stream);
        if (encoder == null) {
            encoder = parts.encoders().create(sources.get(stream));
            if (remembered.value() != null) {
                encoder.restore(remembered.value());
            }
            encoders.put(stream, encoder);
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
