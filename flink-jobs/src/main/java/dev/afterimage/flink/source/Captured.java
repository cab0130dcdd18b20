package dev.afterimage.flink.source;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.Frame;

import java.io.Serializable;

/**
 * What a source yields: a frame, or the fault that ended it. A fault travels behind the last frame instead of failing the job, so every
 * frame read before it is stored.
 *
 * @param frame null for a fault
 * @param fault null for a frame
 */
public record Captured(String stream, Frame frame, Fault fault) {

    static Captured of(Frame frame) {
        return new Captured(frame.stream().name(), frame, null);
    }

    static Captured failed(String stream, AfterimageException exception) {
        return new Captured(stream, null, new Fault(exception.code(), exception.getMessage(), exception.remedy()));
    }

    /** An {@link AfterimageException} as data. */
    public record Fault(ErrorCode code, String whatFailed, String remedy) implements Serializable {

        public AfterimageException exception() {
            return new AfterimageException(code, whatFailed, remedy);
        }
    }
}
