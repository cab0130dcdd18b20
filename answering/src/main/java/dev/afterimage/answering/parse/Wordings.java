package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Window;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Other wordings of a question that no rule reads as it stands, with the same words in the order of plain English:
 * {@code the fox came from where} as {@code where ...}, {@code parcel still there} as {@code is parcel still there},
 * {@code the gate, is it open} as {@code is the gate open}. At most two dozen, so reading stays linear.
 */
final class Wordings {

    private static final int MOST = 24;
    private static final String[] BE = {"is", "are", "was", "were", "has", "have", "had", "did", "does", "do", "can"};
    private static final Set<String> ASKING = Set.of("what", "when", "where", "which", "who", "how", "why");

    private Wordings() { }

    /** The other wordings, then the other wordings of those. */
    static List<Sentence> of(Sentence s) {
        Set<Sentence> found = new LinkedHashSet<>(once(s));
        for (Sentence other : List.copyOf(found)) {
            if (found.size() < MOST) {
                found.addAll(once(other));
            }
        }
        found.remove(s);
        return List.copyOf(found).subList(0, Math.min(MOST, found.size()));
    }

    private static List<Sentence> once(Sentence s) {
        List<Sentence> found = new ArrayList<>();
        Sentence tagged = untagged(s);
        if (tagged != s) {
            found.add(tagged);
        }
        add(found, fronted(tagged));
        add(found, OrderWordings.of(tagged));
        add(found, choosing(tagged));
        add(found, between(tagged));
        found.addAll(Existing.of(tagged));
        add(found, choicesFirst(tagged));
        add(found, askedLast(tagged));
        add(found, cleft(tagged));
        add(found, Possessing.of(tagged));
        add(found, plain(tagged));
        add(found, moreThan(tagged));
        Sentence topic = topic(tagged);
        add(found, topic);
        if (topic != null && !ASKING.contains(topic.at(0))) {
            found.addAll(SpokenOrder.of(topic));
        }
        add(found, named(tagged));
        found.addAll(InvertedWordings.of(tagged));
        if (ASKING.contains(tagged.at(0))) {
            found.addAll(inserted(tagged));
        } else {
            found.addAll(SpokenOrder.of(tagged));
        }
        add(found, plainer(tagged));
        return found;
    }

    /** {@code at 0:20 , the gate was open}: the time stands last. */
    private static Sentence fronted(Sentence s) {
        Match<Window> time = TimePhrases.at(s, 0, true);
        boolean comma = time != null && time.value().bounded() && s.is(time.next(), ",") && !s.end(time.next() + 1);
        return comma ? joined(s.part(time.next() + 1, s.length()), s.part(0, time.next())) : null;
    }

    private static void add(List<Sentence> found, Sentence other) {
        if (other != null) {
            found.add(other);
        }
    }

    /** {@code where is the box , is it on the left or the right}: the choices behind the question. */
    private static Sentence choosing(Sentence s) {
        int comma = s.find(2, ",");
        boolean asks = comma > 0 && s.is(comma + 1, "is", "was", "did", "does", "are", "were") && s.is(comma + 2, "it", "he", "she", "they",
                "that") && s.find(comma, "or") > 0 && s.is(0, "where", "which", "what");
        int next = s.is(comma + 3, "go", "come", "leave", "head", "move", "from") ? comma + 4 : comma + 3;
        return asks ? joined(s.part(0, comma + 1), s.part(next, s.length())) : null;
    }

    /** {@code drip stand , left or right of the bed}, {@code cigarette , lit or unlit}: what is one of the two. */
    private static Sentence between(Sentence s) {
        int comma = s.find(1, ",");
        int or = comma < 0 ? -1 : s.find(comma + 2, "or");
        boolean bare = or > 0 && s.length() - comma < 9 && !ASKING.contains(s.at(0)) && !s.is(0, BE) && !ASKING.contains(s.at(comma + 1))
                && !s.is(comma + 1, BE) && !s.is(or + 1, BE) && !s.is(or + 1, "not", "no", "am", "what") && s.find(comma + 1, ",") < 0;
        Sentence topic = bare ? s.part(0, comma) : null;
        Match<Window> time = topic == null ? null : timed(topic);
        Sentence thing = time == null ? topic : topic.part(0, time.next());
        return bare && noun(thing) ? joined(new Sentence(List.of("is")), thing, s.part(comma + 1, s.length()),
                time == null ? new Sentence(List.of()) : topic.part(time.next(), topic.length())) : null;
    }

    /** The time at the end of a topic, with the position where it begins; null where there is none. */
    private static Match<Window> timed(Sentence s) {
        for (int i = 1; i < s.length(); i++) {
            Match<Window> time = TimePhrases.at(s, i, true);
            if (time != null && s.end(time.next())) {
                return new Match<>(time.value(), i);
            }
        }
        return null;
    }

