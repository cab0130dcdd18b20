package dev.afterimage.answering.parse;

import java.util.ArrayList;
import java.util.List;

/** Other ways to ask for an order, brought to {@code which left first , the dog or the cat}. */
final class OrderWordings {

    private static final String[] EDGE = {"first", "last", "earlier", "sooner", "later"};

    private OrderWordings() { }

    /** Null where the sentence asks for no order in one of these ways. */
    static Sentence of(Sentence s) {
        Sentence found = inOrOut(s);
        found = found != null ? found : cleft(s);
        found = found != null ? found : toLeave(s);
        found = found != null ? found : choicesFirst(s);
        found = found != null ? found : twice(s);
        found = found != null ? found : helped(s);
        found = found != null ? found : OrderOfTwo.of(s);
        return found != null ? found : bare(s);
    }

    /** {@code who was last out , A or B}, {@code which was first in , A or B}. */
    private static Sentence inOrOut(Sentence s) {
        int be = s.is(0, "who", "which", "what") ? (s.is(1, "one") ? 2 : s.is(1, "of") && s.is(2, "them", "those", "these", "you") ? 3
                : s.phrase(1, "of", "the") && s.is(3, "two", "three", "pair") ? 4 : 1) : -1;
        int edge = be > 0 && s.is(be, "was", "is", "were") ? (s.is(be + 1, "the") ? be + 2 : be + 1) : -1;
        boolean way = edge > 0 && s.is(edge, EDGE) && s.is(edge + 1, "in", "out", "here", "there", "up", "away", "off", "home", "back");
        if (!way || s.find(edge + 2, "or") < 0) {
            return null;
        }
        String verb = s.is(edge + 1, "out", "away", "off", "home") ? "left" : s.is(edge + 1, "back") ? "returned" : "came";
        int choices = s.is(edge + 2, ",") ? edge + 3 : edge + 2;
        return asked(new Sentence(List.of(verb)), s.part(edge, edge + 1), s.part(choices, s.length()));
    }

    /** {@code who was the last to leave , A or B}, {@code who was the last to leave out of A , B and C}. */
    private static Sentence toLeave(Sentence s) {
        int edge = s.is(0, "who", "which", "what") ? s.find(1, EDGE) : -1;
        int out = s.find(1, "out") > 0 && s.is(s.find(1, "out") + 1, "of") ? s.find(1, "out") : s.find(1, ",");
        if (edge < 0 || !s.is(edge + 1, "to") || edge > 5 || out < edge) {
            return null;
        }
        Sentence choices = chosen(s.part(s.is(out, "out") ? out + 2 : out + 1, s.length()));
        int end = s.is(out - 1, ",") ? out - 1 : out;
        return choices.find(0, "or") < 0 ? null : asked(s.part(edge + 2, end), s.part(edge, edge + 1), choices);
    }

    /** With "or" in the place of the last "and". */
    private static Sentence chosen(Sentence s) {
        List<String> words = new ArrayList<>(s.words());
        int and = words.lastIndexOf("and");
        if (and > 0 && !words.contains("or")) {
            words.set(and, "or");
        }
        return new Sentence(words);
    }

    /** {@code did the collie pass first or was it the whippet that passed first}, {@code did we see A first or B first}. */
    private static Sentence twice(Sentence s) {
        int or = s.find(2, "or");
        int last = s.length() - 1;
        if (or < 0 || !s.is(or - 1, EDGE) && !(s.is(or - 1, ",") && s.is(or - 2, EDGE)) || !s.is(last, EDGE)
                || !s.is(0, "did", "was", "were", "does", "has", "is")) {
            return null;
        }
        int edge = s.is(or - 1, EDGE) ? or - 1 : or - 2;
        int seen = SeeingWords.behind(s, 0);
        int other = s.is(or + 1, "was", "did") ? (s.is(or + 2, "it") ? or + 3 : or + 2) : or + 1;
        Match<NounPhrase> first = NounPhrases.bare(s, seen > 0 ? seen : 1).stream().findFirst().orElse(null);
        Match<NounPhrase> second = NounPhrases.bare(s, other).stream().findFirst().orElse(null);
        if (first == null || second == null || first.next() > edge) {
            return null;
        }
        Sentence verb = seen > 0 ? new Sentence(List.of("came")) : s.is(0, "did", "does", "has")
                ? s.part(first.next(), edge) : Wordings.joined(s.part(0, 1), s.part(first.next(), edge));
        Sentence choices = Wordings.joined(s.part(seen > 0 ? seen : 1, first.next()), s.part(or, or + 1), s.part(other, second.next()));
        return verb.length() == 0 ? null : asked(verb, s.part(edge, edge + 1), choices);
    }

