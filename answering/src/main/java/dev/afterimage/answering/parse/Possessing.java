package dev.afterimage.answering.parse;

import java.util.List;

/** Wordings with "have" of what somebody wears, carries or holds: {@code has he got a beard}, {@code did the woman have a dog with her}. */
final class Possessing {

    private Possessing() { }

    /** As {@code is he with a beard}, with the auxiliary's tense; null where the sentence does not ask so. */
    static Sentence of(Sentence s) {
        boolean has = s.is(0, "has", "have", "had");
        if (!has && !s.is(0, "did", "does", "do") || s.is(1, "you", "we", "i", "there", "it")) {
            return null;
        }
        Match<NounPhrase> owner = NounPhrases.at(s, 1).stream().filter(noun -> has ? s.is(noun.next(), "got", "a", "an", "any", "no",
                "some")
                : s.is(noun.next(), "have", "has", "own", "carry", "hold", "wear")).findFirst().orElse(null);
        if (owner == null) {
            return null;
        }
        int start = has && !s.is(owner.next(), "got") ? owner.next() : owner.next() + 1;
        int last = s.length() - 1;
        int end = s.is(last, "him", "her", "them", "it") && s.is(last - 1, "with", "on") ? last - 1 : s.is(last, "on") ? last : s.length();
        boolean noun = start < end && NounPhrases.bare(s.part(0, end), start).stream().anyMatch(one -> one.next() == end
                || NounTails.preposition(s, one.next()));
        return noun ? Wordings.joined(new Sentence(List.of(s.is(0, "did", "had") ? "was" : "is")), s.part(1, owner.next()),
                new Sentence(List.of("with")), s.part(start, end)) : null;
    }
}
