package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Traits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The colours of things and of their parts. */
final class Looks {

    private static final Set<String> TOPS = Set.of("cap", "lid", "top", "roof", "cork", "stopper");
    /** Shares from which on a colour is believed of a whole thing: of a hue, and of black, grey or white. */
    private static final double HUE = 0.2;
    private static final double LIGHTNESS = 0.4;
    private static final Map<String, Integer> ORDINALS = Map.of("first", 1, "second", 2, "third", 3, "last", -1);
    private static final Set<String> PLACES = Set.of("left", "right", "middle");
    private static final Set<String> WITHOUT_HUE = Set.of("black", "grey", "white");

    private Looks() { }

    /** A part of a thing that has a name of its own: the cap of a bottle, somebody's sleeve. @param owner whose it is */
    record PartOf(Thing owner, Shade.Part part) { }

    /** What a noun names a part of; empty for what is none. */
    static Optional<PartOf> part(Thing thing) {
        if (Kinds.coco().of(thing.name()).isPresent() || !thing.or().isEmpty() || !thing.and().isEmpty()) {
            return Optional.empty();
        }
        Optional<Thing> owner = owner(thing).map(one -> where(thing).isEmpty() ? one : one.at(where(thing)));
        String noun = thing.name().substring(thing.name().lastIndexOf(' ') + 1);
        if (TOPS.contains(noun) && owner.isPresent() && !owner.get().name().equals(Thing.PERSON)) {
            return Optional.of(new PartOf(numbered(owner.get(), thing), Shade.Part.TOP));
        }
        boolean unknownOwner = owner.isEmpty() && thing.with().stream().anyMatch(with -> with.startsWith("of "));
        boolean others = unknownOwner || thing.with().stream().anyMatch(with -> !with.startsWith("of ") && !with.startsWith("on ")
                && !with.equals("in middle"));
        return others ? Optional.empty() : Garment.part(noun).filter(part -> part != Shade.Part.WHOLE)
                .filter(part -> noun.equals(thing.name()))
                .map(part -> new PartOf(numbered(owner.orElse(Thing.of(Thing.PERSON)), thing), part));
    }

    /** {@code on left}: of "the jacket of the man on the left" it is the man's place. */
    private static String where(Thing thing) {
        return thing.with().stream().map(with -> with.replaceFirst("^(?:on|in|at) ", "")).filter(PLACES::contains).findFirst().orElse("");
    }

    private static Thing numbered(Thing owner, Thing part) {
        return owner.nth(part.nth() == 0 ? owner.nth() : part.nth()).at(part.place().isEmpty() ? owner.place() : part.place());
    }

    /** {@code bottle cap}, or a cap {@code of the bottle}, {@code of the person's arm}. */
    private static Optional<Thing> owner(Thing thing) {
        int blank = thing.name().lastIndexOf(' ');
        if (blank > 0) {
            return named(thing.name().substring(0, blank));
        }
        return thing.with().stream().filter(with -> with.startsWith("of ") || with.startsWith("on "))
                .flatMap(with -> named(with.substring(3).replaceFirst(" ?(?:'s|s')(?: .*)?$", "")).stream()).findFirst();
    }

    private static Optional<Thing> named(String noun) {
        int blank = noun.indexOf(' ');
        String first = blank < 0 ? "" : noun.substring(0, blank);
        int nth = ORDINALS.getOrDefault(first, 0);
        String place = PLACES.contains(first) ? first : "";
        return Kinds.coco().of(nth == 0 && place.isEmpty() ? noun : noun.substring(blank + 1))
                .filter(kind -> kind.fit() != Kinds.Fit.NARROWER).map(kind -> Thing.of(kind.singular()).nth(nth).at(place));
    }

    /** Whether a thing may be called by a colour. @param said the word that was sure at the time; empty where none was */
    static boolean may(String asked, String said, Traits traits) {
        return said.isEmpty() ? whole(traits).stream().anyMatch(colour -> ColourNames.may(asked, colour)) : ColourNames.may(asked, said);
    }

    /** Its colour in words, {@code red and white} where it has two; empty where none is sure. */
    static String colour(Visit visit) {
        return visit.colour().isEmpty() && !visit.label().equals("person") ? String.join(" and ", whole(visit.course().traits()))
                : visit.colour();
    }

    private static List<String> whole(Traits traits) {
        return colours(traits, Shade.Part.WHOLE).stream().filter(shade -> shade.share() >= (WITHOUT_HUE.contains(shade.colour())
                ? LIGHTNESS : HUE)).limit(2).map(Shade::colour).toList();
    }

    static List<Shade> colours(Traits traits, Shade.Part part) {
        return traits.shades().stream().filter(shade -> shade.part() == part).toList();
    }

    /** {@code blue above and black below}; empty where nothing is known. */
    static String worn(Visit visit) {
        String above = first(visit, Shade.Part.UPPER);
        String below = first(visit, Shade.Part.LOWER);
        return above.isEmpty() ? below.isEmpty() ? "" : below + " on the legs" : above + " on the upper part"
                + (below.isEmpty() ? "" : " and " + below + " on the legs");
    }

    static String first(Visit visit, Shade.Part part) {
        List<Shade> shades = colours(visit.course().traits(), part);
        return shades.isEmpty() ? "" : shades.get(0).colour();
    }
}
