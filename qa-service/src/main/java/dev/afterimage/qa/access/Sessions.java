package dev.afterimage.qa.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The logins of browsers, kept in this process: a restart asks everybody to log in again. A session is found by the
 * digest of its name, so that what lies in memory opens nothing. Used on the service's event loop alone.
 */
public final class Sessions {

    private static final int MOST = 10_000;

    private final Duration life;
    private final LongSupplier nanoTime;
    private final Map<String, Session> byDigest = new LinkedHashMap<>();

    public Sessions(Duration life) {
        this(life, System::nanoTime);
    }

    Sessions(Duration life, LongSupplier nanoTime) {
        this.life = life;
        this.nanoTime = nanoTime;
    }

    public Duration life() {
        return life;
    }

    /**
     * @param logoutUrl where the browser goes to log out elsewhere too
     * @return the name that the browser keeps in its cookie
     */
    public String begin(Caller caller, Optional<String> logoutUrl) {
        endOld();
        String name = RandomSecrets.random();
        byDigest.put(key(name), new Session(caller, nanoTime.getAsLong() + life.toNanos(), logoutUrl));
        return name;
    }

    public Optional<Session> find(String name) {
        Session session = byDigest.get(key(name));
        if (session != null && session.over(nanoTime.getAsLong())) {
            end(name);
            return Optional.empty();
        }
        return Optional.ofNullable(session);
    }

    public Optional<Session> end(String name) {
        Optional<Session> session = Optional.ofNullable(byDigest.remove(key(name)));
        session.ifPresent(Session::end);
        return session;
    }

    /** Ends those whose time is over; called now and then, for the connections that they still hold open. */
    public void endOld() {
        long now = nanoTime.getAsLong();
        byDigest.values().removeIf(session -> {
            if (session.over(now)) {
                session.end();
                return true;
            }
            return false;
        });
        while (byDigest.size() >= MOST) {
            byDigest.remove(byDigest.keySet().iterator().next()).end();
        }
    }

    private static String key(String name) {
        return RandomSecrets.base64(RandomSecrets.digest(name));
    }
}
