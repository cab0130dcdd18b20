package dev.afterimage.flink.operator;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.flink.source.Captured;
import dev.afterimage.flink.source.StreamKey;

import java.time.Instant;
import java.util.List;

/**
 * What was made of a frame and of the sound with it: the encoded frame, then what was said. Or what comes without a frame: where a stream
 * begins and ends, the sound or words behind the last frame, or the fault that ended the stream.
 *
 * @param frame null but for {@link Captured.Kind#FRAME}
 * @param width of the picture it was made from, pixels
 * @param fault null but for {@link Captured.Kind#FAULT}
 * @param settings where a stream begins; null otherwise
 * @param sound not heard yet
 * @param said  utterances that ended with this sound
 * @param gap   the stretch in which nobody watched that this frame ends; null for none
 * @param wallClock when the frame was captured; null without a frame
 * @param audible whether there is sound at all at this frame
 */
public record Encoded(String key, Captured.Kind kind, EncodedFrame frame, int width, int height, Captured.Fault fault,
                      SourceSettings settings, List<Sound> sound, List<Utterance> said, Gap gap, Instant wallClock, boolean audible) {

    static Encoded of(Captured captured, EncodedFrame encoded) {
        Frame frame = captured.frame();
        return new Encoded(captured.key(), captured.kind(), encoded, frame.width(), frame.height(), null, null, captured.sound(), List.of(),
                captured.gap(), frame.wallClock(), captured.audible());
    }

    /** Of what comes without a frame. */
    static Encoded without(Captured captured) {
        return new Encoded(captured.key(), captured.kind(), null, 0, 0, captured.fault(), captured.settings(), captured.sound(), List.of(),
                null, null, captured.audible());
    }

    /** What was said behind all sound. */
    static Encoded last(String key, List<Utterance> said) {
        return new Encoded(key, Captured.Kind.SOUND, null, 0, 0, null, null, List.of(), said, null, null, true);
    }

    StreamId stream() {
        return StreamKey.stream(key);
    }

    Encoded heard(List<Utterance> utterances) {
        return new Encoded(key, kind, frame, width, height, fault, settings, List.of(), utterances, gap, wallClock, audible);
    }
}
