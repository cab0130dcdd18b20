package dev.afterimage.flink.operator;

import dev.afterimage.core.EncodedFrame;
import dev.afterimage.core.Sound;
import dev.afterimage.core.Utterance;
import dev.afterimage.flink.source.Captured;

import java.util.List;

/**
 * What was made of a frame and of the sound with it: the encoded frame, then what was said. Or the sound or words behind the last frame, or the
 * fault that ended the stream.
 *
 * @param frame null for a fault and behind the last frame
 * @param width of the picture it was made from, pixels
 * @param fault null otherwise
 * @param sound not heard yet
 * @param said  utterances that ended with this sound
 */
public record Encoded(String stream, EncodedFrame frame, int width, int height, Captured.Fault fault, List<Sound> sound,
                      List<Utterance> said) {

    /** Of what comes without a frame. */
    static Encoded without(Captured captured) {
        return new Encoded(captured.stream(), null, 0, 0, captured.fault(), captured.sound(), List.of());
    }

    /** What was said behind all sound. */
    static Encoded last(String stream, List<Utterance> said) {
        return new Encoded(stream, null, 0, 0, null, List.of(), said);
    }

    Encoded heard(List<Utterance> utterances) {
        return new Encoded(stream, frame, width, height, fault, List.of(), utterances);
    }
}
