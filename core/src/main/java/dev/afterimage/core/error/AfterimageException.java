package dev.afterimage.core.error;

import java.util.regex.Pattern;

/**
 * A failure as the user sees it: what was tried and what failed, then what to do about it. Passwords and tokens in URLs
 * are masked here, once, so that no caller can forget.
 */
public final class AfterimageException extends RuntimeException {

    private static final Pattern CLASS_NAME = Pattern.compile("(?:\\b[a-z]\\w*\\.)+[A-Z][\\w$.]*(?:\\(\\))?:?"
            + "|\\b[A-Z]\\w*(?:Exception|Error)\\b:?");

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
        return new AfterimageException(ErrorCode.INTERNAL, "something failed that should not" + said(thrown),
                "run again with AFTERIMAGE_LOG=debug and report what it prints", thrown);
    }

    /** In words: names of exceptions and classes tell users nothing, and stand in the log. */
    private static String said(Throwable thrown) {
        String message = thrown.getMessage() == null ? "" : CLASS_NAME.matcher(thrown.getMessage()).replaceAll("").strip();
        return message.codePoints().filter(Character::isLetter).count() < 3 ? "" : ": " + message;
    }

    /**
     * {@code rtsp://user:secret@host/?token=secret} becomes {@code rtsp://user:***@host/?token=***}, wherever such URLs
     * stand in the text. What may belong to a password goes with it: everything up to the last {@code @}.
     */
    public static String maskPasswords(String text) {
        return text == null ? null : Secrets.mask(text);
    }
}
