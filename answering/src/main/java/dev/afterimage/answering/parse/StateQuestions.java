package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.ArrayList;
import java.util.List;

/** {@code Is the van white?} {@code Is it day or night?} {@code Was the first bus a double decker?} What a thing is rather than does. */
final class StateQuestions {

    private final References references;

    StateQuestions(References references) {
        this.references = references;
    }

    /** {@code was the first bus a double decker}, {@code is the dog on the left a poodle}: what a thing is. */
    Query kind(Sentence s, Window window) {
        int article = s.find(2, "a", "an");
        if (article < 2 || !s.is(0, "is", "are", "was", "were") || !s.is(1, "the", "that", "this", "my", "our", "it", "he", "she")
                || s.find(article, "or", ",") > 0) {
            return null;
        }
        Match<NounPhrase> subject = NounPhrases.at(s.part(0, article), 1).stream().filter(one -> one.next() == article)
                .map(references::resolved).filter(one -> one != null).findFirst().orElse(null);
        Match<NounPhrase> what = subject == null ? null : NounPhrases.bare(s, article + 1).stream().filter(one -> s.end(one.next()))
                .findFirst().orElse(null);
        return what == null || what.value().reference() ? null : new Query.Is(subject.value().thing(),
                List.of(String.join(" ", s.words().subList(article + 1, s.length()))), window);
    }

    /** {@code is the van white}, {@code is it day or night}, {@code is the van moving or parked}, {@code is the road empty}. */
    Query state(Sentence s, Window window) {
        Sentence been = s.is(0, "has", "have", "had") && s.find(2, "been") > 0 ? Wordings.joined(new Sentence(List.of("was")),
                s.without(s.find(2, "been"), s.find(2, "been") + 1).part(1, s.length() - 1)) : s;
        if (been != s) {
            return state(been, window);
        }
        if (!s.is(0, "is", "are", "was", "were")) {
            return null;
        }
        for (Match<NounPhrase> noun : NounPhrases.at(s, 1)) {
            Match<NounPhrase> resolved = references.resolved(noun);
            boolean it = resolved == null && s.is(1, "it", "this");
            if (resolved == null && !it) {
                continue;
            }
            Thing thing = it ? Thing.of(Thing.ANYTHING) : resolved.value().thing();
            int next = s.is(noun.next(), "ever", "all", "always", "completely", "really", "just", "already", "also", "perhaps") ?
                    noun.next() + 1 : noun.next();
            List<String> values = values(s, next, !it && !s.at(noun.next() - 1).endsWith("ing"));
            if (values != null) {
                return new Query.Is(thing, values, window);
            }
            Query placed = it ? null : placed(s, next, thing, window);
            if (placed != null) {
                return placed;
            }
        }
        return null;
    }

    /** {@code is the light on in the tack room}: the place behind the state tells which thing is meant. */
    private static Query placed(Sentence s, int i, Thing thing, Window window) {
        int at = i + 1;
        while (!s.end(at) && !s.is(at, "in", "at", "inside", "outside", "near", "by")) {
            at++;
        }
        int behind = at;
        Match<String> where = s.end(at) ? null : NounTails.properties(s,
                at).stream().filter(one -> s.end(one.next())).findFirst().orElse(null);
        List<String> values = where == null ? null : values(s.part(0, behind), i, false);
        boolean state = values != null && values.stream().allMatch(value -> States.are(value) || Colours.at(new Sentence(List.of(value
                .split(" "))), 0) != null);
        return state ? new Query.Is(thing.with(where.value()), values, window) : null;
    }

    /** Adjectives, colours or progressive verbs, with "or" between them, to the end of the sentence. */
    private static List<String> values(Sentence s, int i, boolean kinds) {
        List<String> values = new ArrayList<>();
        boolean or = kinds && s.find(i, "or") > i;
        int next = i;
        while (!s.end(next)) {
            Match<String> kind = or ? kind(s, next) : null;
            if (kind != null) {
                values.add(kind.value());
                next = kind.next();
                continue;
            }
            while (s.is(next, "or", ",", "just", "a", "an", "more", "rather", "still")) {
                next++;
            }
            Match<String> colour = Colours.at(s, next);
            Match<String> both = colour != null && !or && s.is(colour.next(), "and") ? Colours.at(s, colour.next() + 1) : null;
            colour = both == null ? colour : both.as(colour.value() + " and " + both.value());
            boolean adjective = colour == null && (s.adjective(next) || phrase(s, next) > 1) && (phrase(s, next) > 1 || !s.is(next,
                    "left", "right", "gone",
                    "there", "present", "still", "later", "earlier",
                    "sooner", "longer", "bigger", "smaller", "same", "other", "long", "many", "much"));
            boolean doing = s.at(next).endsWith("ing") && s.verb(next) || States.are(s.at(next)) || i < next
                    && s.is(next, "up", "down");
            doing |= s.is(next, "up", "down") && (s.is(next + 1, "or") || s.end(next + 1));
            if (colour == null && !adjective && !doing) {
                return null;
            }
            int words = colour == null ? phrase(s, next) : 1;
            values.add(colour != null ? colour.value() : String.join(" ", s.words().subList(next, next + words)));
            next = colour != null ? colour.next() : next + words;
            if (!s.end(next) && !s.is(next, "or", ",")) {
                return null;
            }
        }
        boolean state = values.size() == 1 && States.are(values.get(0));
        boolean event = !state && values.size() == 1 && (values.get(0).endsWith("ing") || Lexicon.english().is(values.get(0), Lexicon.VERB)
                && Colours.at(s, i) == null && !List.of("up", "down").contains(values.get(0))
                && !Lexicon.english().mostly(values.get(0), Lexicon.ADJECTIVE));
        return values.isEmpty() || event || values.stream().anyMatch(Moods::feeling) ? null : values;
    }

