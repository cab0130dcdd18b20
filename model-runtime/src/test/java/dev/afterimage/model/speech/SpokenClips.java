package dev.afterimage.model.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The clips and numbers that model-training/conformance/make_speech_fixtures.py wrote. */
final class SpokenClips {

    private static final int WAV_HEADER = 44;

    private SpokenClips() { }

    static JsonNode fixture() throws IOException {
        try (InputStream json = SpokenClips.class.getResourceAsStream("/speech/whisper-tiny.en.json")) {
            return new ObjectMapper().readTree(json);
        }
    }

    /** Mono, 16 kHz. */
    static short[] clip(String name) throws IOException {
        try (InputStream wav = SpokenClips.class.getResourceAsStream("/speech/" + name + ".wav")) {
            byte[] bytes = wav.readAllBytes();
            short[] samples = new short[(bytes.length - WAV_HEADER) / 2];
            ByteBuffer.wrap(bytes, WAV_HEADER, samples.length * 2).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
            return samples;
        }
    }

    static float[] floats(short[] samples) {
        float[] floats = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            floats[i] = samples[i] / 32768f;
        }
        return floats;
    }
}
