package dev.afterimage.flink.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What a source yields: where a stream begins and ends, each frame with the sound that came along, the sound behind the last frame, or the
 * fault that ended it. A fault travels behind the last frame instead of failing the job, so every frame read before it is stored.
 *
 * @param key      see {@link StreamKey}
 * @param settings where a stream begins; null otherwise
 * @param frame    null but for {@link Kind#FRAME}
 * @param fault    null but for {@link Kind#FAULT}
 * @param sound    in order of time
 * @param gap      the stretch in which nobody watched that this frame ends; null for none
 * @param audible  whether there is sound at all at this frame: where there is none, nobody knows what was said
 */
public record Captured(String key, Kind kind, SourceSettings settings, Frame frame, Fault fault, List<Sound> sound, Gap gap,
                       boolean audible) {

    /** What is told of a stream. */
    public enum Kind {
        /** It begins with nothing known of it. */
        BEGINS_ANEW,
        /** It begins, or goes on, with the state that is kept of it. */
        GOES_ON,
        FRAME,
        SOUND,
        FAULT,
        /** It is over: what is still held of it is given out, and its state is forgotten. */
        ENDED,
        /** It is no longer watched; its state stays. */
        LEFT;

        /** Whether instances that work for the stream are made anew from its state behind this. */
        public boolean boundary() {
            return this == BEGINS_ANEW || this == GOES_ON || this == ENDED || this == LEFT;
        }

        /** Whether its state is forgotten. */
        public boolean forgets() {
            return this == BEGINS_ANEW || this == ENDED;
        }
    }

    public StreamId stream() {
        return StreamKey.stream(key);
    }

    static Captured begins(String key, SourceSettings settings, boolean anew) {
        return new Captured(key, anew ? Kind.BEGINS_ANEW : Kind.GOES_ON, settings, null, null, List.of(), null, false);
    }

    static Captured of(String key, Frame frame, List<Sound> sound, boolean audible, Optional<Gap> gap) {
        return new Captured(key, Kind.FRAME, null, frame, null, sound, gap.orElse(null), audible);
    }

    /** What was heard behind the last frame. */
    static Captured rest(String key, List<Sound> sound) {
        return new Captured(key, Kind.SOUND, null, null, null, sound, null, true);
    }

    static Captured failed(String key, AfterimageException exception) {
        return new Captured(key, Kind.FAULT, null, null, Fault.of(exception), List.of(), null, false);
    }

    static Captured ended(String key) {
        return new Captured(key, Kind.ENDED, null, null, null, List.of(), null, false);
    }

    static Captured left(String key) {
        return new Captured(key, Kind.LEFT, null, null, null, List.of(), null, false);
    }

    /** An {@link AfterimageException} as data. */
    public record Fault(ErrorCode code, String whatFailed, String remedy) implements Serializable {

        static Fault of(AfterimageException exception) {
            return new Fault(exception.code(), exception.getMessage(), exception.remedy());
        }

        public AfterimageException exception() {
            return new AfterimageException(code, whatFailed, remedy);
        }
    }
}
