package dev.afterimage.answering.evaluate;

import java.util.Map;
import java.util.Set;

/** Which of the eleven colours that the evidence knows a colour word may stand for. */
public final class ColourNames {

    private static final Map<String, Set<String>> SEEN_AS = Map.ofEntries(
            Map.entry("silver", Set.of("grey", "silver")), Map.entry("gold", Set.of("yellow", "gold")),
            Map.entry("golden", Set.of("yellow")),
            Map.entry("beige", Set.of("brown", "yellow", "beige")), Map.entry("tan", Set.of("brown")),
            Map.entry("cream", Set.of("white", "yellow")), Map.entry("khaki", Set.of("brown", "green")),
            Map.entry("maroon", Set.of("red", "brown")), Map.entry("burgundy", Set.of("red", "purple")),
            Map.entry("navy", Set.of("blue", "black")),
            Map.entry("turquoise", Set.of("blue", "green")), Map.entry("teal", Set.of("blue", "green")),
            Map.entry("cyan", Set.of("blue", "green")),
            Map.entry("violet", Set.of("purple")), Map.entry("lilac", Set.of("purple", "pink")),
            Map.entry("magenta", Set.of("pink", "purple")));

    private static final Set<String> SEEN = Set.of("black", "white", "grey", "red", "orange", "yellow", "green", "blue", "purple", "pink",
            "brown");

    private ColourNames() { }

    /** Whether a word is the name of a colour. */
    public static boolean is(String word) {
        return SEEN.contains(word) || SEEN_AS.containsKey(word);
    }

    /** Whether something of the seen colour may be called by the asked one. */
    static boolean may(String asked, String seen) {
        String plain = asked.substring(Math.max(asked.lastIndexOf(' '), asked.lastIndexOf('-')) + 1);
        if (seen.startsWith("light ")) {
            return !asked.startsWith("dark") && !plain.equals("navy") && may(plain, seen.substring(6));
        }
        return plain.equals(seen) || SEEN_AS.getOrDefault(plain, Set.of()).contains(seen);
    }
}
