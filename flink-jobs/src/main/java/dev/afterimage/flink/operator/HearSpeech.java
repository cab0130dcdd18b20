package dev.afterimage.flink.operator;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.Sound;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.core.SpeechReader;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.Utterance;
import dev.afterimage.flink.PartsProvider;
import dev.afterimage.flink.WritePathParts;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sound to utterances, beside the encoded frames. Keyed by stream; what the reader has heard and not yet read is Flink state, renewed with every
 * frame. It stands in the frames' own path, not beside it, so that a replay finds the same words between the same frames.
 */
public final class HearSpeech extends KeyedProcessFunction<String, Encoded, Encoded> {

    private static final Logger LOG = LoggerFactory.getLogger(HearSpeech.class);
    private static final long serialVersionUID = 1L;

    private final HashSet<String> listening = new HashSet<>();
    private final PartsProvider provider;
    private transient WritePathParts parts;
    private transient Map<String, SpeechReader> readers;
    private transient Set<String> told;
    private transient ValueState<byte[]> remembered;

    public HearSpeech(List<SourceSettings> sources, PartsProvider provider) {
        sources.stream().filter(source -> source.reading().hearSpeech()).forEach(source -> listening.add(source.stream().name()));
        this.provider = provider;
    }

    @Override
    public void open(OpenContext context) {
        parts = provider.parts();
        readers = new HashMap<>();
        told = new HashSet<>();
        remembered = getRuntimeContext().getState(new ValueStateDescriptor<>("speech", byte[].class));
    }

    @Override
    public void processElement(Encoded encoded, Context context, Collector<Encoded> out) throws IOException {
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        List<Utterance> said = List.of();
        if (!encoded.sound().isEmpty() && listens(encoded.stream())) {
            said = hear(encoded.stream(), encoded.sound());
        }
        out.collect(encoded.heard(said));
    }

    private List<Utterance> hear(String stream, List<Sound> sound) throws IOException {
        try {
            SpeechReader reader = reader(stream);
            List<Utterance> said = new ArrayList<>();
            for (Sound piece : sound) {
                said.addAll(reader.hear(piece));
            }
            remembered.update(reader.snapshot());
            return said;
        } catch (AfterimageException failure) {
            // A broken pack is as broken on the next attempt.
            parts.failures().accept(new StreamId(stream), failure);
            throw new SuppressRestartsException(failure);
        }
    }

    private boolean listens(String stream) {
        if (parts.speech().isEmpty() && listening.contains(stream) && told.add(stream)) {
            LOG.info("{} has sound, and what is said in it is not written down: no speech pack is installed (afterimage models pull whisper-tiny.en)", stream);
        }
        return parts.speech().isPresent() && listening.contains(stream);
    }

    private SpeechReader reader(String stream) throws IOException {
        SpeechReader reader = readers.get(stream);
        if (reader == null) {
            reader = parts.speech().orElseThrow().create();
            if (remembered.value() != null) {
                reader.restore(remembered.value());
            }
            readers.put(stream, reader);
        }
        return reader;
    }

    /** The time after all times comes when a bounded stream has ended. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Encoded> out) throws IOException {
        String stream = context.getCurrentKey();
        if (remembered.value() != null && listens(stream)) {
            out.collect(Encoded.last(stream, reader(stream).finish()));
        }
    }

    @Override
    public void close() {
        if (readers != null) {
            readers.values().forEach(SpeechReader::close);
        }
    }
}
