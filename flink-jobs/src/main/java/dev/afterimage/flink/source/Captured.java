package dev.afterimage.flink.source;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.Frame;
import dev.afterimage.core.Sound;

import java.io.Serializable;
import java.util.List;

/**
 * What a source yields: a frame with the sound that came along, the sound behind the last frame, or the fault that ended it. A fault travels behind the last frame instead of failing the job, so every
 * frame read before it is stored.
 *
 * @param frame null for a fault and for sound alone
 * @param fault null for a frame and for sound alone
 * @param sound in order of time
 */
public record Captured(String stream, Frame frame, Fault fault, List<Sound> sound) {

    static Captured of(Frame frame, List<Sound> sound) {
        return new Captured(frame.stream().name(), frame, null, sound);
    }

    /** What was heard behind the last frame. */
    static Captured rest(String stream, List<Sound> sound) {
        return new Captured(stream, null, null, sound);
    }

    static Captured failed(String stream, AfterimageException exception) {
        return new Captured(stream, null, new Fault(exception.code(), exception.getMessage(), exception.remedy()), List.of());
    }

    /** An {@link AfterimageException} as data. */
    public record Fault(ErrorCode code, String whatFailed, String remedy) implements Serializable {

        public AfterimageException exception() {
            return new AfterimageException(code, whatFailed, remedy);
        }
    }
}
