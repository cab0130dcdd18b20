package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Thing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What narrows a thing down behind its noun: {@code on the left}, {@code in the red jacket}, {@code with a dog}, {@code that says EXIT},
 * {@code on the table}.
 */
final class NounTails {

    private static final Map<String, String> PLACES = Map.ofEntries(Map.entry("left", "left"), Map.entry("right", "right"),
            Map.entry("middle", "middle"), Map.entry("top", "top"), Map.entry("bottom", "bottom"), Map.entry("front", "front"),
            Map.entry("back", "back"), Map.entry("left-hand", "left"), Map.entry("right-hand", "right"), Map.entry("foreground", "front"),
            Map.entry("background", "back"));
    private static final Set<String> ARTICLES = Set.of("a", "an", "the", "his", "her", "their", "its", "my", "your", "any", "some", "our",
            "that", "this", "these", "those");
    private static final Set<String> PREPOSITIONS = Set.of("in", "on", "at", "by", "near", "behind", "under", "over", "beside", "beneath",
            "below", "above", "inside", "through", "along",
            "across", "against", "around", "from", "into", "onto", "with", "without", "of", "off", "past", "between", "opposite", "to",
            "towards", "toward", "down", "up", "round", "among", "underneath", "atop", "within", "outside", "throughout");

    private static final Set<String> OUTSIDE = Set.of("outside", "inside", "upstairs", "downstairs", "indoors", "outdoors", "nearby",
            "overhead", "underneath", "backstage", "offstage", "ahead", "alongside", "aboard", "offshore", "downstream", "upstream",
            "uphill",
            "downhill", "opposite", "below", "above", "beneath", "yonder", "underground", "abreast", "courtside", "poolside", "ringside");

    /** {@code the man in the hat on the bench by the door}: how many phrases may follow a noun. */
    private static final int DEEPEST = 3;

    private NounTails() { }

    /** The thing with all that narrows it down behind it, then with less of that, and as it is last. */
    static List<Match<NounPhrase>> narrowed(Sentence s, Match<NounPhrase> head) {
        List<Match<NounPhrase>> found = new ArrayList<>();
        narrow(s, head, DEEPEST, found);
        return found;
    }

    private static void narrow(Sentence s, Match<NounPhrase> head, int more, List<Match<NounPhrase>> found) {
        if (more > 0) {
            tails(s, head).forEach(tail -> narrow(s, tail, more - 1, found));
        }
        found.add(head);
    }

    private static List<Match<NounPhrase>> tails(Sentence s, Match<NounPhrase> head) {
        int i = head.next();
        boolean relative = s.is(i, "that", "who", "which") && s.is(i + 1, "is", "was", "are", "were", "has", "had", "wears", "says",
                "said", "reads", "carries", "holds");
        int start = relative ? (s.is(i + 1, "is", "was", "are", "were") ? i + 2 : i + 1) : i;
        Thing thing = head.value().thing();
        if (Clauses.together(s, start) > start) {
            return List.of();
        }
        Match<String> place = place(s, start);
        if (place != null && thing.place().isEmpty()) {
            return List.of(new Match<>(head.value().of(placed(s, start, thing, place)), place.next()));
        }
        Match<String> colour = s.is(start, "in") && thing.colour().isEmpty() ? Colours.at(s, start + 1) : null;
        boolean worn = colour != null && !Clothes.are(s, colour.next());
        // "The man in black leave" has no leave that is black.
        boolean doing = worn && (Verbs.known(s.at(colour.next())) || s.is(colour.next(), "there", "here", "visible"));
        if (worn && (doing || !s.noun(colour.next()))) {
            return List.of(new Match<>(head.value().of(thing.coloured(colour.value())), colour.next()));
        }
        Match<String> words = says(s, start);
        if (words != null) {
            Thing told = Sayings.carries(thing.name()) && thing.colour().isEmpty() && thing.with().isEmpty() ? thing.named(Thing.TEXT)
                    : thing;
            return List.of(new Match<>(head.value().of(told.saying(words.value())), words.next()));
        }
        if (Verbs.posture(s.at(start)) && !s.is(start, "waiting", "staying") && (s.end(start + 1) || s.is(start + 1, "up", "down")
                && s.end(start + 2)) || s.is(start, "asleep", "awake", "alone") && (s.end(start + 1) || preposition(s, start + 1))) {
            String state = String.join(" ", s.words().subList(start, s.is(start + 1, "up", "down") ? start + 2 : start + 1));
            return relative || s.is(start, "alone") ? List.of(new Match<>(head.value().of(thing.with(state)),
                    start + state.split(" ").length)) : List.of();
        }
        List<Match<NounPhrase>> found = new ArrayList<>();
        for (Match<String> property : properties(s, start)) {
            boolean had = !property.value().startsWith(s.at(start) + " ");
            Match<String> more = had && s.is(property.next(), "and") ? objects(s, property.next() + 1).stream().findFirst().orElse(null)
                    : null;
            if (more != null) {
                found.add(new Match<>(head.value().of(thing.with(property.value()).with(more.value())), more.next()));
            }
            found.add(new Match<>(head.value().of(thing.with(property.value())), property.next()));
        }
        if (found.isEmpty()) {
            for (Match<List<String>> told : RelativeClauses.at(s, i)) {
                Thing narrowed = told.value().stream().reduce(thing, Thing::with, (one, other) -> other);
                found.add(new Match<>(head.value().of(narrowed), told.next()));
            }
        }
        return found;
    }

