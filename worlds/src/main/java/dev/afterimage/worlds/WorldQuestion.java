package dev.afterimage.worlds;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A question whose answer is known.
 *
 * @param kind    what it asks, e.g. {@code how long}
 * @param earlier the user's turns before it
 * @param present whether what it asks about is there to be seen; if not it must be refused
 */
public record WorldQuestion(String kind, String text, OptionalDouble at, List<String> earlier, Expected expected, boolean present) {

    public WorldQuestion(String kind, String text, Expected expected) {
        this(kind, text, OptionalDouble.empty(), List.of(), expected, !(expected instanceof Expected.NotSeen));
    }
}
