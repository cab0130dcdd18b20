package dev.afterimage.answering.evidence;

import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Traits;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether two things look so different that they are not one. */
public final class Colouring {

    /** Fainter shares than this may be a shadow. */
    private static final double SURE = 0.3;
    private static final double MAIN = 0.5;
    /** Colours that light, shadow or a camera's white balance may turn into each other. */
    private static final List<Set<String>> NEAR = List.of(Set.of("black", "grey"), Set.of("grey", "white"), Set.of("black", "blue"),
            Set.of("grey", "blue"), Set.of("black", "brown"), Set.of("grey", "brown"), Set.of("black", "green"), Set.of("grey", "green"),
            Set.of("black", "purple"), Set.of("brown", "red"), Set.of("brown", "orange"), Set.of("brown", "yellow"),
            Set.of("red", "orange"),
            Set.of("red", "pink"), Set.of("orange", "yellow"), Set.of("orange", "pink"), Set.of("white", "yellow"), Set.of("white", "pink"),
            Set.of("green", "blue"), Set.of("green", "yellow"), Set.of("blue", "purple"), Set.of("purple", "pink"));

    private Colouring() { }

    /** Whether a part of the one has sure colours, the same part of the other too, and none in common. */
    public static boolean differ(Traits one, Traits other) {
        return EnumSet.allOf(Shade.Part.class).stream().filter(part -> part != Shade.Part.TOP).anyMatch(part -> {
            Set<String> mine = all(one, part);
            return sure(one, part) && sure(other, part) && all(other, part).stream().noneMatch(mine::contains);
        });
    }

    /**
     * Whether the main colours of a part are so far from each other that no light makes the one look like the other: what a count of
     * different things may rest on.
     */
    public static boolean differClearly(Traits one, Traits other) {
        return EnumSet.of(Shade.Part.WHOLE, Shade.Part.UPPER, Shade.Part.LOWER).stream().anyMatch(part -> main(one, part)
                .flatMap(mine -> main(other, part).map(theirs -> !near(mine, theirs))).orElse(false));
    }

    private static Optional<String> main(Traits traits, Shade.Part part) {
        return traits.shades().stream().filter(shade -> shade.part() == part && shade.share() >= MAIN).findFirst()
                .map(shade -> shade.colour().replace("light ", "").replace("dark ", ""));
    }

    private static boolean near(String one, String other) {
        return one.equals(other) || NEAR.stream().anyMatch(pair -> pair.contains(one) && pair.contains(other));
    }

    /** Whether a part of both has the same surest colour. */
    static boolean alike(Traits one, Traits other) {
        return one.shades().stream().filter(shade -> shade.share() >= SURE).anyMatch(shade -> sure(other, shade.part())
                && first(one, shade.part()).equals(first(other, shade.part())));
    }

    private static String first(Traits traits, Shade.Part part) {
        return traits.shades().stream().filter(shade -> shade.part() == part).findFirst().map(Shade::colour).orElse("");
    }

    private static boolean sure(Traits traits, Shade.Part part) {
        return traits.shades().stream().anyMatch(shade -> shade.part() == part && shade.share() >= SURE);
    }

    private static Set<String> all(Traits traits, Shade.Part part) {
        List<Shade> shades = traits.shades().stream().filter(shade -> shade.part() == part).toList();
        return shades.stream().map(shade -> shade.colour().replace("light ", "")).collect(Collectors.toSet());
    }
}
