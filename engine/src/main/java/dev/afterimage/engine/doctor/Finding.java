package dev.afterimage.engine.doctor;

import dev.afterimage.core.error.ErrorCode;

/**
 * What was found when one thing was looked at.
 *
 * @param found  a sentence
 * @param remedy what to do; empty where nothing is to be done
 */
public record Finding(Subject subject, Level level, String found, String remedy) {

    /** How much it matters. */
    public enum Level {
        OK,
        /** Afterimage runs, but less well than it could. */
        NOTE,
        FAILS
    }

    /** What is looked at, in this order. */
    public enum Subject {
        JAVA(ErrorCode.INTERNAL), PROCESSOR(ErrorCode.INTERNAL), MEMORY(ErrorCode.INTERNAL), LIBRARIES(ErrorCode.INTERNAL),
        DATA(ErrorCode.STORAGE_FAILED), MODELS(ErrorCode.MODEL_NOT_INSTALLED), NAME(ErrorCode.INTERNAL), PORT(ErrorCode.USAGE),
        GPU(ErrorCode.MODEL_UNSUPPORTED), TRIAL(ErrorCode.INTERNAL);

        private final ErrorCode failure;

        Subject(ErrorCode failure) {
            this.failure = failure;
        }

        /** Of the command, where this fails. */
        public int exitCode() {
            return failure.exitCode();
        }
    }

    static Finding ok(Subject subject, String found) {
        return new Finding(subject, Level.OK, found, "");
    }

    static Finding note(Subject subject, String found, String remedy) {
        return new Finding(subject, Level.NOTE, found, remedy);
    }

    static Finding fails(Subject subject, String found, String remedy) {
        return new Finding(subject, Level.FAILS, found, remedy);
    }
}
