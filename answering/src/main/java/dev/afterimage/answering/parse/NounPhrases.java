package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Thing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads things: determiner, number, ordinal, adjectives, noun, and what narrows it down behind it. */
final class NounPhrases {

    /** Stands for a noun that was left out: "the red one" is of the kind that was named before, and need not be the same. */
    static final String ONE = "one";
    private static final Set<String> PERSONS = Set.of("anyone", "anybody", "someone", "somebody", "everyone", "everybody", "people",
            "person", "persons", "folks", "folk", "whoever");
    private static final Set<String> THINGS = Set.of("anything", "something", "everything", "thing", "things", "stuff", "object",
            "objects", "item", "items");
    private static final Set<String> REFERENCES = Set.of("it", "they", "them", "he", "she", "him", "her", "that", "those", "these", "this");
    private static final Set<String> DETERMINERS = Set.of("a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her",
            "its", "their", "our", "any", "some", "each",
            "every", "all", "both", "other", "another", "either", "such", "one", "next", "most");
    private static final Set<String> TEXTS = Set.of("text", "texts", "writing", "word", "words", "lettering", "caption", "captions",
            "letters", "inscription");
    /** Words of the grammar that no noun phrase reaches over. */
    private static final Set<String> STOPS = Set.of(
            "is", "are", "was", "were", "be", "been", "being", "do", "does", "did", "has", "have", "had", "can", "could", "will",
            "would", "not", "there", "and", "or", "than", "in", "on", "at", "of", "to", "from", "with", "by", "for", "before",
            "after", "while", "during", "until", "since", "when", "where", "who", "that", "which", "what", "how", "if", "as", "into",
            "onto", "past", "through", "across", "along", "near", "behind", "under", "over", "between", "next", "i", "you", "we",
            "it", "they", "he", "she", "them", "him", "me", "us", ",", "-", "'s", "ever", "never", "again", "first", "then", "still",
            "already", "just", "also", "too", "away", "off", "up", "down", "out", "here", "now", "around", "about", "towards",
            "toward", "without", "against", "beside", "wearing", "carrying", "holding", "get", "gets", "got", "more", "fewer", "less",
            "most", "a", "an", "the", "no", "any", "some", "so", "because", "why", "twice", "once", "last", "whether", "said", "says",
            "say", "but", "itself", "himself", "herself", "themselves", "yet", "however", "when's", "whose", "anymore", "together",
            "visible", "wore", "wear", "am", "shall", "should", "may", "might", "must", "upon", "within", "whom", "above", "below",
            "beneath", "underneath", "round", "opposite", "atop", "beyond", "among", "amongst", "via", "outside",
            "summarise", "describe", "recap", "her", "called", "named", "dressed", "aged", "my", "our", "your", "his", "its",
                    "their", "this", "these", "those");
    private static final Map<String, String> PLACES = Map.ofEntries(Map.entry("left", "left"), Map.entry("right", "right"),
            Map.entry("middle", "middle"), Map.entry("centre", "middle"), Map.entry("top", "top"), Map.entry("bottom", "bottom"),
                    Map.entry("front", "front"),
            Map.entry("back", "back"), Map.entry("rear", "back"), Map.entry("upper", "top"), Map.entry("lower", "bottom"),
            Map.entry("left-hand", "left"), Map.entry("right-hand", "right"), Map.entry("leftmost", "left"), Map.entry("rightmost",
                    "right"));
    private static final Set<String> NUMBERS = Set.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    private static final Lexicon WORDS = Lexicon.english();
    private static final Kinds KINDS = Kinds.coco();

    private NounPhrases() { }

    /** Noun phrases that begin at a position, the longest first, each with all that narrows it down behind it or with less of it. */
    static List<Match<NounPhrase>> at(Sentence s, int i) {
        List<Match<NounPhrase>> found = new ArrayList<>();
        for (Match<NounPhrase> one : heads(s, i)) {
            NounPhrase noun = one.value();
            Match<Amount> more = Amounts.behind(s, one.next(), noun.amount());
            Match<NounPhrase> head = more == null ? one
                    : more.as(new NounPhrase(noun.thing(), more.value(), noun.reference(), noun.definite(), noun.owned()));
            Match<NounPhrase> joined = joined(s, head);
            if (joined != null) {
                found.addAll(NounTails.narrowed(s, joined));
            }
            found.addAll(NounTails.narrowed(s, head));
        }
        return found;
    }

