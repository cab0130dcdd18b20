package dev.afterimage.model.speech;

import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.model.Network.Tensor;
import dev.afterimage.core.model.Network;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/** Silero VAD over one stream: how likely each 32 ms hold a voice, given all before. Used by one thread. */
final class VoiceDetector {

    /** Samples judged at once. */
    static final int WINDOW = 512;
    /** Samples of the window before that the network sees again. */
    private static final int CONTEXT = 64;
    private static final int STATE = 2 * 128;

    private final Network silero;
    private float[] context = new float[CONTEXT];
    private float[] state = new float[STATE];

    VoiceDetector(Network silero) {
        this.silero = silero;
    }

    /** @param samples {@value #WINDOW} from {@code from} on; @return 0..1 */
    float voice(short[] samples, int from) {
        float[] input = new float[CONTEXT + WINDOW];
        System.arraycopy(context, 0, input, 0, CONTEXT);
        for (int i = 0; i < WINDOW; i++) {
            input[CONTEXT + i] = samples[from + i] / 32768f;
        }
        System.arraycopy(input, WINDOW, context, 0, CONTEXT);
        Map<String, Tensor> out = silero.run(Map.of("input", new Tensor(input, 1, input.length), "state", new Tensor(state, 2, 1, 128),
                "sr", new Tensor(new float[] {Sound.SAMPLE_RATE})));
        state = out.get("stateN").data();
        return out.get("output").data()[0];
    }

    /** Forgets all: the sound that follows has nothing to do with the sound before. */
    void reset() {
        context = new float[CONTEXT];
        state = new float[STATE];
    }

    void write(DataOutput out) throws IOException {
        for (float value : context) {
            out.writeFloat(value);
        }
        for (float value : state) {
            out.writeFloat(value);
        }
    }

    void read(DataInput in) throws IOException {
        for (int i = 0; i < CONTEXT; i++) {
            context[i] = in.readFloat();
        }
        for (int i = 0; i < STATE; i++) {
            state[i] = in.readFloat();
        }
    }
}
