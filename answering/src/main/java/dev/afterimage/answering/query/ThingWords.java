package dev.afterimage.answering.query;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.lexicon.Lexicon;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Things in plain English, as sentences of queries and answers put them: {@code the young man with a red hat at the gate}. */
public final class ThingWords {

    private static final Set<String> PREPOSITIONS = Set.of("on", "in", "at", "by", "near", "behind", "under", "over", "beside", "through",
            "along", "across", "around", "from", "into", "onto", "off", "past", "between", "towards", "next", "close", "to", "up", "down",
            "out", "inside", "outside", "above", "below", "against", "opposite", "round", "of", "with", "without", "underneath", "beneath");
    private static final Set<String> ADVERBS = Set.of("outside", "inside", "upstairs", "downstairs", "indoors", "outdoors", "nearby",
            "overhead", "ahead", "alongside", "aboard", "offshore", "downstream", "upstream", "uphill", "downhill", "opposite", "below",
            "above",
            "beneath", "underneath", "yonder", "underground", "abreast", "courtside", "poolside", "ringside", "backstage", "offstage");

    private ThingWords() { }

    /** {@code the second red car}; {@code anybody} and {@code anything} of persons and things of no kind. */
    static String the(Thing thing) {
        return any(thing) ? thing.name().equals(Thing.PERSON) ? "anybody" + behind(thing) : "anything" + behind(thing)
                : named(thing) ? described(thing, false) : "the " + described(thing, false);
    }

    /** {@code a red car}, {@code the first car}, {@code anybody}. */
    static String a(Thing thing) {
        if (any(thing) || thing.nth() != 0 || named(thing)) {
            return the(thing);
        }
        String words = described(thing, false);
        return (plural(thing.name()).equals(thing.name()) || words.startsWith("other ") ? "any" : article(words)) + " " + words;
    }

    static String many(Thing thing) {
        return described(thing, true);
    }

    static String one(Thing thing) {
        return described(thing, false);
    }

    private static boolean any(Thing thing) {
        boolean kind = thing.name().equals(Thing.PERSON) || thing.name().equals(Thing.ANYTHING);
        return kind && thing.colour().isEmpty() && thing.nth() == 0 && thing.place().isEmpty() && thing.or().isEmpty()
                && thing.and().isEmpty() && thing.with().stream().noneMatch(ThingWords::before);
    }

    private static boolean named(Thing thing) {
        return thing.plain() && Lexicon.given(thing.name());
    }

    static String article(String words) {
        return !words.isEmpty() && "aeiou".indexOf(words.charAt(0)) >= 0 ? "an" : "a";
    }

    private static String described(Thing thing, boolean many) {
        List<String> words = new ArrayList<>();
        words.add(ordinal(thing.nth()));
        words.add(thing.place());
        words.add(worn(thing) ? "" : thing.colour());
        words.addAll(thing.with().stream().filter(ThingWords::before).toList());
        words.add(nouns(thing, many));
        words.removeIf(String::isEmpty);
        return String.join(" ", words) + (worn(thing) ? " in " + thing.colour() : "") + behind(thing);
    }

    /** People are not red: what they wear is. */
    public static boolean worn(Thing thing) {
        Kinds.Kind kind = Kinds.coco().named(thing.name());
        return !thing.colour().isEmpty() && kind != null && kind.labels().equals(Set.of("person"));
    }

    private static String nouns(Thing thing, boolean many) {
        List<String> more = thing.or().isEmpty() ? thing.and() : thing.or();
        String joining = thing.or().isEmpty() ? " and " : " or ";
        String nouns = many ? plural(thing.name()) : thing.name();
        return nouns + String.join("", more.stream().map(other -> joining + (many ? plural(other) : other)).toList());
    }

    private static String ordinal(int nth) {
        return switch (nth) {
            case 0 -> "";
            case -1 -> "last";
            case 1 -> "first";
            case 2 -> "second";
            case 3 -> "third";
            default -> nth + "th";
        };
    }

    /** What stands behind the noun: its place, what it has with it, the words it says. */
    public static String behind(Thing thing) {
        String says = thing.says().isEmpty() || thing.name().equals(Thing.SPEECH) ? "" : " saying \"" + thing.says() + "\"";
        return says + String.join("", thing.with().stream().filter(property -> !before(property)).map(property -> " " + placed(property))
                .toList());
    }

    /** Whether a property is an adjective, which stands before the noun. */
    private static boolean before(String property) {
        return property.indexOf(' ') < 0 && !PREPOSITIONS.contains(property) && !property.endsWith("ing")
                && Lexicon.english().mostly(property, Lexicon.ADJECTIVE) && !ADVERBS.contains(property);
    }

    /** {@code on the table}, {@code next to the door}, {@code with a red hat}, {@code outside}. */
    static String placed(String property) {
        List<String> words = List.of(property.split(" "));
        if (ADVERBS.contains(property) || property.equals("out front") || property.equals("next door") || property.endsWith("ing")) {
            return property;
        }
        if (!PREPOSITIONS.contains(words.get(0)) || words.size() < 2) {
            boolean bare = plural(words.get(words.size() - 1)).equals(words.get(words.size() - 1)) || property.startsWith("two ")
                    || property.startsWith("no ") || Lexicon.english().singular(property).length() < property.length();
            return "with " + (bare ? "" : article(property) + " ") + property;
        }
        int noun = words.get(0).equals("in") && words.get(1).equals("front") && words.size() > 3 ? 3 : words.get(1).equals("to")
                || words.get(1).equals("of")
                ? 2 : 1;
        noun = Math.min(noun, words.size() - 1);
        String name = String.join(" ", words.subList(noun, words.size()));
        boolean plain = Lexicon.given(name) || List.of("our", "their", "people", "me", "us", "you").contains(words.get(noun))
                || words.get(0).equals("without");
        return String.join(" ", words.subList(0, noun)) + (plain ? " " : " the ") + name;
    }

    static boolean prepositional(String property) {
        return PREPOSITIONS.contains(property.split(" ")[0]);
    }

    static String plural(String noun) {
        Kinds.Kind kind = Kinds.coco().named(noun);
        return noun.equals(Thing.PERSON) ? "people" : kind != null && kind.singular().equals(noun) ? kind.plural()
                : Lexicon.english().plural(noun);
    }
}
