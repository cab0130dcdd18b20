package dev.afterimage.answering.evidence;

import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Traits;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether two things look so different that they are not one. */
public final class Colouring {

    /** Fainter shares than this may be a shadow. */
    private static final double SURE = 0.3;

    private Colouring() { }

    /** Whether a part of the one has sure colours, the same part of the other too, and none in common. */
    public static boolean differ(Traits one, Traits other) {
        return EnumSet.allOf(Shade.Part.class).stream().filter(part -> part != Shade.Part.TOP).anyMatch(part -> {
            Set<String> mine = all(one, part);
            return sure(one, part) && sure(other, part) && all(other, part).stream().noneMatch(mine::contains);
        });
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
