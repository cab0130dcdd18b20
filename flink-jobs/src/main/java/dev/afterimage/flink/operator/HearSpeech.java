package dev.afterimage.flink.operator;

import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.flink.source.Captured;
import dev.afterimage.flink.source.StreamKey;
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
import java.util.Optional;
import java.util.Set;

/**
 * Sound to utterances, beside the encoded frames. Keyed by stream; what the reader has heard and not yet read is Flink
 * state, renewed with every frame. It stands in the frames' own path, not beside it, so that a replay finds the same
 * words between the same frames.
 */
public final class HearSpeech extends KeyedProcessFunction<String, Encoded, Encoded> {

    private static final Logger LOG = LoggerFactory.getLogger(HearSpeech.class);
    private static final long serialVersionUID = 1L;

    private final PartsProvider provider;
    private transient WritePathParts parts;
    /** Keys of the streams that are to be listened to. */
    private transient Set<String> listening;
    private transient Map<String, SpeechReader> readers;
    private transient Set<String> told;
    private transient ValueState<byte[]> remembered;

    public HearSpeech(PartsProvider provider) {
        this.provider = provider;
    }

    @Override
    public void open(OpenContext context) {
        parts = provider.parts();
        listening = new HashSet<>();
        readers = new HashMap<>();
        told = new HashSet<>();
        remembered = getRuntimeContext().getState(new ValueStateDescriptor<>("speech", byte[].class));
    }

    @Override
    public void processElement(Encoded encoded, Context context, Collector<Encoded> out) throws IOException {
        String key = encoded.key();
        if (encoded.kind() == Captured.Kind.ENDED && remembered.value() != null && listens(key)) {
            out.collect(Encoded.last(key, reader(key).finish()));
        }
        if (encoded.kind().boundary()) {
            turn(encoded);
        }
        boolean heard = !encoded.sound().isEmpty() && listens(key);
        out.collect(encoded.heard(heard ? hear(encoded) : List.of()));
        if (heard) {
            remembered.update(reader(key).snapshot());
        }
    }

    private void turn(Encoded encoded) {
        String key = encoded.key();
        if (encoded.kind().forgets()) {
            remembered.clear();
        }
        listening.remove(key);
        if (encoded.settings() != null && encoded.settings().reading().hearSpeech()) {
            listening.add(key);
        }
        Optional.ofNullable(readers.remove(key)).ifPresent(SpeechReader::close);
    }

    private List<Utterance> hear(Encoded encoded) throws IOException {
        long begun = System.nanoTime();
        try {
            List<Utterance> said = new ArrayList<>();
            for (Sound piece : encoded.sound()) {
                said.addAll(reader(encoded.key()).hear(piece));
            }
            parts.feed().load(encoded.stream()).heard(System.nanoTime() - begun);
            return said;
        } catch (AfterimageException failure) {
            // A broken pack is as broken on the next attempt.
            parts.failures().accept(encoded.stream(), failure);
            throw new SuppressRestartsException(failure);
        }
    }

    private boolean listens(String key) {
        if (parts.speech().isEmpty() && listening.contains(key) && told.add(key)) {
            LOG.info("{} has sound, and what is said in it is not written down: no speech pack is installed"
                    + " (afterimage models pull whisper-tiny.en)", StreamNames.shown(parts.store(), StreamKey.stream(key)));
        }
        return parts.speech().isPresent() && listening.contains(key);
    }

    private SpeechReader reader(String key) throws IOException {
        SpeechReader reader = readers.get(key);
        if (reader == null) {
            reader = parts.speech().orElseThrow().create();
            readers.put(key, reader);
            if (remembered.value() != null) {
                reader.restore(remembered.value());
            }
        }
        return reader;
    }

    @Override
    public void close() {
        if (readers != null) {
            readers.values().forEach(SpeechReader::close);
        }
    }
}
