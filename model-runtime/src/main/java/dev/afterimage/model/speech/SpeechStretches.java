package dev.afterimage.model.speech;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where speech begins and ends, told window by window of {@link VoiceDetector#WINDOW} samples. A stretch opens at a
 * sure voice, closes after a pause, and is cut where it is quietest before it grows longer than a model reads at once.
 * Counts windows, knows no sound.
 */
final class SpeechStretches {

    /** Probability of a voice from which on one is believed, and below which it is believed to have stopped. */
    private static final float SURE = 0.5f;
    private static final float DOUBTFUL = 0.35f;
    /**
     * Windows of 32 ms: from {@code LONG} on a stretch ends at a short pause, before that at a long one, since the
     * model errs on short lone clips.
     */
    private static final int LONG = 312;
    private static final int PAUSE_OF_LONG = 22;
    private static final int PAUSE_OF_SHORT = 62;
    /** The least voice that makes a stretch, and what is kept before and after. */
    private static final int LEAST = 8;
    private static final int MARGIN = 6;
    /** The longest stretch, and the windows at its end among which the quietest is sought; 28.8 and 9.6 s. */
    private static final int LONGEST = 900;
    private static final int CUT_WITHIN = 300;

    private long heard;
    private long begin = -1;
    private long voiced;
    private long lastVoice;
    private final List<Float> voices = new ArrayList<>(); // since begin

    /** Windows from {@code from} to {@code to} (exclusive), counted from the first ever. */
    record Stretch(long from, long to) { }

    /** @return a stretch that has ended */
    Optional<Stretch> hear(float voice) {
        long now = heard++;
        if (begin < 0) {
            if (voice >= SURE) {
                open(now);
                voices.add(voice);
            }
            return Optional.empty();
        }
        voices.add(voice);
        if (voice >= DOUBTFUL) {
            lastVoice = now;
            voiced += voice >= SURE ? 1 : 0;
        }
        if (now - lastVoice >= (lastVoice - begin >= LONG ? PAUSE_OF_LONG : PAUSE_OF_SHORT)) {
            return close();
        }
        return now - begin + 1 >= LONGEST ? Optional.of(cut()) : Optional.empty();
    }

    private void open(long at) {
        begin = Math.max(0, at - MARGIN);
        voiced = 1;
        lastVoice = at;
        voices.clear();
        for (long i = begin; i < at; i++) {
            voices.add(0f);
        }
    }

    /** Ends what is open. */
    Optional<Stretch> close() {
        if (begin < 0) {
            return Optional.empty();
        }
        Stretch stretch = new Stretch(begin, Math.min(heard, lastVoice + 1 + MARGIN));
        begin = -1;
        return voiced >= LEAST ? Optional.of(stretch) : Optional.empty();
    }

    /** Ends the stretch at the quietest window of its last part and goes on from there. */
    private Stretch cut() {
        int quietest = voices.size() - CUT_WITHIN;
        for (int i = quietest; i < voices.size(); i++) {
            quietest = voices.get(i) < voices.get(quietest) ? i : quietest;
        }
        Stretch stretch = new Stretch(begin, begin + quietest + 1);
        List<Float> rest = List.copyOf(voices.subList(quietest + 1, voices.size()));
        voices.clear();
        voices.addAll(rest);
        begin = stretch.to();
        voiced = rest.stream().filter(voice -> voice >= SURE).count();
        return stretch;
    }

    /** The first window that a stretch could still begin with: sound before it is needed no more. */
    long needed() {
        return begin >= 0 ? begin : Math.max(0, heard - MARGIN);
    }

    long heard() {
        return heard;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(heard);
        out.writeLong(begin);
        out.writeLong(voiced);
        out.writeLong(lastVoice);
        out.writeInt(voices.size());
        for (float voice : voices) {
            out.writeFloat(voice);
        }
    }

    void read(DataInput in) throws IOException {
        heard = in.readLong();
        begin = in.readLong();
        voiced = in.readLong();
        lastVoice = in.readLong();
        voices.clear();
        for (int left = in.readInt(); left > 0; left--) {
            voices.add(in.readFloat());
        }
    }
}
