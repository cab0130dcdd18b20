package dev.afterimage.core;

import java.util.regex.Pattern;

/**
 * A failure told to the user: what was tried and what failed, then what to do about it. Passwords in URLs are masked here, once,
 * so that no caller can forget.
 */
public final class AfterimageException extends RuntimeException {

    private static final Pattern USER_INFO = Pattern.compile("(?<=://)([^/@:\\s]*):([^/@\\s]*)@");

    private final ErrorCode code;
    private final String remedy;

    public AfterimageException(ErrorCode code, String whatFailed, String remedy) {
        this(code, whatFailed, remedy, null);
    }

    public AfterimageException(ErrorCode code, String whatFailed, String remedy, Throwable cause) {
        super(maskPasswords(whatFailed), cause);
        this.code = code;
        this.remedy = maskPasswords(remedy);
    }

    public ErrorCode code() {
        return code;
    }

    /** What the user can do now. */
    public String remedy() {
        return remedy;
    }

    /** One line: {@code CODE: what failed. What to do.} */
    public String line() {
        return code + ": " + getMessage().replaceAll("\\s*\\R\\s*", " ") + "; " + remedy + ".";
    }

    /** Finds the Afterimage failure in a chain of causes, or wraps the chain as {@link ErrorCode#INTERNAL}. */
    public static AfterimageException of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof AfterimageException found) {
                return found;
            }
        }
        return new AfterimageException(ErrorCode.INTERNAL, "unexpected " + thrown,
                "run again with AFTERIMAGE_LOG=debug and report what it prints", thrown);
    }

    /** {@code rtsp://user:secret@host} becomes {@code rtsp://user:***@host}. */
    public static String maskPasswords(String text) {
        return text == null ? null : USER_INFO.matcher(text).replaceAll("$1:***@");
    }
}
