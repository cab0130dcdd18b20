package dev.afterimage.flink.fake;

import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.frame.Sound;

import java.nio.ByteBuffer;
import java.util.List;

/** Says after every four pieces of sound how many samples it has heard, at once wrong if its state or any sound is lost or doubled. */
public final class CountingEar implements SpeechReader {

    private static final int PIECES = 4;

    private int pieces;
    private long samples;
    private double newest;

    @Override
    public List<Utterance> hear(Sound sound) {
        pieces++;
        samples += sound.samples().length;
        newest = sound.endSeconds();
        return pieces % PIECES == 0 ? List.of(said("heard " + samples + " samples")) : List.of();
    }

    @Override
    public List<Utterance> finish() {
        return List.of(said("in all " + samples + " samples"));
    }

    private Utterance said(String text) {
        return new Utterance(Math.max(0, newest - 1), newest, text, 0.5);
    }

    @Override
    public byte[] snapshot() {
        return ByteBuffer.allocate(20).putInt(pieces).putLong(samples).putDouble(newest).array();
    }

    @Override
    public void restore(byte[] snapshot) {
        ByteBuffer saved = ByteBuffer.wrap(snapshot);
        pieces = saved.getInt();
        samples = saved.getLong();
        newest = saved.getDouble();
    }

    @Override
    public void close() {
        // Holds no resources.
    }

    /** Makes counting ears. */
    public static final class Factory implements SpeechReader.Factory {

        @Override
        public SpeechReader create() {
            return new CountingEar();
        }

        @Override
        public void close() {
            // Holds no resources.
        }
    }
}