    /** {@code left or right , which way did it go}: the choices before it. */
    private static Sentence choicesFirst(Sentence s) {
        int comma = s.find(3, ",");
        boolean way = comma > 0 && s.is(1, "or") && s.is(0, "left", "right", "up", "down", "top", "bottom")
                && s.is(comma + 1, "which", "where",
                "what", "did");
        return way ? joined(s.part(comma + 1, s.length()), s.part(comma, comma + 1), s.part(0, comma)) : null;
    }

    /** {@code ..., is it}, {@code ..., yes or no}, {@code ..., correct}, {@code ..., did he}. */
    private static Sentence untagged(Sentence s) {
        int comma = -1;
        for (int i = 1; i < s.length(); i++) {
            comma = s.is(i, ",") ? i : comma;
        }
        boolean tag = comma > 0 && (s.length() == comma + 2 && s.is(comma + 1, "correct", "no", "yes", "right", "affirm", "innit", "huh",
                "eh")
                || s.length() <= comma + 4 && s.is(comma + 1, BE)
                        && s.is(s.length() - 1, "it", "he", "she", "they", "there", "that", "not", "you")
                || s.phrase(comma + 1, "yes", "or", "no"));
        return tag ? s.part(0, comma) : s;
    }

    /** {@code the fox came from where}, {@code bike on the left, taken when}, {@code the man is doing what}: what is asked stands first. */
    private static Sentence askedLast(Sentence s) {
        String[][] last = {{"how", "many", "times"}, {"how", "often"}, {"how", "many"}, {"how", "long"}, {"for", "how", "long"},
                {"for", "how", "much", "time"}, {"at", "what", "time"},
            {"what", "time"}, {"when"}, {"from", "where"}, {"where"}, {"which", "side"}, {"which", "way"}, {"in", "which", "direction"},
            {"what", "colour"}, {"which", "colour"}};
        for (String[] words : last) {
            int at = s.length() - words.length;
            if (at > 0 && s.phrase(at, words) && !ASKING.contains(s.at(0))) {
                int end = s.is(at - 1, ",") ? at - 1 : at;
                return joined(s.part(at, s.length()), s.part(0, end));
            }
        }
        boolean what = s.is(s.length() - 1, "what") && !ASKING.contains(s.at(0));
        if (what && s.is(s.length() - 2, "wearing", "carrying", "holding", "doing", "saying")) {
            int be = s.is(s.length() - 3, "is", "was", "are", "were") ? s.length() - 3 : s.length() - 2;
            Sentence help = be < s.length() - 2 ? s.part(be, be + 1) : new Sentence(List.of("is"));
            return joined(new Sentence(List.of("what")), help, s.part(0, be), s.part(s.length() - 2, s.length() - 1));
        }
        return null;
    }

    /** {@code was it after the rain that the rider left}: {@code did the rider left after the rain}. */
    private static Sentence cleft(Sentence s) {
        int that = s.is(0, "is", "was") && s.is(1, "it", "that") && s.is(2, "after", "before", "while", "during", "at", "in", "between",
                "around", "when") ? s.find(3, "that", "when") : -1;
        if (that < 0 || s.end(that + 2)) {
            return null;
        }
        boolean be = s.find(that, "was", "were", "is", "are") > 0;
        int help = be ? s.find(that, "was", "were", "is", "are") : -1;
        return be ? joined(s.part(help, help + 1), s.part(that + 1, help), s.part(help + 1, s.length()), s.part(2, that))
                : joined(new Sentence(List.of("did")), s.part(that + 1, s.length()), s.part(2, that));
    }

    /**
     * {@code where is it that he stands}, {@code how much time did he spend at the desk}: {@code where he stands}, {@code how long was
     * he}.
     */
    private static Sentence plain(Sentence s) {
        int it = s.find(1, "it");
        boolean cleft = ASKING.contains(s.at(0)) && it > 1 && it < 5 && s.is(it - 1, "is", "was") && s.is(it + 1, "that");
        if (cleft) {
            return s.without(it - 1, it + 2);
        }
        int spend = s.is(0, "how") ? s.find(3, "spend", "spent") : -1;
        int help = spend < 0 ? -1 : s.find(1, "did", "does", "has", "have", "had");
        return help < 0 || help > spend ? null : joined(new Sentence(List.of("how", "long", "was")), s.part(help + 1, spend),
                s.part(spend + 1, s.length()));
    }

    /** {@code were women more than men at the counter}: {@code were there more women than men}. */
    private static Sentence moreThan(Sentence s) {
        int more = s.is(0, "is", "are", "was", "were") ? s.find(2, "more", "fewer", "less") : -1;
        boolean compares = more > 0 && (s.is(more + 1, "than") || s.phrase(more + 1, "in", "number", "than"));
        int than = compares ? s.find(more, "than") : -1;
        return compares && noun(s.part(1, more)) ? joined(s.part(0, 1), new Sentence(List.of("there")), s.part(more, more + 1), s.part(1,
                more),
                s.part(than, s.length())) : null;
    }

