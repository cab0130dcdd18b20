package dev.afterimage.qa.http;

import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Role;
import java.util.function.Predicate;

/** What a route needs of its caller. */
enum Needs {

    /** Nothing: the page's own files, the login, and the probes of whatever runs the service. */
    OPEN("nothing", caller -> true),
    /** To look; a route that names or lists streams shows those that its caller may see. */
    VIEW("the role view", caller -> caller.may(Role.VIEW)),
    /** To look at all streams, for what cannot be told by stream. */
    VIEW_ALL("the role view of all streams", caller -> caller.may(Role.VIEW) && caller.seesAll()),
    ASK("the role ask", caller -> caller.may(Role.ASK)),
    MANAGE("the role manage", caller -> caller.may(Role.MANAGE));

    private final String words;
    private final Predicate<Caller> met;

    Needs(String words, Predicate<Caller> met) {
        this.words = words;
        this.met = met;
    }

    boolean metBy(Caller caller) {
        return met.test(caller);
    }

    /** For messages. */
    String words() {
        return words;
    }
}
