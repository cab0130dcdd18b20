package dev.afterimage.benchmark.speech;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Sound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sentences spoken by espeak-ng, with pauses between them, mono at 16 kHz. */
final class Speaker {

    private static final int WAV_HEADER = 44;
    private static final int SPOKEN_RATE = 22_050;
    private static final double PAUSE_SECONDS = 1.5;
    /** Samples to each side that the resampler looks at. */
    private static final int REACH = 16;

    private Speaker() { }

    static short[] speak(List<String> sentences, String voice) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int pause = 2 * (int) (PAUSE_SECONDS * SPOKEN_RATE);
        for (String sentence : sentences) {
            all.writeBytes(new byte[pause]);
            byte[] wav = wav(sentence, voice);
            all.write(wav, WAV_HEADER, wav.length - WAV_HEADER);
        }
        all.writeBytes(new byte[pause]);
        short[] spoken = new short[all.size() / 2];
        ByteBuffer.wrap(all.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(spoken);
        return resampled(spoken);
    }

    private static byte[] wav(String sentence, String voice) {
        try {
            Process process = new ProcessBuilder("espeak-ng", "-v", voice, "-s", "150", "--stdout", sentence)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            byte[] wav = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0 || wav.length <= WAV_HEADER) {
                throw new AfterimageException(ErrorCode.USAGE, "espeak-ng cannot speak with the voice '" + voice + "'",
                        "install espeak-ng, and name one of its voices");
            }
            return wav;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.USAGE, "espeak-ng could not be started: " + e.getMessage(),
                    "install it (Debian: apt-get install espeak-ng)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AfterimageException(ErrorCode.INTERNAL, "interrupted while espeak-ng spoke", "run again", e);
        }
    }

    /** To 16 kHz, by a windowed sinc that cuts off at the lower rate's half. */
    private static short[] resampled(short[] samples) {
        double step = (double) SPOKEN_RATE / Sound.SAMPLE_RATE;
        short[] out = new short[(int) (samples.length / step)];
        for (int i = 0; i < out.length; i++) {
            double centre = i * step;
            double sum = 0;
            for (int j = (int) Math.ceil(centre - REACH * step); j <= centre + REACH * step; j++) {
                sum += j < 0 || j >= samples.length ? 0 : samples[j] * kernel((j - centre) / step);
            }
            out[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum / step)));
        }
        return out;
    }

    private static double kernel(double x) {
        if (x == 0) {
            return 1;
        }
        double window = 0.5 + 0.5 * Math.cos(Math.PI * x / REACH);
        return Math.sin(Math.PI * x) / (Math.PI * x) * window;
    }

    static void write(short[] samples, Path wav) {
        ByteBuffer bytes = ByteBuffer.allocate(WAV_HEADER + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes()).putInt(36 + 2 * samples.length).put("WAVEfmt ".getBytes()).putInt(16).putShort((short) 1)
                .putShort((short) 1)
                .putInt(Sound.SAMPLE_RATE).putInt(2 * Sound.SAMPLE_RATE).putShort((short) 2).putShort((short) 16).put("data".getBytes())
                .putInt(2 * samples.length);
        bytes.asShortBuffer().put(samples);
        try {
            Files.write(wav, bytes.array());
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.USAGE, "cannot write " + wav + ": " + e.getMessage(), "make room", e);
        }
    }
}