    /** {@code cars or buses}, {@code a man and a dog}. */
    private static Match<NounPhrase> joined(Sentence s, Match<NounPhrase> first) {
        List<String> others = new ArrayList<>();
        String word = "";
        int next = first.next();
        while (s.is(next, "or", "and", ",") || s.phrase(next, "together", "with") || s.phrase(next, "along", "with")) {
            if (s.is(next, "together", "along")) {
                List<Match<NounPhrase>> other = heads(s, next + 2);
                return other.isEmpty() || !other.get(0).value().thing().plain() ? null
                        : new Match<>(first.value().of(first.value().thing().and(List.of(other.get(0).value().thing().name()))),
                                other.get(0).next());
            }
            int start = s.is(next, ",") && s.is(next + 1, "or", "and") ? next + 2 : next + 1;
            String joining = s.at(start - 1);
            List<Match<NounPhrase>> more = heads(s, start);
            if (more.isEmpty() || !more.get(0).value().thing().plain()) {
                return null;
            }
            word = joining.equals(",") ? word : joining;
            others.add(more.get(0).value().thing().name());
            next = more.get(0).next();
        }
        if (others.isEmpty() || word.isEmpty()) {
            return null;
        }
        Thing thing = first.value().thing();
        return new Match<>(first.value().of(word.equals("or") ? thing.or(others) : thing.and(others)), next);
    }

    /** Noun phrases with nothing behind the noun. */
    static List<Match<NounPhrase>> bare(Sentence s, int i) {
        return heads(s, i);
    }

    /** {@code the second man's jacket}: the owner with what tells it from others. */
    private static String owner(Thing thing) {
        String nth = switch (thing.nth()) {
            case -1 -> "last ";
            case 1 -> "first ";
            case 2 -> "second ";
            case 3 -> "third ";
            case 0 -> "";
            default -> thing.nth() + "th ";
        };
        return nth + (thing.place().isEmpty() ? "" : thing.place() + " ") + (thing.colour().isEmpty() ? "" : thing.colour() + " ")
                + thing.with().stream().map(with -> with + " ").collect(Collectors.joining()) + thing.name();
    }

    private static List<Match<NounPhrase>> heads(Sentence s, int i) {
        if (s.is(i, "nobody", "nothing", "none") || s.phrase(i, "no", "one")) {
            Thing none = Thing.of(s.is(i, "nothing") ? Thing.ANYTHING : Thing.PERSON);
            return List.of(new Match<>(new NounPhrase(none, Amount.NONE, s.is(i, "none"), false), s.is(i, "no") ? i + 2 : i + 1));
        }
        if (s.phrase(i, "not", "a", "soul") || s.phrase(i, "not", "a", "single", "soul") || s.phrase(i, "not", "one", "person")) {
            return List.of(new Match<>(new NounPhrase(Thing.of(Thing.PERSON), Amount.NONE, false, false), s.is(i + 2, "single") ? i + 4
                    : i + 3));
        }
        if (s.phrase(i, "any", "one") || s.phrase(i, "some", "one")) {
            return List.of(new Match<>(new NounPhrase(Thing.of(Thing.PERSON), Amount.ANY, false, false), i + 2));
        }
        List<Match<NounPhrase>> found = new ArrayList<>();
        for (Match<NounPhrase> head : described(s, i)) {
            if (s.quoted(head.next()) && head.value().thing().says().isEmpty()) {
                found.add(new Match<>(head.value().of(head.value().thing().saying(s.quotation(head.next()))), head.next() + 1));
            }
            if (s.is(head.next(), "'s")) {
                described(s, head.next() + 1)
                        .forEach(owned -> found.add(owned.as(owned.value()
                        .of(owned.value().thing().with("of " + owner(head.value().thing()))))));
            }
            found.add(head);
        }
        if (REFERENCES.contains(s.at(i))) {
            found.add(new Match<>(new NounPhrase(Thing.of(s.is(i, "he", "she", "him", "her") ? Thing.PERSON : Thing.ANYTHING), Amount.ANY,
                    true, true), i + 1));
        }
        return found;
    }

