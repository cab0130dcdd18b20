package dev.afterimage.core.error;

/** Everything that can go wrong for a user, with the exit code of the command line. */
public enum ErrorCode {
    USAGE(2),
    USAGE_STREAM_NAME(2),
    USAGE_EMPTY_QUESTION(2),
    USAGE_QUESTION_TOO_LONG(2),
    USAGE_HISTORY_TOO_LONG(2),
    USAGE_TIME(2),
    USAGE_CONFIG(2),
    USAGE_STREAM_EXISTS(2),
    USAGE_TOO_MANY_STREAMS(2),
    /** What is asked for does not fit what the stream is doing. */
    USAGE_STREAM_STATE(2),
    STREAM_UNKNOWN(2),

    INPUT_NOT_FOUND(3),
    INPUT_UNREADABLE(3),
    INPUT_NO_VIDEO(3),
    INPUT_TRUNCATED(3),
    INPUT_UNREACHABLE(3),
    INPUT_STALLED(3),
    INPUT_REFUSED(3),
    INPUT_BUSY(3),
    /** A film that is larger than any that may be uploaded. */
    INPUT_TOO_LARGE(3),

    MODEL_UNKNOWN(4),
    MODEL_NOT_INSTALLED(4),
    MODEL_DOWNLOAD(4),
    MODEL_CHECKSUM(4),
    MODEL_MALFORMED(4),
    MODEL_UNSUPPORTED(4),
    MODEL_SELF_TEST(4),
    MODEL_CONTEXT_FULL(4),
    MODEL_FAILED(4),
    /** A GPU's memory is full. */
    MODEL_GPU_MEMORY(4),
    /** An answer took too long. */
    ASK_TIMEOUT(4),

    STORAGE_IN_USE(5),
    STORAGE_OTHER_PACK(5),
    STORAGE_FORMAT(5),
    STORAGE_FULL(5),
    STORAGE_CORRUPT(5),
    STORAGE_FAILED(5),
    /** It was kept once, and has been removed to keep within the limits. */
    STORAGE_REMOVED(5),
    /** Of the copy that a stream is to be brought back from, something is missing or damaged. */
    STORAGE_COPY_MISSING(5),

    /** The job manager, or the task manager that has a stream, does not answer. */
    CLUSTER_UNREACHABLE(6),
    CLUSTER_NO_JOB(6),
    CLUSTER_SEVERAL_JOBS(6),
    /** The job is of another version than who asks it. */
    CLUSTER_VERSION(6),
    /** A stream is on its way to another task manager. */
    CLUSTER_MOVING(6),

    INTERNAL(1);

    private final int exitCode;

    ErrorCode(int exitCode) {
        this.exitCode = exitCode;
    }

    /** 2 usage, 3 input, 4 model, 5 storage, 6 cluster; 1 for a fault of our own. */
    public int exitCode() {
        return exitCode;
    }
}
