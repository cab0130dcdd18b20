package dev.afterimage.qa.access;

import dev.afterimage.core.stream.StreamId;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request, and what they may do.
 *
 * @param name    shown to themselves; empty where nobody needs a name
 * @param streams the streams they may see; empty for all, those to come included
 */
public record Caller(String name, Role role, Optional<Set<StreamId>> streams) {

    /** May do everything: this machine's user, where the service answers this machine alone and has no tokens. */
    public static final Caller OWNER = new Caller("", Role.MANAGE, Optional.empty());

    public Caller {
        streams = streams.map(Set::copyOf);
    }

    public boolean may(Role asked) {
        return role.includes(asked);
    }

    public boolean sees(StreamId stream) {
        return streams.isEmpty() || streams.get().contains(stream);
    }

    public boolean seesAll() {
        return streams.isEmpty();
    }
}