    /** With determiner, amount, ordinal and adjectives. */
    private static List<Match<NounPhrase>> described(Sentence s, int i) {
        if (s.phrase(i, "the", "number", "of") || s.phrase(i, "the", "amount", "of")) {
            return described(s, i + 3);
        }
        Match<Amount> amount = s.phrase(i, "most", "people") ? null : Amounts.at(s, i);
        Amount many = amount == null ? Amount.ANY : amount.value();
        int next = amount == null ? i : amount.next();
        boolean definite = false;
        while (DETERMINERS.contains(s.at(next)) && Numbers.ordinal(s, next) == null && !(s.is(next, "one") && next > i)
                && !(s.is(next, "one") && Lexicon.english().is(s.at(next + 1), Lexicon.VERB) && !s.noun(next + 1))
                || s.phrase(next, "of", "the")
                || s.phrase(next, "of", "them")) {
            if (s.phrase(next, "of", "them")) {
                return List.of(new Match<>(new NounPhrase(Thing.of(Thing.ANYTHING), many, true, true), next + 2));
            }
            definite |= s.is(next, "the", "my", "your", "his", "her", "its", "their", "our", "this", "that", "these", "those");
            if (s.is(next, "other", "another") && !s.end(next + 1)) {
                break;
            }
            next = s.is(next, "of") ? next + 2 : next + 1;
        }
        if (many.equals(Amount.ANY) && next > i) {
            Match<Amount> later = Amounts.at(s, next);
            if (later != null && !s.is(next, "one")) {
                many = later.value();
                next = later.next();
            }
        }
        List<Match<NounPhrase>> found = modified(s, next, Thing.of(""), many, definite, next > i);
        return !s.is(i, "his", "her", "its", "their") ? found : found.stream()
                .map(one -> one.as(new NounPhrase(one.value().thing(), one.value().amount(), one.value().reference(), true,
                        true))).toList();
    }

    private static List<Match<NounPhrase>> modified(Sentence s, int i, Thing so, Amount many, boolean definite, boolean begun) {
        Thing thing = so;
        List<Match<NounPhrase>> nouns = new ArrayList<>();
        int next = i;
        for (boolean more = Compounds.length(s, next) == 0; more;) {
            more = false;
            Match<Integer> ordinal = Numbers.ordinal(s, next);
            Match<String> colour = Colours.at(s, next);
            Match<String> place = place(s, next);
            if (ordinal != null && thing.nth() == 0 && (begun || !s.end(ordinal.next())) && Numbers.unit(s, ordinal.next()) == null
                    && !s.is(ordinal.next(), "time")) {
                thing = thing.nth(ordinal.value());
                next = ordinal.next();
                Match<Amount> counted = Amounts.at(s, next);
                next = counted != null && !s.is(next, "one") ? counted.next() : next;
                more = true;
            } else if (colour != null && thing.colour().isEmpty() && !(s.is(next, "orange") && !s.noun(colour.next()))) {
                boolean metal = s.is(next, "copper", "bronze", "silver", "gold", "cream", "amber", "ivory", "tan", "black", "white",
                        "green");
                if (metal && colour.next() == next + 1 && !s.noun(next + 1) && !s.is(next + 1, "one", "ones") && !s.end(next + 1)) {
                    nouns.addAll(named(s, next, thing, many, definite, begun || next > i));
                }
                thing = thing.coloured(colour.value());
                next = colour.next();
                more = true;
            } else if (place != null && thing.place().isEmpty() && reaches(s, place.next()) && !s.is(place.next(), "of")) {
                thing = thing.at(place.value());
                next = place.next();
                more = true;
            } else if (property(s, next) && !Compounds.gerund(s, next)) {
                if (s.noun(next) && (!s.noun(next + 1) || Verbs.known(s.at(next + 1)))) {
                    nouns.addAll(named(s, next, thing, many, definite, begun || next > i));
                }
                thing = thing.with(s.at(next++));
                more = true;
            }
            more &= Compounds.length(s, next) == 0;
        }
        List<Match<NounPhrase>> all = new ArrayList<>(named(s, next, thing, many, definite, begun || next > i));
        all.addAll(nouns);
        return all;
    }

