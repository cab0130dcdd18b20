package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;

import java.util.Set;

/** Reads what a thing does: auxiliaries, adverbs and one of the verbs of {@code verbs.txt}. */
final class VerbPhrases {

    static final Set<String> BE = Set.of("is", "are", "was", "were", "be", "been", "being", "am", "'s", "get", "gets", "got", "getting");
    static final Set<String> HELPING = Set.of("do", "does", "did", "has", "have", "had", "will", "would", "can", "could", "to");
    /** {@code is arrived}, {@code is come}: said with "be" where plain English has "have". */
    private static final Set<String> ARRIVED = Set.of("arrived", "come", "departed", "disappeared", "vanished", "appeared",
            "entered", "went", "came");
    private static final Set<String> ADVERBS = Set.of("ever", "just", "then", "already", "finally", "also", "really", "even",
            "both", "suddenly", "slowly", "quickly", "only",
            "all", "eventually", "probably", "simply", "now", "still", "once", "either", "each", "completely", "fully", "itself",
                    "himself", "herself",
            "themselves", "definitely", "certainly", "perhaps", "possibly", "maybe", "actually", "properly", "indeed", "genuinely",
            "literally", "basically", "apparently", "honestly");

    /**
     * What was read.
     *
     * @param nth     1 for "first", -1 for "last" before the verb, else 0
     * @param negated whether it is denied
     * @param present whether it is in the present tense
     * @param bare    whether there is no verb but "be"
     */
    record Verb(Event.Kind kind, int nth, boolean negated, boolean present, boolean bare) { }

    private VerbPhrases() { }

    /** @param helping the auxiliary that stood before the subject; empty where there was none */
    static Match<Verb> at(Sentence s, int i, String helping) {
        boolean be = BE.contains(helping);
        boolean present = Set.of("is", "are", "do", "does", "can", "'s").contains(helping);
        boolean negated = false;
        boolean helped = !helping.isEmpty();
        int nth = 0;
        int next = i;
        for (boolean more = true; more;) {
            more = true;
            if (s.is(next, "first", "last") && (s.verb(next + 1) || be && (s.end(next + 1) || s.is(next + 1, "there", "here", "on",
                    "at") || s.phrase(next + 1, "in", "the")))) {
                nth = s.is(next, "first") ? 1 : -1;
            } else if (s.is(next, "not", "never")) {
                negated = true;
            } else if (BE.contains(s.at(next)) && !(s.at(next).startsWith("g") && Verbs.at(s, s.at(next), next + 1) != null)) {
                present |= !helped && s.is(next, "is", "are", "'s");
                be = true;
                helped = true;
            } else if (HELPING.contains(s.at(next)) && !(s.is(next, "had", "have", "has", "do", "did") && s.end(next + 1))) {
                present |= !helped && s.is(next, "do", "does", "can");
                helped = true;
            } else if (!ADVERBS.contains(s.at(next))) {
                more = false;
            }
            next += more ? 1 : 0;
        }
        boolean begins = s.verbBase(next).matches("start|begin|stop|cease|keep") && s.at(next + 1).endsWith("ing") && s.verb(next + 1);
        if (begins && !Verbs.motion(s.at(next + 1)) && !s.is(next + 1, "moving", "coming", "going") && Verbs.at(s, s.at(next),
                next + 1) != null
                && Verbs.at(s, s.at(next), next + 1).next() == next + 1) {
            return null;
        }
        present |= !helped && s.at(next).endsWith("s") && !s.is(next, "was");
        Match<Event.Kind> kind = be ? passive(s, next) : Verbs.at(s, s.at(next), next + 1);
        boolean got = s.at(next - 1).startsWith("g") && BE.contains(s.at(next - 1));
        if (kind == null && be && !got) {
            return new Match<>(new Verb(Event.Kind.PRESENT, nth, negated, present, true), next);
        }
        return kind == null ? null : kind.as(new Verb(kind.value(), nth, negated, present, false));
    }

    /** After a form of "be": a participle or a place ("be gone"), or a verb in its progressive form ("be leaving"). */
    private static Match<Event.Kind> passive(Sentence s, int i) {
        if (ARRIVED.contains(s.at(i)) || s.is(i, "gone") && !s.end(i + 1) && (Clauses.direction(s, i + 1) != null
                || s.phrase(i + 1, "for", "the") && Numbers.ordinal(s, i + 3) != null)) {
            return Verbs.at(s, s.at(i), i + 1);
        }
        Match<Event.Kind> state = Verbs.at(s, "be", i);
        if (state != null || !s.at(i).endsWith("ing")) {
            return state;
        }
        return Verbs.at(s, s.at(i), i + 1);
    }
}
