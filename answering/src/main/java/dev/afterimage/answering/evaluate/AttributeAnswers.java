package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.core.stream.Clock;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What colour something is, and whether it is of that colour; other properties the evidence does not keep. */
final class AttributeAnswers {

    private static final Set<String> COLOURS = Set.of("black", "white", "grey", "red", "orange", "yellow", "green", "blue", "purple",
            "pink", "brown", "silver", "gold", "golden", "beige", "maroon",
            "navy", "turquoise", "teal", "cyan", "violet", "tan", "cream", "burgundy", "khaki", "magenta", "lilac");

    /** Seconds from which on a thing was there long enough for its colour to be asked after. */
    private static final double LONG_ENOUGH = 2;

    private final ObservedStream observed;

    AttributeAnswers(ObservedStream observed) {
        this.observed = observed;
    }

    Finding attribute(Query.AttributeOf query, Windows.Placed window) {
        Optional<Looks.PartOf> part = query.of().equals("colour") ? Looks.part(query.thing()) : Optional.empty();
        if (part.isPresent()) {
            return part(part.get(), query.thing(), window);
        }
        Selection selection = new Selection(query.thing(), observed.timeline());
        Optional<Finding> problem = problem(selection, query.thing());
        if (problem.isPresent()) {
            return problem.get();
        }
        Optional<Finding> told = query.of().equals("doing") ? new MotionAnswers(observed).doing(selection, window)
                : query.of().equals("wearing") ? worn(selection, window) : Optional.empty();
        if (told.isPresent()) {
            return told.get();
        }
        if (!query.of().equals("colour")) {
            return new Finding.CannotTell("the notes do not tell "
                    + (query.of().equals("kind") ? "of what kind the " + query.thing().name() + " was" : "what the " + query.thing().name()
                    + " was " + query.of()), selection.supports(selection.present()));
        }
        Map<String, Visit> colours = colours(PlaceAnswers.meant(selection, window));
        if (colours.isEmpty()) {
            return new Finding.CannotTell("the " + Words.one(query.thing()) + "'s colour could not be made out",
                    selection.supports(selection.present()));
        }
        List<Support> supports = selection.supports(colours.values().stream().map(Visit::run).toList());
        return new Finding.Fact(Phrases.capital(Phrases.list(List.copyOf(colours.keySet()))) + others(selection, window) + ".", supports);
    }

    /** The colour of a bottle's cap, of somebody's sleeve: of the part of the thing where it is. */
    private Finding part(Looks.PartOf part, Thing asked, Windows.Placed window) {
        Selection selection = new Selection(part.owner(), observed.timeline());
        Optional<Finding> problem = problem(selection, part.owner());
        if (problem.isPresent()) {
            return problem.get();
        }
        Map<String, Visit> colours = new LinkedHashMap<>();
        PlaceAnswers.meant(selection, window).stream().sorted(Comparator.comparingInt(visit -> -visit.course().traits().sights()))
                .filter(visit -> !Looks.first(visit, part.part()).isEmpty())
                .forEach(visit -> colours.putIfAbsent(Looks.first(visit, part.part()), visit));
        List<Support> supports = selection.supports(colours.values().stream().map(Visit::run).toList());
        return colours.isEmpty() ? new Finding.CannotTell("the " + Words.one(asked) + "'s colour could not be made out",
                selection.supports(selection.present())) : new Finding.Fact(Phrases.capital(Phrases.list(List.copyOf(colours.keySet())))
                + ".", supports);
    }

    /** What people wear, by its colours. */
    private static Optional<Finding> worn(Selection selection, Windows.Placed window) {
        List<Visit> meant = PlaceAnswers.meant(selection, window).stream().filter(visit -> !Looks.worn(visit).isEmpty()).toList();
        return meant.isEmpty() ? Optional.empty() : Optional.of(new Finding.Fact(Phrases.capital(Phrases.list(meant.stream()
                .map(Looks::worn).distinct().toList())) + "; which garments is not known.",
                selection.supports(meant.stream().map(Visit::run).toList())));
    }

    /** Those whose colour is not known are told of: what holds for one need not hold for them. */
    private static String others(Selection selection, Windows.Placed window) {
        long unknown = uncoloured(selection, window);
        return unknown == 0 ? "" : "; of " + (unknown == 1 ? "1 other" : unknown + " others") + " the colour could not be made out";
    }

    private static long uncoloured(Selection selection, Windows.Placed window) {
        return PlaceAnswers.meant(selection, window).stream().filter(visit -> Looks.colour(visit).isEmpty()
                && visit.span().length() >= LONG_ENOUGH).count();
    }

    private Optional<Finding> problem(Selection selection, Thing thing) {
        return selection.undecided().or(() -> selection.everSeen() ? Optional.empty()
                : Optional.of(new Finding.NotSeen(Words.noneWas(thing) + " seen up to " + Clock.text(observed.now()),
                        selection.closest())));
    }

    private static Map<String, Visit> colours(List<Visit> visits) {
        Map<String, Visit> colours = new LinkedHashMap<>();
        visits.stream().filter(visit -> !Looks.colour(visit).isEmpty()).forEach(visit -> colours.putIfAbsent(Looks.colour(visit), visit));
        return colours;
    }

    /** {@code Was the first car red?} */
    Finding is(Query.Is query, Windows.Placed window) {
        Selection selection = new Selection(query.thing(), observed.timeline());
        boolean coloured = query.values().stream().allMatch(value -> COLOURS.contains(value.substring(value.lastIndexOf(' ') + 1)));
        Optional<Finding> problem = query.thing().name().equals(Thing.ANYTHING) && !coloured
                ? Optional.empty() : problem(selection, query.thing());
        if (problem.isPresent()) {
            return problem.get();
        }
        if (SettingAnswers.about(query)) {
            return new SettingAnswers(observed).is(query, window);
        }
        Optional<Finding> motion = MotionAnswers.about(query.values()) ? new MotionAnswers(observed).is(selection, query.values(), window)
                : Optional.empty();
        if (motion.isPresent()) {
            return motion.get();
        }
        if (!coloured) {
            return new Finding.CannotTell("the notes do not tell whether something is " + String.join(" or ", query.values()),
                    selection.supports(selection.present()));
        }
        Map<String, Visit> colours = colours(PlaceAnswers.meant(selection, window));
        if (colours.isEmpty()) {
            return new Finding.CannotTell("the " + Words.one(query.thing()) + "'s colour could not be made out",
                    selection.supports(selection.present()));
        }
        String seen = Phrases.list(List.copyOf(colours.keySet()));
        List<Support> supports = selection.supports(colours.values().stream().map(Visit::run).toList());
        if (query.values().size() > 1) {
            return new Finding.Fact(Phrases.capital(seen) + ".", supports);
        }
        boolean yes = colours.keySet().stream().flatMap(colour -> Stream.of(colour.split(" and ")))
                .anyMatch(colour -> ColourNames.may(query.values().get(0), colour));
        if (!yes && uncoloured(selection, window) > 0) {
            return new Finding.CannotTell("of some the colour was " + seen + others(selection, window), supports);
        }
        return new Finding.Fact((yes ? "Yes, " : "No, ") + (colours.size() == 1 ? seen : "they were " + seen) + ".", supports);
    }
}
