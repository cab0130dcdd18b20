package dev.afterimage.flink.source;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.Signal;
import dev.afterimage.core.stream.Signal.Hearing;
import dev.afterimage.core.stream.Signal.Picture;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Notices that a camera delivers and shows nothing: a covered lens, a hung encoder, a microphone that is switched off. A sum stands for
 * a picture, so that none is kept.
 */
final class SignalCheck {

    /** Seconds from which on it is told. A blink of black is a cut; encoders repeat a still picture for a while. */
    static final double BLACK_FROM = 10;
    static final double FROZEN_FROM = 60;
    static final double SILENT_FROM = 60;

    /** Brighter than this, of 255, no noise of a covered sensor is. */
    private static final int DARK = 40;
    /** Share of pixels that may be brighter: cameras write their clock into the picture. */
    private static final double LIT = 0.02;
    /** One pixel of so many is looked at. */
    private static final int STEP = 7;
    /** Of 32768, about -60 dB: quieter is a microphone's own noise or nothing. */
    private static final int QUIET = 32;

    private double blackSince = Double.NaN;
    private double sameSince = Double.NaN;
    private double silentSince = Double.NaN;
    private final boolean standsStill;
    private long last;
    private boolean begun;

    /** @param standsStill whether the source may show one picture for long, as a screen does */
    SignalCheck(boolean standsStill) {
        this.standsStill = standsStill;
    }

    /** What is so after one more picture and the sound beside it. */
    Signal after(Frame frame, List<Sound> sounds) {
        double now = frame.seconds();
        blackSince = since(blackSince, black(frame.rgb()), now);
        sameSince = since(sameSince, !standsStill && same(frame.rgb()), now);
        sounds.forEach(sound -> silentSince = since(silentSince, silent(sound), sound.seconds()));
        Picture picture = now - blackSince >= BLACK_FROM ? Picture.BLACK : now - sameSince >= FROZEN_FROM ? Picture.FROZEN : Picture.FINE;
        Hearing hearing = now - silentSince >= SILENT_FROM ? Hearing.SILENT : Hearing.FINE;
        return new Signal(picture, picture == Picture.BLACK ? blackSince : picture == Picture.FROZEN ? sameSince : 0, hearing,
                hearing == Hearing.SILENT ? silentSince : 0);
    }

    /** NaN while it is not so. */
    private static double since(double before, boolean so, double now) {
        return !so ? Double.NaN : Double.isNaN(before) ? now : before;
    }

    private static boolean black(byte[] rgb) {
        int lit = 0;
        int looked = 0;
        for (int i = 0; i + 2 < rgb.length; i += 3 * STEP) {
            looked++;
            if ((rgb[i] & 0xff) > DARK || (rgb[i + 1] & 0xff) > DARK || (rgb[i + 2] & 0xff) > DARK) {
                lit++;
            }
        }
        return lit <= LIT * looked;
    }

    private boolean same(byte[] rgb) {
        CRC32C sum = new CRC32C();
        sum.update(rgb);
        boolean same = begun && sum.getValue() == last;
        begun = true;
        last = sum.getValue();
        return same;
    }

    private static boolean silent(Sound sound) {
        for (short sample : sound.samples()) {
            if (Math.abs(sample) > QUIET) {
                return false;
            }
        }
        return true;
    }
}
