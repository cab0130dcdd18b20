package dev.afterimage.answering.parse;

import java.util.Set;

/** Colour words, alone and shaded: {@code red}, {@code light blue}, {@code dark green}. */
final class Colours {

    private static final Set<String> NAMES = Set.of("black", "white", "grey", "red", "orange", "yellow", "green", "blue", "purple", "pink",
            "brown", "silver", "gold", "golden", "beige", "maroon",
            "navy", "turquoise", "teal", "cyan", "violet", "tan", "cream", "burgundy", "khaki", "magenta", "lilac", "ginger", "crimson",
            "scarlet", "mauve", "ivory", "bronze", "copper", "amber", "aqua", "charcoal", "mustard", "indigo", "fawn", "ochre", "azure",
            "auburn", "tawny", "emerald", "fuchsia", "chartreuse", "lavender", "taupe", "ecru", "russet", "vermilion", "cerise", "buff",
            "off-white", "reddish", "greenish", "bluish", "yellowish", "brownish", "greyish", "blackish", "whitish", "pinkish", "purplish",
            "blue-green", "grey-blue", "blue-grey", "grey-green", "multicoloured", "multi-coloured", "rainbow-coloured");
    private static final Set<String> SHADES = Set.of("light", "dark", "bright", "pale", "deep", "navy", "royal", "sky", "baby", "bottle",
            "lime",
            "neon", "pastel", "faded", "forest", "midnight", "electric", "metallic", "dusty", "burnt", "jet", "rose", "brick", "dull",
            "olive");

    private Colours() { }

    static Match<String> at(Sentence s, int i) {
        if (s.is(i, "light") && lamp(s, i)) {
            return null;
        }
        if (SHADES.contains(s.at(i)) && NAMES.contains(s.at(i + 1))) {
            return new Match<>(s.at(i) + " " + s.at(i + 1), i + 2);
        }
        if (!NAMES.contains(s.at(i))) {
            return null;
        }
        return new Match<>(s.at(i), s.is(i + 1, "coloured") ? i + 2 : i + 1);
    }

    /** {@code was the light red}: a thing that is red, not a shade of it. */
    private static boolean lamp(Sentence s, int i) {
        boolean last = s.end(i + 2) || !s.noun(i + 2) && !s.adjective(i + 2) || s.is(i + 2, "or", "at", "in", "on");
        return last && (s.is(i - 1, "the", "that", "this", "my", "traffic") || s.noun(i - 1) && !s.is(i - 1, "is", "was"));
    }
}
