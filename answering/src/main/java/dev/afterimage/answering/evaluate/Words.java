package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.ThingWords;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Things, places and counts in short English answers. */
final class Words {

    /** Words that say where or whose a thing is, or begin to. */
    private static final Set<String> PREPOSITIONS = Set.of("on", "in", "at", "by", "near", "from", "of", "to", "through", "outside",
            "inside",
            "under", "over", "behind", "beside", "between", "against", "along", "around", "across", "past", "up", "down", "off", "out",
            "into", "onto", "towards", "without", "with", "next", "upstairs", "downstairs", "above", "below", "for", "about", "opposite");

    private Words() { }

    static String place(String place) {
        return place.contains("left") || place.contains("right") ? "on the " + place : place.equals("middle") || place.equals("centre")
                ? "in the centre" : "at the " + place;
    }

    /** {@code red car}: a thing in the singular, with what singles it out. */
    static String one(Thing thing) {
        String colour = thing.colour().isEmpty() || ThingWords.worn(thing) ? "" : thing.colour() + " ";
        String where = thing.place().isEmpty() ? "" : " " + place(thing.place());
        String nth = thing.nth() == 0 ? "" : ordinal(thing.nth()) + " ";
        String before = thing.with().stream().filter(Words::describes).map(with -> with + " ").collect(Collectors.joining());
        String with = behind(thing);
        List<String> others = thing.or().isEmpty() ? thing.and() : thing.or();
        String more = others.isEmpty() ? "" : (thing.or().isEmpty() ? " and " : " or ")
                + String.join(thing.or().isEmpty() ? " and " : " or ", others);
        return nth + before + colour + thing.name() + more + worn(thing) + where + with;
    }

    /** Whether a property stands before its noun: {@code tall}. */
    private static boolean describes(String property) {
        return property.indexOf(' ') < 0 && Lexicon.english().mostly(property, Lexicon.ADJECTIVE) && !PREPOSITIONS.contains(property);
    }

    /** {@code  on the table}, {@code  with a white bag}: what stands behind the noun. */
    private static String behind(Thing thing) {
        return ThingWords.behind(thing.saying("")).replace(" with a something ", " in something ");
    }

    /** {@code no red car was}, {@code no scissors were}, {@code nothing was}. Where there is none, there is no first and no last one. */
    static String noneWas(Thing asked) {
        Thing thing = Math.abs(asked.nth()) == 1 ? asked.nth(0) : asked;
        if (thing.equals(Thing.of(Thing.ANYTHING))) {
            return "nothing was";
        }
        boolean plural = plural(thing.name()).equals(thing.name()) && thing.name().endsWith("s");
        return "no " + one(thing) + (plural ? " were" : " was");
    }

    /** {@code 1 red car}, {@code 2 red cars}. */
    static String counted(int count, Thing thing) {
        if (count == 1) {
            return "1 " + one(thing);
        }
        List<String> names = thing.names().stream().map(Words::plural).toList();
        String joined = String.join(thing.or().isEmpty() ? " and " : " or ", names);
        String where = thing.place().isEmpty() ? "" : " " + place(thing.place());
        String before = thing.with().stream().filter(Words::describes).map(with -> with + " ").collect(Collectors.joining());
        String colour = thing.colour().isEmpty() || ThingWords.worn(thing) ? "" : thing.colour() + " ";
        return count + " " + before + colour + joined + worn(thing) + where + behind(thing);
    }

    private static String worn(Thing thing) {
        return ThingWords.worn(thing) ? " in " + thing.colour() : "";
    }

    static String plural(String noun) {
        Kinds.Kind kind = Kinds.coco().named(noun);
        if (kind != null && kind.singular().equals(noun)) {
            return kind.plural();
        }
        return Lexicon.english().plural(noun);
    }

    /** {@code a car}, {@code an apple}, {@code scissors}. */
    static String article(String noun) {
        if (plural(noun).equals(noun)) {
            return noun;
        }
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    static String ordinal(int nth) {
        return switch (nth) {
            case -1 -> "last";
            case 1 -> "first";
            case 2 -> "second";
            case 3 -> "third";
            default -> nth + "th";
        };
    }
}