    /** {@code by the bed on the right}: behind the noun of a place it tells which of those is meant. */
    static Thing placed(Sentence s, int i, Thing thing, Match<String> place) {
        String last = thing.with().isEmpty() ? "" : thing.with().get(thing.with().size() - 1);
        boolean behind = last.contains(" ") && PREPOSITIONS.contains(last.substring(0, last.indexOf(' ')))
                && s.is(i - 1, last.substring(last.lastIndexOf(' ') + 1)) && s.is(i, "on", "at", "in");
        return behind ? thing.with(s.at(i) + " " + place.value()) : thing.at(place.value());
    }

    /** {@code on the left}, {@code to the far right hand side}, {@code in the middle}. */
    static Match<String> place(Sentence s, int i) {
        if (!s.is(i, "on", "to", "at", "in")) {
            return null;
        }
        int next = s.is(i + 1, "the") ? i + 2 : i + 1;
        next = s.is(next, "far", "very") ? next + 1 : next;
        String place = Compounds.length(s, next) > 0 ? null : PLACES.get(s.at(next));
        if (place == null) {
            return null;
        }
        next = s.is(next + 1, "hand", "most") ? next + 2 : next + 1;
        next = s.is(next, "side", "edge", "half", "corner", "end", "part") ? next + 1 : next;
        boolean noun = s.noun(next) && Colours.at(s, next) == null && !Adjectives.is(s.at(next))
                && !s.is(next - 1, "side", "edge", "half", "corner", "end", "part") && !preposition(s, next)
                && !s.is(next, "is", "was", "and", "or", "at", "in", "on", "first", "last", "now", "then", "there", "here", "side")
                        && !Verbs.known(s.at(next));
        boolean corner = PLACES.containsKey(s.at(next)) && !s.is(next, "right", "back") || s.phrase(next, "right") && s.is(next - 1, "top",
                "bottom");
        return s.is(next, "of") || noun || corner ? null : new Match<>(place, next);
    }

    private static Match<String> says(Sentence s, int i) {
        if (!s.is(i, "says", "saying", "said", "reads", "reading", "called", "named")) {
            return null;
        }
        if (s.quoted(i + 1)) {
            return new Match<>(s.quotation(i + 1), i + 2);
        }
        boolean told = s.is(i, "says", "saying", "reads", "reading") && s.length() - i < 7 && !s.end(i + 1) && s.find(i, ",") < 0
                && !s.is(i + 1, "so", "anything", "something", "about");
        return told ? new Match<>(String.join(" ", s.words().subList(s.is(i + 1, "the", "a") ? i + 2 : i + 1, s.length())), s.length())
                : null;
    }

