package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Thing;

import java.util.Set;

/** {@code the road is empty}, {@code was the room empty of people}: that nothing, or none of a kind, is there. */
final class Emptiness {

    private static final String[] EMPTY = {"empty", "clear", "deserted", "vacant", "unoccupied", "free", "bare", "uninhabited"};
    /** What things stand on rather than in. */
    private static final Set<String> SURFACES = Set.of("table", "shelf", "drive", "driveway", "terrace", "road", "carriageway", "pitch",
            "platform", "lawn", "porch", "counter", "desk", "bench", "tray", "plate", "roof", "floor", "stage", "step", "steps", "stairs",
            "sofa",
            "couch", "bed", "chair", "feeder", "court", "balcony", "patio", "deck", "bridge", "beach", "hob", "stove", "worktop", "scale",
            "rack",
            "conveyor", "belt", "motorway", "path", "track", "trail", "pavement", "sidewalk", "field", "green", "ramp", "perch", "mat",
            "rug",
            "windowsill", "sill", "ledge", "mantelpiece", "dresser", "trolley", "crossing", "runway", "forecourt", "farm", "hook", "line",
            "pad",
            "plinth", "stand", "pedestal", "podium", "island", "verge", "kerb", "quay", "jetty", "pier", "swing", "bunk", "trestle",
            "workbench",
            "board", "wall", "tabletop", "surface", "site", "seat", "screen", "doorstep", "veranda", "landing", "top");
    private static final String[] BE = {"is", "are", "was", "were", "be", "been", "'s"};

    private Emptiness() { }

    /**
     * The event of an empty place that the words from {@code i} to the end tell, the auxiliary before or behind the place; null when they
     * do not.
     */
    static Event at(Sentence s, int i) {
        boolean inverted = s.is(i, BE);
        for (Match<NounPhrase> place : NounPhrases.bare(s, inverted ? i + 1 : i)) {
            int next = place.next();
            if (!inverted && !s.is(next++, BE)) {
                continue;
            }
            int nth = s.is(next, "last") ? -1 : s.is(next, "first") ? 1 : 0;
            next += nth == 0 ? 0 : 1;
            while (s.is(next, "ever", "completely", "totally", "all", "always", "been", "quite", "now", "yet", "entirely", "really",
                    "still", "already")) {
                next++;
            }
            if (s.is(next, EMPTY)) {
                Thing of = of(s, next + 1);
                return of == null ? null : event(place.value().thing(), of).nth(nth);
            }
        }
        return null;
    }

    private static Thing of(Sentence s, int i) {
        if (s.end(i)) {
            return Thing.of(Thing.ANYTHING);
        }
        return !s.is(i, "of") ? null : NounPhrases.bare(s, i + 1).stream().filter(noun -> s.end(noun.next()))
                .map(noun -> noun.value().thing()).findFirst().orElse(null);
    }

    private static boolean surface(String place) {
        return SURFACES.contains(place) || SURFACES.contains(place.substring(place.lastIndexOf(' ') + 1));
    }

    private static Event event(Thing place, Thing of) {
        boolean picture = TimePhrases.VIDEO.contains(place.name()) || place.name().equals(Thing.ANYTHING) || place.name().equals("picture")
                || place.name().equals("frame");
        String told = Speakers.named(new NounPhrase(place, Amount.ANY, false, true));
        Thing there = picture ? of : of.with((surface(place.name()) ? "on " : "in ") + told);
        return new Event(there, Event.Kind.PRESENT, 0, Amount.NONE);
    }
}