    /** {@code propped open}, {@code half full}, {@code greyed out}, {@code full screen}: how many words tell one state. */
    private static int phrase(Sentence s, int i) {
        boolean last = s.end(i + 2) || s.is(i + 2, "or", ",");
        boolean state = States.are(s.at(i + 1)) && s.is(i, "propped", "wedged", "held", "left", "stuck", "half", "slightly", "fully",
                "wide",
                "partly", "partially", "nearly", "almost", "pulled", "pushed", "jammed", "locked", "firmly", "bolted", "tied");
        boolean particle = s.is(i + 1, "out", "off", "over", "shut", "screen") && (s.at(i).endsWith("ed") || s.is(i, "full", "bent"));
        int manner = manner(s, i);
        return last && (state || particle) ? 2 : manner > i ? manner - i : 1;
    }

    /** {@code properly closed}, {@code pulled right down}, {@code not wrapped}, {@code still quite wet}: the position behind it. */
    private static int manner(Sentence s, int i) {
        int next = i;
        while (s.is(next, "not") || s.at(next).endsWith("ly") && !s.is(next, "usually", "normally", "merely", "generally", "only",
                "mainly", "mostly", "rarely", "hardly", "really", "regularly", "constantly", "deliberately")
                    && Lexicon.english().is(s.at(next), Lexicon.ADVERB)
                || s.is(next, "quite", "very", "rather", "too", "so", "well", "pretty", "almost", "right", "all", "still", "completely")) {
            next++;
        }
        boolean how = next > i;
        boolean state = !s.is(next, "made", "done", "set") && !Moods.feeling(s.at(next)) && (States.are(s.at(next)) || s.adjective(next)
                && !s.noun(next));
        boolean done = s.verb(next) && s.at(next).endsWith("ed") && !Verbs.known(s.at(next));
        if (!state && !done) {
            return i;
        }
        int behind = next + 1;
        while (done && s.is(behind, "right", "all", "up", "down", "back", "in", "shut", "open", "tight", "together")) {
            behind++;
        }
        boolean present = s.is(0, "is", "are");
        boolean whole = s.end(behind) || s.is(behind, "or", ",");
        return whole && (how && (state || present) || done && present && behind > next + 1) ? behind : i;
    }

    /** {@code a bus or a lorry}, {@code in colour or black and white}, {@code on the ground}: up to the next "or", without articles. */
    private static Match<String> kind(Sentence s, int i) {
        int start = s.is(i, "or", ",") ? i + 1 : i;
        start = s.is(start, "was", "is") && s.is(start + 1, "it") ? start + 2 : start;
        boolean article = s.is(start, "a", "an", "the", "in", "on", "made", "of", "full");
        int or = s.find(start, "or", ",");
        int end = or < 0 ? s.length() : or;
        boolean black = s.phrase(start, "black", "and", "white");
        boolean pair = end == start + 1 && s.noun(start) && (s.is(start - 1, "or") && s.end(end) && s.noun(start - 2)
                || s.is(end, "or") && s.noun(end + 1) && s.end(end + 2)) && !States.are(s.at(start)) && !s.adjective(start);
        if (pair) {
            return new Match<>(s.at(start), end);
        }
        if (!article && !black && !(s.is(start + 1, "down", "still", "up", "out") && end == start + 2) || end <= start || end - start > 4) {
            return null;
        }
        List<String> words = new ArrayList<>(s.words().subList(start, end));
        words.removeIf(word -> List.of("a", "an", "the", "of", "made").contains(word));
        return words.isEmpty() ? null : new Match<>(String.join(" ", words), end);
    }
}
