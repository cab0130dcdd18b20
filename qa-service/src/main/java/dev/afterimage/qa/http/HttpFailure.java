package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import io.vertx.ext.web.handler.HttpException;

/** A request that ends in an error: HTTP status, code, what failed, what to do. */
final class HttpFailure extends RuntimeException {

    /** The service is going down: not a fault, only the last thing a client hears. */
    static final String STOPPING = "HTTP_STOPPING";
    private static final long serialVersionUID = 1;
    private static final long USUAL_RETRY_SECONDS = 5;

    private final int status;
    private final String code;
    private final String remedy;
    private final long retryAfter;
    private final String parameter;

    HttpFailure(int status, String code, String message, String remedy) {
        this(status, code, message, remedy, 0, null);
    }

    private HttpFailure(int status, String code, String message, String remedy, long retryAfter, String parameter) {
        super(AfterimageException.maskPasswords(message), null, false, false);
        this.status = status;
        this.code = code;
        this.remedy = remedy;
        this.retryAfter = retryAfter;
        this.parameter = parameter;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String remedy() {
        return remedy;
    }

    /** The same, telling the client to come back after this many seconds. */
    HttpFailure retryAfter(long seconds) {
        return new HttpFailure(status, code, getMessage(), remedy, seconds, parameter);
    }

    /** The same, naming the parameter that is wrong. */
    HttpFailure about(String name) {
        return new HttpFailure(status, code, getMessage(), remedy, retryAfter, name);
    }

    /** The parameter that is wrong; null where none is. */
    String parameter() {
        return parameter;
    }

    /** Seconds after which to come back; 0 where that would not help. */
    long retryAfter() {
        return retryAfter > 0 ? retryAfter : status == 503 || status == 429 ? USUAL_RETRY_SECONDS : 0;
    }

    static HttpFailure usage(String message, String remedy) {
        return new HttpFailure(400, ErrorCode.USAGE.name(), message, remedy);
    }

    /** What any failure on the way to an answer looks like to the caller. */
    static HttpFailure of(Throwable thrown) {
        if (thrown instanceof HttpFailure failure) {
            return failure;
        }
        if (thrown instanceof HttpException http) {
            return ofStatus(http.getStatusCode());
        }
        AfterimageException exception = AfterimageException.of(thrown);
        return new HttpFailure(status(exception.code()), exception.code().name(), WithoutCommands.message(exception),
                WithoutCommands.remedy(exception));
    }

    static HttpFailure ofStatus(int status) {
        return switch (status) {
            case 400 -> new HttpFailure(400, "HTTP_BAD_REQUEST", "the request cannot be understood", "check its address and headers");
            case 404 -> new HttpFailure(404, "HTTP_NOT_FOUND", "there is nothing at this address", "see /api/streams, /api/ask and "
                    + "/v1/models");
            case 405 -> new HttpFailure(405, "HTTP_METHOD", "this address does not take that method", "see the address's documentation");
            case 413 -> new HttpFailure(413, "HTTP_TOO_LARGE", "the request body is too large", "send a shorter one");
            default -> new HttpFailure(status, "HTTP_" + status, "the request failed", "try again");
        };
    }

    static int status(ErrorCode code) {
        return switch (code) {
            case STREAM_UNKNOWN, MODEL_UNKNOWN -> 404;
            case USAGE_STREAM_EXISTS, USAGE_TOO_MANY_STREAMS, USAGE_STREAM_STATE -> 409;
            case INPUT_TOO_LARGE -> 413;
            case INPUT_REFUSED, INPUT_NOT_FOUND, INPUT_UNREADABLE, INPUT_NO_VIDEO, INPUT_TRUNCATED, INPUT_UNREACHABLE, INPUT_STALLED -> 422;
            case USAGE, USAGE_STREAM_NAME, USAGE_EMPTY_QUESTION, USAGE_QUESTION_TOO_LONG, USAGE_HISTORY_TOO_LONG, USAGE_TIME,
                    USAGE_CONFIG -> 400;
            // What is asked does not fit the model: another question does.
            case MODEL_CONTEXT_FULL -> 400;
            case ASK_TIMEOUT -> 504;
            case STORAGE_FULL -> 507;
            case STORAGE_REMOVED -> 410;
            case INPUT_BUSY, STORAGE_IN_USE, MODEL_NOT_INSTALLED -> 503;
            case CLUSTER_UNREACHABLE, CLUSTER_NO_JOB, CLUSTER_SEVERAL_JOBS, CLUSTER_VERSION, CLUSTER_MOVING -> 503;
            case MODEL_DOWNLOAD -> 502;
            case MODEL_CHECKSUM, MODEL_MALFORMED, MODEL_UNSUPPORTED, MODEL_SELF_TEST, MODEL_FAILED, MODEL_GPU_MEMORY,
                 STORAGE_OTHER_PACK, STORAGE_FORMAT, STORAGE_CORRUPT, STORAGE_FAILED, STORAGE_COPY_MISSING, INTERNAL -> 500;
        };
    }
}
