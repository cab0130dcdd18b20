package dev.afterimage.store.codec;

/** Bytes that are not what was written, or that a newer version wrote. The store knows which value it was and tells the user. */
public final class MalformedValueException extends RuntimeException {

    private final boolean newer;

    private MalformedValueException(String message, boolean newer) {
        super(message);
        this.newer = newer;
    }

    static MalformedValueException damaged(String message) {
        return new MalformedValueException(message, false);
    }

    static MalformedValueException newer(String message) {
        return new MalformedValueException(message, true);
    }

    /** True when the bytes are whole but of a version this program cannot read. */
    public boolean newer() {
        return newer;
    }
}
