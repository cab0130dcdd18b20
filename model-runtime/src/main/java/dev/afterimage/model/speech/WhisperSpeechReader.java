package dev.afterimage.model.speech;

import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.model.Network;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts one stream's sound at its pauses and reads the stretches between them. */
final class WhisperSpeechReader implements SpeechReader {

    private static final int SNAPSHOT_VERSION = 2;
    /** Of a program that read English alone. */
    private static final int WITHOUT_LANGUAGE = 1;
    /** Seconds by which a piece may begin beside where the last one ended; containers round. More is a gap. */
    private static final double JOIN = 0.1;
    /** A repeated beginning longer than this is no replay but a clock that was set back, seconds. */
    private static final double LONGEST_REPLAY = 120;

    private final SpeechModel model;
    private final VoiceDetector detector;
    private SpeechStretches stretches = new SpeechStretches();
    /** Time of the first window. */
    private double origin = Double.NaN;
    /** Sound from window {@code firstWindow} on; its end is not judged yet when it is no whole window. */
    private short[] held = new short[0];
    private long firstWindow;
    /** Token of the language that was spoken last; 0 for none. */
    private int language;

    WhisperSpeechReader(SpeechModel model, Network silero) {
        this.model = model;
        this.detector = new VoiceDetector(silero);
    }

    @Override
    public List<Utterance> hear(Sound sound) {
        List<Utterance> said = new ArrayList<>();
        double offset = Double.isNaN(origin) ? Double.NaN : sound.seconds() - end();
        if (!(offset <= JOIN && offset > -LONGEST_REPLAY)) {
            said.addAll(finish());
            origin = sound.seconds();
            offset = 0;
        }
        int known = offset < -JOIN ? (int) Math.min(sound.samples().length, Math.round(-offset * Sound.SAMPLE_RATE)) : 0;
        append(sound.samples(), known);
        said.addAll(judge());
        return said;
    }

    /** Time behind the last sample. */
    private double end() {
        return seconds(firstWindow) + (double) held.length / Sound.SAMPLE_RATE;
    }

    private double seconds(long window) {
        return origin + (double) (window * VoiceDetector.WINDOW) / Sound.SAMPLE_RATE;
    }

    private void append(short[] samples, int from) {
        int before = held.length;
        held = Arrays.copyOf(held, before + samples.length - from);
        System.arraycopy(samples, from, held, before, samples.length - from);
    }

    private List<Utterance> judge() {
        List<Utterance> said = new ArrayList<>();
        while ((stretches.heard() + 1 - firstWindow) * VoiceDetector.WINDOW <= held.length) {
            float voice = detector.voice(held, Math.toIntExact((stretches.heard() - firstWindow) * VoiceDetector.WINDOW));
            stretches.hear(voice).ifPresent(stretch -> said.addAll(read(stretch)));
        }
        int done = Math.toIntExact((stretches.needed() - firstWindow) * VoiceDetector.WINDOW);
        held = Arrays.copyOfRange(held, done, held.length);
        firstWindow = stretches.needed();
        return said;
    }

    private List<Utterance> read(SpeechStretches.Stretch stretch) {
        int from = Math.toIntExact((stretch.from() - firstWindow) * VoiceDetector.WINDOW);
        int to = Math.min(held.length, Math.toIntExact((stretch.to() - firstWindow) * VoiceDetector.WINDOW));
        float[] samples = new float[to - from];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = held[from + i] / 32768f;
        }
        SpeechModel.Heard heard = model.transcribe(samples, seconds(stretch.from()), language);
        language = heard.language();
        return heard.said();
    }

    @Override
    public List<Utterance> finish() {
        Optional<SpeechStretches.Stretch> open = stretches.close();
        List<Utterance> said = open.map(this::read).orElse(List.of());
        stretches = new SpeechStretches();
        detector.reset();
        held = new short[0];
        firstWindow = 0;
        origin = Double.NaN;
        return said;
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(held.length * Short.BYTES + 4096);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(SNAPSHOT_VERSION);
            out.writeDouble(origin);
            out.writeLong(firstWindow);
            out.writeInt(held.length);
            for (short sample : held) {
                out.writeShort(sample);
            }
            detector.write(out);
            stretches.write(out);
            out.writeInt(language);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            int version = in.readInt();
            if (version != SNAPSHOT_VERSION && version != WITHOUT_LANGUAGE) {
                throw new AfterimageException(ErrorCode.STORAGE_FORMAT, "the speech reader's saved state has version " + version
                        + ", this program reads "
                        + SNAPSHOT_VERSION, "restart the stream without its saved state");
            }
            origin = in.readDouble();
            firstWindow = in.readLong();
            held = new short[in.readInt()];
            for (int i = 0; i < held.length; i++) {
                held[i] = in.readShort();
            }
            detector.read(in);
            stretches.read(in);
            language = version == WITHOUT_LANGUAGE ? 0 : in.readInt();
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_CORRUPT, "the speech reader's saved state of " + snapshot.length
                    + " bytes ends early",
                    "restart the stream without its saved state", e);
        }
    }

    /** Networks belong to the factory; there is nothing else to give back. */
    @Override
    public void close() { }
}
