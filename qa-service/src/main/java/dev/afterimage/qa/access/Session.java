package dev.afterimage.qa.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One login, until it is ended or its time is over. Used on the service's event loop alone. */
public final class Session {

    private final Caller caller;
    private final long endsAt;
    private final Optional<String> logoutUrl;
    private List<Runnable> atEnd = new ArrayList<>();

    Session(Caller caller, long endsAt, Optional<String> logoutUrl) {
        this.caller = caller;
        this.endsAt = endsAt;
        this.logoutUrl = logoutUrl;
    }

    public Caller caller() {
        return caller;
    }

    /** Where the browser goes to log out of the identity provider too. */
    public Optional<String> logoutUrl() {
        return logoutUrl;
    }

    boolean over(long now) {
        return now - endsAt >= 0;
    }

    /** For connections that outlive the request that opened them. Run at once where the session is over already. */
    public void atEnd(Runnable close) {
        if (atEnd == null) {
            close.run();
        } else {
            atEnd.add(close);
        }
    }

    public void forget(Runnable close) {
        if (atEnd != null) {
            atEnd.remove(close);
        }
    }

    void end() {
        List<Runnable> all = atEnd == null ? List.of() : atEnd;
        atEnd = null;
        all.forEach(Runnable::run);
    }
}
