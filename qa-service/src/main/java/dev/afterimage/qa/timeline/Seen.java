package dev.afterimage.qa.timeline;

import dev.afterimage.core.block.Observation;
import dev.afterimage.core.evidence.Evidence;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is in view from one observation to the next.
 *
 * @param any    whether anything is
 * @param labels kinds of things
 * @param words  what can be searched for, in small letters
 */
record Seen(boolean any, Set<String> labels, String words) {

    private static final String NOTHING = "nothing";
    static final Seen EMPTY = new Seen(false, Set.of(), "");

    static Seen of(Observation observed) {
        Set<String> labels = observed.evidence().stream().filter(each -> each.kind() == Evidence.Kind.OBJECT && each.count() > 0)
                .map(Evidence::label).collect(Collectors.toCollection(TreeSet::new));
        boolean any = !observed.note().isBlank() && !observed.note().equals(NOTHING) || !labels.isEmpty();
        String written = observed.evidence().stream().filter(each -> each.kind() == Evidence.Kind.TEXT).map(Evidence::label)
                .collect(Collectors.joining(" "));
        return new Seen(any, labels, any ? (observed.note() + " " + written).strip().toLowerCase(Locale.ROOT) : "");
    }

    /** Whether an observation tells only what was said: what is in view goes on. */
    static boolean saysOnly(Observation observed) {
        return !observed.evidence().isEmpty() && observed.evidence().stream().allMatch(each -> each.kind() == Evidence.Kind.SPEECH);
    }
}
