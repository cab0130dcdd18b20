package dev.afterimage.qa.http;

import dev.afterimage.qa.access.Networks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Logins that were begun and not yet taken back, by their state: so many of each network, and so many in all. Where there is no room, the
 * oldest of the network that has the most makes some, so who begins many pushes out their own. Lives on the event loop.
 */
final class PendingLogins<T> {

    private final int most;
    private final int mostEach;
    private final long within;
    private final LongSupplier nanoTime;
    private final Map<String, Pending<T>> byState = new LinkedHashMap<>();
    /** States of each network, oldest first. */
    private final Map<String, Deque<String>> byNetwork = new HashMap<>();

    private record Pending<T>(T login, String network, long since) { }

    /**
     * @param within   how long one may be taken back
     * @param nanoTime for tests
     */
    PendingLogins(int most, int mostEach, Duration within, LongSupplier nanoTime) {
        this.most = most;
        this.mostEach = mostEach;
        this.within = within.toNanos();
        this.nanoTime = nanoTime;
    }

    void add(String state, String address, T login) {
        forgetOld();
        String network = Networks.of(address);
        Deque<String> own = byNetwork.get(network);
        if (own != null && own.size() >= mostEach) {
            take(own.peekFirst());
        } else if (byState.size() >= most) {
            byNetwork.values().stream().max(Comparator.comparingInt(Deque::size)).ifPresent(fullest -> take(fullest.peekFirst()));
        }
        byState.put(state, new Pending<>(login, network, nanoTime.getAsLong()));
        byNetwork.computeIfAbsent(network, none -> new ArrayDeque<>()).addLast(state);
    }

    /** Once; empty for one that is unknown or too old. */
    Optional<T> take(String state) {
        Pending<T> pending = byState.remove(state);
        if (pending == null) {
            return Optional.empty();
        }
        byNetwork.computeIfPresent(pending.network(), (network, states) -> {
            states.remove(state);
            return states.isEmpty() ? null : states;
        });
        return Optional.of(pending).filter(this::fresh).map(Pending::login);
    }

    private boolean fresh(Pending<T> pending) {
        return nanoTime.getAsLong() - pending.since() <= within;
    }

    private void forgetOld() {
        while (!byState.isEmpty() && !fresh(byState.values().iterator().next())) {
            take(byState.keySet().iterator().next());
        }
    }
}