    /** {@code the neighbour's cat, did it come back}: what the pronoun stands for in its place. */
    private static Sentence topic(Sentence sentence) {
        boolean about = sentence.is(0, "what", "how") && sentence.is(1, "about") || sentence.is(0, "as") && sentence.is(1, "for", "to");
        Sentence s = about ? sentence.part(2, sentence.length()) : sentence.is(0, "about", "regarding", "concerning")
                ? sentence.part(1, sentence.length()) : sentence;
        int comma = s.find(1, ",");
        Sentence topic = comma < 0 ? null : s.part(0, comma);
        if (topic == null || s.find(comma + 1, ",") >= 0 || !noun(topic)) {
            return null;
        }
        Sentence rest = s.part(comma + 1, s.length());
        int pronoun = rest.find(0, "it", "he", "she", "they", "those", "these", "them", "that", "him", "her");
        if (pronoun >= 0) {
            return rest.find(pronoun + 1, "it", "he", "she", "they", "them") >= 0
                    ? null : joined(rest.part(0, pronoun), topic, rest.part(pronoun + 1, rest.length()));
        }
        int its = rest.find(0, "its", "his", "their");
        Match<NounPhrase> owned = its < 0 ? null : NounPhrases.bare(rest, its + 1).stream().findFirst().orElse(null);
        if (owned != null) {
            return joined(rest.part(0, its), new Sentence(List.of("the")), rest.part(its + 1, owned.next()), new Sentence(List.of("of")),
                    topic,
                    rest.part(owned.next(), rest.length()));
        }
        boolean attribute = rest.is(0, "what", "which") && rest.is(1, "colour", "type", "kind", "size", "sort", "make", "shade", "breed")
                && rest.end(2) || rest.is(0, "when", "where") && rest.end(1);
        return attribute ? joined(rest, new Sentence(List.of("is")), topic) : ASKING.contains(rest.at(0)) ? joined(rest, topic) : null;
    }

    /** {@code are the onions brown yet}, {@code was there a dog in there}: without the words that tell neither what nor when. */
    private static Sentence plainer(Sentence sentence) {
        Sentence s = sentence;
        for (int i = s.length() - 1; i > 0; i--) {
            boolean there = s.is(i, "there", "here") && !s.is(i - 1, BE) && !s.is(i + 1, BE) && !s.is(i - 1, "been", "be", "get", "gets",
                    "got", "stay", "stayed", "not", "could", "can", "will", "still") && i > 1;
            int from = there && s.is(i - 1, "in", "out", "over", "up", "down", "back", "on") ? i - 1 : i;
            s = there || s.is(i, "yet", "already") ? s.without(from, i + 1) : s;
            i = Math.min(i, s.length());
        }
        return s.length() == sentence.length() || s.length() < 2 ? null : s;
    }

    private static boolean noun(Sentence s) {
        return NounPhrases.at(s, 0).stream().anyMatch(noun -> s.end(noun.next())
                && !(noun.value().reference() && noun.value().thing().plain()));
    }

    /** {@code when did he come, the milkman}: the noun behind its pronoun. */
    private static Sentence named(Sentence s) {
        int comma = s.find(1, ",");
        if (comma < 0 || s.find(comma + 1, ",") >= 0 || !s.is(comma + 1, "the", "that", "my", "our")
                || !noun(s.part(comma + 1, s.length()))) {
            return null;
        }
        int pronoun = s.find(0, "it", "he", "she", "they");
        return pronoun < 0 || pronoun > comma ? null : joined(s.part(0, pronoun), s.part(comma + 1, s.length()),
                s.part(pronoun + 1, comma));
    }

    /** {@code when parcel put down}, {@code who here first}: with the auxiliary that was left out. */
    private static List<Sentence> inserted(Sentence s) {
        int next = s.phrase(0, "how", "long") || s.phrase(0, "what", "time") || s.phrase(0, "how", "often") || s.phrase(0, "how", "far")
                ? 2 : s.phrase(0, "how", "many", "times") ? 3
                : s.is(0, "when", "where", "who") ? 1 : 0;
        List<Sentence> found = new ArrayList<>();
        if (next == 0 || s.end(next)) {
            return found;
        }
        if (!s.is(next, BE)) {
            found.add(joined(s.part(0, next), new Sentence(List.of("was")), s.part(next, s.length())));
        }
        for (Sentence other : SpokenOrder.of(s.part(next, s.length()))) {
            found.add(joined(s.part(0, next), other));
        }
        return found;
    }

    static Sentence joined(Sentence... parts) {
        List<String> words = new ArrayList<>();
        for (Sentence part : parts) {
            words.addAll(part.words());
        }
        return new Sentence(words);
    }
}
