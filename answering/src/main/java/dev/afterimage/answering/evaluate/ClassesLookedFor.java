package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What becomes of a query where only some classes of the detector were looked for. Of the others it is not known that they were not there:
 * what was found stands, and nothing is denied or counted.
 */
public final class ClassesLookedFor {

    private static final int MOST_NAMED = 5;

    private final Set<String> classes;

    /** @param classes in all of the stream */
    public ClassesLookedFor(Set<String> classes) {
        this.classes = Set.copyOf(classes);
    }

    /** Where something that is asked about was not looked for at all: that this is so. */
    public Optional<Finding> unlooked(Query query) {
        return RequiredEvidence.objects(query).flatMap(ClassesLookedFor::labels)
                .filter(labels -> labels.stream().noneMatch(classes::contains)).findFirst().map(labels -> cannotTell());
    }

    /** @param finding of the classes that were looked for */
    public Finding qualified(Finding finding, Query query) {
        boolean whole = RequiredEvidence.objects(query).allMatch(this::covers);
        return whole || PartlyLookedFor.stands(finding, query) ? finding : cannotTell();
    }

    private boolean covers(Thing thing) {
        return !thing.name().equals(Thing.ANYTHING) && labels(thing).allMatch(classes::containsAll);
    }

    /** Of each of its nouns; none of one that the detector does not know. */
    private static Stream<Set<String>> labels(Thing thing) {
        Stream<String> nouns = thing.name().equals(Thing.ANYTHING) ? Stream.empty() : thing.names().stream();
        return Stream.concat(nouns.flatMap(noun -> Kinds.coco().of(noun).stream()),
                thing.with().stream().flatMap(noun -> Optional.ofNullable(Kinds.coco().named(noun)).stream())).map(Kinds.Kind::labels);
    }

    private Finding cannotTell() {
        List<String> named = classes.stream().sorted().limit(MOST_NAMED).toList();
        return new Finding.CannotTell(classes.isEmpty() ? "no class of objects was looked for in all of this stream"
                : "only some classes of objects were looked for in all of this stream: " + String.join(", ", named)
                        + (classes.size() > MOST_NAMED ? " and others" : ""));
    }
}