    private static Match<String> place(Sentence s, int i) {
        String place = PLACES.get(s.at(i));
        if (place == null) {
            return null;
        }
        int next = s.is(i + 1, "hand") ? i + 2 : s.is(i + 1, "most") ? i + 2 : i + 1;
        return new Match<>(place, next);
    }

    /** Whether a noun can still follow. */
    private static boolean reaches(Sentence s, int i) {
        return s.word(i) && !STOPS.contains(s.at(i)) || s.is(i, "one", "ones") || Colours.at(s, i) != null || Numbers.ordinal(s, i) != null;
    }

    /** An adjective that belongs to no closed list and has its noun behind it. */
    private static boolean property(Sentence s, int i) {
        return s.word(i) && !STOPS.contains(s.at(i)) && !s.is(i, "one", "ones") && Adjectives.is(s.at(i))
                && reaches(s, i + 1)
                || s.is(i, "other", "another") && reaches(s, i + 1)
                || s.is(i, "near", "opposite", "inside", "outside", "under", "above") && s.is(i - 1, "the", "my", "our", "that", "this")
                        && s.noun(i + 1) && reaches(s, i + 1);
    }

    private static List<Match<NounPhrase>> named(Sentence s, int i, Thing thing, Amount many, boolean definite, boolean begun) {
        if (s.is(i, "one", "ones") && begun) {
            return List.of(new Match<>(new NounPhrase(thing.named(ONE), many, true, definite), i + 1));
        }
        if (PERSONS.contains(s.at(i)) || THINGS.contains(s.at(i)) || TEXTS.contains(s.at(i))) {
            String name = PERSONS.contains(s.at(i)) ? Thing.PERSON : THINGS.contains(s.at(i)) ? Thing.ANYTHING : Thing.TEXT;
            if (name.equals(Thing.TEXT) && s.quoted(i + 1)) {
                return List.of(new Match<>(new NounPhrase(thing.named(name).saying(s.quotation(i + 1)), many, false, definite), i + 2));
            }
            Match<String> colour = name.equals(Thing.ANYTHING) ? Colours.at(s, i + 1) : null;
            return List.of(new Match<>(new NounPhrase(colour == null ? thing.named(name) : thing.named(name).coloured(colour.value()),
                    many, false, definite),
                    colour == null ? i + 1 : colour.next()));
        }
        if (s.quoted(i) && s.is(i + 1, "sign", "text", "banner", "label", "poster", "notice", "caption", "headline")) {
            return List.of(new Match<>(new NounPhrase(thing.named(s.at(i + 1)).saying(s.quotation(i)), many, false, definite), i + 2));
        }
        if (s.quoted(i)) {
            return List.of(new Match<>(new NounPhrase(thing.named(Thing.TEXT).saying(s.quotation(i)), many, false, definite), i + 1));
        }
        boolean titled = s.is(i, "mr", "mrs", "ms", "dr") && s.word(i + 1) && !STOPS.contains(s.at(i + 1));
        if (titled) {
            return List.of(new Match<>(new NounPhrase(thing.named(s.at(i) + " " + s.at(i + 1)), many, false, true), i + 2));
        }
        List<Match<NounPhrase>> found = new ArrayList<>();
        int whole = Compounds.length(s, i);
        if (whole > 0) {
            return numbered(s, new Match<>(new NounPhrase(thing.named(name(s, i, i + whole)), many, false, definite), i + whole));
        }
        int end = i;
        while (s.word(end) && !STOPS.contains(s.at(end)) && end < i + 4) {
            end++;
            boolean bin = Compounds.end(s.at(end));
            if (plural(s, end - 1) && !bin && !Compounds.modifier(s.at(end - 1)) && KINDS.named(s.at(end - 1) + " " + s.at(end)) == null) {
                break;
            }
        }
        for (int to = end; to > i; to--) {
            if (to - i > 1 && (States.are(s.at(to - 1)) && !s.is(to - 1, "set") && !WORDS.mostly(s.at(to - 1), Lexicon.NOUN)
                    || doing(s.at(to - 1)))) {
                continue;
            }
            if (to - i > 1 && (s.is(to - 1, "right") && (NounTails.preposition(s, to) || s.phrase(to, "in", "front"))
                    || s.is(to - 1, "close") && s.is(to, "to", "by"))) {
                continue;
            }
            boolean compound = to - i < 2 || Compounds.head(s.at(to - 1)) || WORDS.mostly(WORDS.singular(s.at(to - 1)), Lexicon.NOUN)
                    || WORDS.mostly(s.at(to - 1), Lexicon.VERB) && s.noun(to - 1) && !Verbs.known(s.at(to - 1))
                    || KINDS.named(String.join(" ", s.words().subList(i, to))) != null;
            if (s.noun(to - 1) && compound || !s.known(to - 1)) {
                found.addAll(numbered(s, new Match<>(new NounPhrase(thing.named(name(s, i, to)), many, false, definite), to)));
            }
        }
        if (s.is(i, "front", "back", "top", "bottom", "rear", "middle", "left", "right") && s.is(i + 1, "of") && s.is(i - 1, "the", "a")) {
            return List.of(new Match<>(new NounPhrase(thing.named(s.at(i)), many, false, definite), i + 1));
        }
        if (PLACES.containsKey(s.at(i)) && s.is(i - 1, "my", "our", "your", "his", "her", "'s", "their") && s.end(i + 1)) {
            return List.of(new Match<>(new NounPhrase(thing.named(s.at(i)), many, false, definite), i + 1));
        }
        if (PLACES.containsKey(s.at(i)) && thing.place().isEmpty() && (s.end(i + 1) || STOPS.contains(s.at(i + 1)))) {
            return List.of(new Match<>(new NounPhrase(thing.named(ONE).at(PLACES.get(s.at(i))), many, true, definite), i + 1));
        }
        // "the red", "the first": the noun is left out.
        boolean described = !thing.colour().isEmpty() || thing.nth() != 0 || !thing.place().isEmpty();
        if (described && begun && (s.end(i) || STOPS.contains(s.at(i)))) {
            found.add(new Match<>(new NounPhrase(thing.named(ONE), many, true, definite), i));
        }
        return found;
    }