    /** {@code came first , A or B}, {@code first to arrive , A or B}. */
    private static Sentence bare(Sentence s) {
        int edge = s.find(0, EDGE);
        boolean came = edge > 0 && edge < 4 && s.is(edge + 1, ",") && s.find(edge, "or") > 0
                && VerbPhrases.at(s.part(0, edge), 0, "") != null && VerbPhrases.at(s.part(0, edge), 0, "").next() == edge;
        if (came) {
            return asked(s.part(0, edge), s.part(edge, edge + 1), s.part(edge + 2, s.length()));
        }
        int comma = s.find(2, ",");
        return edge == 0 && s.is(1, "to") && comma > 0 && s.find(comma, "or") > 0
                ? asked(s.part(2, comma), s.part(0, 1), s.part(comma + 1, s.length())) : null;
    }

    /**
     * {@code A or B , which one left first}, {@code out of A , B and C , which left last}, {@code of A and B , who was the last to
     * leave}.
     */
    private static Sentence choicesFirst(Sentence s) {
        int which = s.find(2, "which", "who", "what");
        int last = s.length() - 1;
        if (which < 0 || which == last || !s.is(which - 1, ",")) {
            return null;
        }
        int start = s.phrase(0, "out", "of") ? 2 : s.is(0, "of", "between") ? 1 : 0;
        Sentence choices = chosen(s.part(start, which - 1));
        if (choices.find(0, "or") < 0) {
            return null;
        }
        int verb = s.is(which + 1, "one") ? which + 2 : s.phrase(which + 1, "of", "them") ? which + 3 : which + 1;
        int edge = s.find(verb, EDGE);
        if (edge > 0 && s.is(edge + 1, "to")) {
            return asked(s.part(edge + 2, s.length()), s.part(edge, edge + 1), choices);
        }
        int end = s.is(last - 1, "the", "in", "as") ? last - 1 : last;
        return s.is(last, EDGE) && verb < end ? asked(s.part(verb, end), s.part(last, last + 1), choices) : null;
    }

    /** {@code did A or B leave first}, {@code was A or B taken last}. */
    private static Sentence helped(Sentence s) {
        int or = s.find(1, "or");
        int last = s.length() - 1;
        if (or < 0 || !s.is(last, EDGE) || !s.is(0, "did", "does", "was", "were", "has", "have", "is") || s.find(or + 1, "or") >= 0) {
            return null;
        }
        List<Match<NounPhrase>> nouns = NounPhrases.bare(s, or + 1);
        for (Match<NounPhrase> noun : nouns) {
            if (noun.next() < last && VerbPhrases.at(s.part(noun.next(), last), 0, s.at(0)) != null) {
                Sentence verb = s.is(0, "did", "does", "has", "have")
                        ? s.part(noun.next(), last) : Wordings.joined(s.part(0, 1), s.part(noun.next(), last));
                return asked(verb, s.part(last, last + 1), s.part(1, noun.next()));
            }
        }
        return null;
    }

    /** {@code was it A or B that left first}. */
    private static Sentence cleft(Sentence s) {
        int that = s.find(3, "that", "who", "which");
        int last = s.length() - 1;
        boolean it = s.is(0, "was", "is") && s.is(1, "it") && s.is(last, EDGE);
        return it && that > 0 && s.part(2, that).find(0, "or") > 0
                ? asked(s.part(that + 1, last), s.part(last, last + 1), s.part(2, that)) : null;
    }

    private static Sentence asked(Sentence verb, Sentence edge, Sentence choices) {
        return Wordings.joined(new Sentence(List.of("which")), verb, edge, new Sentence(List.of(",")), choices);
    }
}
