package dev.afterimage.answering.parse;

import java.util.List;

/**
 * Yes-or-no wordings that ask which of two did it first, wherever the ordinal stands: {@code did the son leave first or the daughter},
 * {@code did the pony or the donkey turn up first at the trough}, {@code did A come past first , or was it B}.
 */
final class OrderOfTwo {

    private static final String[] EDGE = {"first", "last", "earlier", "sooner", "later"};
    private static final String[] HELPING = {"did", "does", "was", "were", "has", "have", "is", "are"};

    private OrderOfTwo() { }

    /** As {@code which left first , the dog or the cat}; null where the sentence asks for no order so. */
    static Sentence of(Sentence s) {
        int or = s.find(2, "or");
        if (or < 0 || !s.is(0, HELPING) || s.find(or + 1, "or") > 0) {
            return null;
        }
        int edge = s.find(1, EDGE);
        return edge < 0 ? null : edge < or ? behind(s, edge, or) : among(s, or, edge);
    }

    /** The second of them behind the whole question. */
    private static Sentence behind(Sentence s, int edge, int or) {
        int next = or + 1;
        next = s.is(next, HELPING) ? next + 1 : next;
        next = s.is(next, "it") ? next + 1 : next;
        int start = next;
        Match<NounPhrase> second = NounPhrases.bare(s, start).stream().filter(noun -> s.end(noun.next())
                || s.is(noun.next(), EDGE) && s.end(noun.next() + 1)).findFirst().orElse(null);
        Match<NounPhrase> first = NounPhrases.bare(s, 1).stream().filter(noun -> noun.next() < edge).findFirst().orElse(null);
        if (first == null || second == null) {
            return null;
        }
        int end = s.is(or - 1, ",") ? or - 1 : or;
        return asked(s, first.next(), edge, end, Wordings.joined(s.part(1, first.next()), s.part(or, or + 1),
                s.part(start, second.next())));
    }

    /** Both before the verb. */
    private static Sentence among(Sentence s, int or, int edge) {
        for (Match<NounPhrase> second : NounPhrases.bare(s, or + 1)) {
            boolean verb = second.next() < edge && VerbPhrases.at(s.part(second.next(), edge), 0, s.at(0)) != null;
            if (verb) {
                return asked(s, second.next(), edge, s.length(), s.part(1, second.next()));
            }
        }
        return null;
    }

    /** What they did stands between {@code verb} and the ordinal; what narrows that down, from there to {@code end}. */
    private static Sentence asked(Sentence s, int verb, int edge, int end, Sentence choices) {
        Sentence deed = Wordings.joined(s.part(verb, edge), s.part(edge + 1, end));
        Sentence told = s.is(0, "did", "does", "has", "have") ? deed : Wordings.joined(s.part(0, 1), deed);
        return told.length() == 0 ? null : Wordings.joined(new Sentence(List.of("which")), told, s.part(edge, edge + 1),
                new Sentence(List.of(",")), choices);
    }
}
