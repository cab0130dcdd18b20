package dev.afterimage.model.fetch;

import java.io.IOException;

/** Why a hub gives nothing, or nothing can be put on the disk, where something better can be done than to try again. */
final class HubRefusal extends IOException {

    private static final long serialVersionUID = 1;

    private final String remedy;

    HubRefusal(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }

    /** What to do about a failure. @param usual unless it says so itself */
    static String remedy(IOException failure, String usual) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HubRefusal refusal) {
                return refusal.remedy();
            }
        }
        return usual;
    }
}