    /**
     * {@code wearing a red hat}, {@code with a dog}, {@code on the table}: the words without articles, what is worn, carried or held
     * without its verb.
     */
    static List<Match<String>> properties(Sentence s, int i) {
        if (OUTSIDE.contains(s.at(i)) && (s.end(i + 1) || NounPhrases.bare(s, i + 1).isEmpty())) {
            return List.of(new Match<>(s.at(i), i + 1));
        }
        if (s.is(i, "out") && s.is(i + 1, "front", "back") && !s.is(i + 2, "of") || s.phrase(i, "next", "door")) {
            return List.of(new Match<>(s.at(i) + " " + s.at(i + 1), i + 2));
        }
        if (s.is(i, "out", "round") && s.is(i + 1, "the") && s.is(i + 2, "back", "front", "side") && (s.end(i + 3) || !s.noun(i + 3)
                && !s.is(i + 3, "of"))) {
            return List.of(new Match<>(s.at(i) + " " + s.at(i + 2), i + 3));
        }
        if (s.is(i, "right", "just", "directly", "straight", "immediately", "close") && (preposition(s, i + 1) || s.phrase(i + 1, "in",
                "front")
                || OUTSIDE.contains(s.at(i + 1))) && !s.phrase(i, "close", "to")) {
            return properties(s, i + 1);
        }
        if (s.is(i, "halfway") && s.is(i + 1, "up", "down", "along", "across", "through", "round") && !s.end(i + 3)) {
            return properties(s, i + 1).stream().map(one -> one.as("halfway " + one.value())).toList();
        }
        if (s.phrase(i, "near", "to") || s.phrase(i, "dressed", "in")) {
            boolean near = s.is(i, "near");
            return objects(s, i + 2).stream().map(one -> one.as((near ? "near to " : "") + one.value())).toList();
        }
        if (s.phrase(i, "ahead", "of")) {
            return properties(Wordings.joined(s.part(0, i), new Sentence(List.of("behind")), s.part(i + 2, s.length())), i).stream()
                    .map(one -> new Match<>("ahead of" + one.value().substring("behind".length()), one.next() + 1)).toList();
        }
        if (s.is(i, "out", "up", "over", "down", "back", "in", "there", "here") && PREPOSITIONS.contains(s.at(i + 1))
                && !s.is(i + 1, "of", "to")) {
            return properties(s, i + 1);
        }
        boolean worn = s.is(i, "wearing", "carrying", "holding", "having", "wears", "carries", "holds", "wore", "has", "had", "with",
                "pushing", "pulling") || s.is(i, "in") && clothed(s, i + 1);
        boolean placed = PREPOSITIONS.contains(s.at(i)) || s.phrase(i, "next", "to") || s.phrase(i, "in", "front", "of")
                || s.phrase(i, "close", "to") || s.phrase(i, "out", "of");
        boolean purpose = s.is(i, "to") && s.verb(i + 1) && (s.end(i + 2) || s.is(i + 2, "at", "for", "with", "the", "a", "my"))
                && s.verbBase(i + 1).equals(s.at(i + 1)) && Verbs.purpose(s.at(i + 1));
        if (!worn && !placed || purpose || occasion(s, i)) {
            return List.of();
        }
        int start = s.phrase(i, "out", "of") || s.phrase(i, "off", "of") ? i + 2 : s.phrase(i, "next", "to") || s.phrase(i, "close", "to")
                ? i + 2 : s.phrase(i, "in", "front", "of") ? i + 3 : i + 1;
        String before = worn ? "" : String.join(" ", s.words().subList(i, start)) + " ";
        List<Match<String>> found = new ArrayList<>();
        boolean named = s.is(start, "me", "us", "you") && !s.is(i, "with");
        boolean meant = s.is(start, "her", "him", "them") && NounPhrases.bare(s, start).stream().allMatch(one -> one.next() == start + 1);
        if ((placed && !worn || s.is(i, "with")) && (named || meant) && !s.is(i, "of", "to", "for", "by")) {
            found.add(new Match<>((s.is(i, "with") ? "with " : before) + s.at(start), start + 1));
        }
        for (Match<String> object : objects(s, start)) {
            boolean on = worn && s.is(object.next(), "on") && (s.end(object.next() + 1) || preposition(s, object.next() + 1));
            boolean up = worn && s.is(object.next(), "up", "down", "off") && s.end(object.next() + 1);
            found.add(new Match<>(before + object.value() + (up ? " " + s.at(object.next()) : ""), on || up ? object.next() + 1
                    : object.next()));
        }
        return found;
    }

    /** {@code at dusk}, {@code around closing time}: a time that is no window, and no place either. */
    private static boolean occasion(Sentence s, int i) {
        if (!s.is(i, "at", "around", "by", "towards", "near", "about", "on")) {
            return false;
        }
        int start = s.is(i + 1, "the") ? i + 2 : i + 1;
        return s.is(start, "dusk", "dawn", "sunrise", "sunset", "daybreak", "nightfall", "twilight", "lunchtime", "lunch", "dinnertime",
                "dinner", "teatime", "breakfast", "bedtime", "daytime", "nighttime", "playtime", "kick-off", "half-time", "weekend",
                "weekends", "closing", "opening", "rush") && !s.is(start + 1, "door", "gate", "table", "room")
                || s.noun(start) && s.is(start + 1, "time") && !s.is(start, "half", "full");
    }

    static boolean preposition(Sentence s, int i) {
        return PREPOSITIONS.contains(s.at(i)) && !s.is(i, "of", "to") || s.phrase(i, "next", "to") || s.phrase(i, "close", "to");
    }

    private static boolean clothed(Sentence s, int i) {
        int next = ARTICLES.contains(s.at(i)) ? i + 1 : i;
        boolean top = s.is(next, "top") && (s.noun(next + 1) || s.is(next + 1, "left", "right", "of"));
        return !top && Clothes.are(s, next);
    }

    /** A noun with its adjectives, without articles, the longest first. */
    static List<Match<String>> objects(Sentence s, int i) {
        return NounPhrases.bare(s, i).stream().filter(one -> !one.value().reference() || !one.value().thing().plain()).map(one -> {
            List<String> words = new ArrayList<>(s.words().subList(i, one.next()));
            boolean side = s.is(i, "our", "their") && s.is(one.next() - 1, "half", "third", "end");
            words.removeIf(word -> ARTICLES.contains(word) && !side);
            return new Match<>(String.join(" ", words).replace(" 's", "'s"), one.next());
        }).flatMap(one -> belonging(s, one).stream()).toList();
    }

    /** {@code roof of the byre}: what it belongs to stands with it; then without. */
    private static List<Match<String>> belonging(Sentence s, Match<String> one) {
        List<Match<String>> found = new ArrayList<>();
        if (s.is(one.next(), "of")) {
            objects(s, one.next() + 1).forEach(of -> found.add(new Match<>(one.value() + " of " + of.value(), of.next())));
        }
        found.add(one);
        return found;
    }
}