    /** {@code the man waving}: what a thing does is no part of its name, {@code the zebra crossing} is. */
    private static boolean doing(String word) {
        return word.endsWith("ing") && WORDS.is(word, Lexicon.VERB) && (Verbs.posture(word) || WORDS.often(word) == 0
                || !WORDS.mostly(word, Lexicon.NOUN))
                && !Compounds.head(word);
    }

    /** {@code gate 2}, {@code dock door 3}, {@code bay 4}: told from others of its kind by a number. */
    private static List<Match<NounPhrase>> numbered(Sentence s, Match<NounPhrase> noun) {
        int i = noun.next();
        boolean number = (s.at(i).matches("\\d{1,4}") || NUMBERS.contains(s.at(i)) && (s.end(i + 1) || !s.noun(i + 1) || !plural(s,
                i + 1) && !s.is(i + 1, "people")))
                && Compounds.numbered(s.at(i - 1))
                && Numbers.unit(s, i + 1) == null
                && !s.is(i + 1, "am", "pm", "oclock");
        return number ? List.of(new Match<>(noun.value().of(noun.value().thing().named(noun.value().thing().name() + " " + s.at(i))), i
                + 1)) : List.of(noun);
    }

    private static boolean plural(Sentence s, int i) {
        return !WORDS.singular(s.at(i)).equals(s.at(i));
    }

    private static String name(Sentence s, int from, int to) {
        List<String> words = new ArrayList<>(s.words().subList(from, to));
        words.set(words.size() - 1, WORDS.singular(words.get(words.size() - 1)));
        return String.join(" ", words);
    }
}
