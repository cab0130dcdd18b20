package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.Set;

/** {@code What was there?} {@code What came after the dog?} {@code Who was there?} {@code Which cars were there?} */
final class WhatWasQuestions {

    /** What asks for a kind or a reason and names no thing. */
    private static final Set<String> KINDS = Set.of("kind", "sort", "type", "breed", "make", "brand", "model", "species", "reason",
            "purpose",
            "colour", "size", "shape", "way", "extent", "degree", "part", "percentage", "proportion", "fraction", "speed", "temperature");

    private final References references;

    WhatWasQuestions(References references) {
        this.references = references;
    }

    Query read(Sentence s, Window window) {
        boolean it = s.is(0, "what", "who") && s.is(1, "was", "is") && s.is(2, "it", "that", "this") && s.end(3);
        if (it) {
            return references.last().filter(last -> last instanceof Query.Exists).flatMap(References::event)
                    .map(event -> (Query) new Query.What(event, window.bounded() ? window : references.last().get().window())).orElse(null);
        }
        if (s.is(0, "what", "which") && s.is(s.length() - 2, "is", "was", "are", "were")
                && s.is(s.length() - 1, "that", "this", "it", "those", "these")) {
            return shown(s, window);
        }
        Query first = first(s, window);
        if (first != null) {
            return first;
        }
        if (s.is(0, "what", "who") && s.is(1, "is", "was", "are", "were") && s.is(2, "that", "this", "it", "those", "these") && !s.end(3)) {
            Query pointed = pointed(s, window);
            if (pointed != null) {
                return pointed;
            }
        }
        if (s.is(0, "what", "who") && SeeingWords.behind(s, 1) == 1 && VerbPhrases.at(s, s.is(1, "else") ? 2 : 1, "") == null) {
            return ofKind(s, 1, window);
        }
        if (s.is(0, "what", "who")) {
            return about(Thing.of(s.is(0, "who") ? Thing.PERSON : Thing.ANYTHING), s, s.is(1, "else") ? 2 : 1, window);
        }
        return s.is(0, "which", "list", "name") || s.phrase(0, "show", "me") ? ofKind(s, s.is(0, "show") ? 2 : 1, window) : null;
    }

    /** {@code what animal is that}: which of them there was; "what car is that" asks for its make. */
    private Query shown(Sentence s, Window window) {
        Sentence noun = s.part(1, s.length() - 2);
        return references.last().isPresent() ? null : NounPhrases.bare(noun, 0).stream().filter(one -> noun.end(one.next())
                && !one.value().reference() && Kinds.coco().of(one.value().thing().name()).filter(kind -> kind.labels().size() > 1)
                        .isPresent()).findFirst()
                .map(one -> (Query) new Query.What(Event.present(one.value().thing()), window)).orElse(null);
    }

    /** {@code was the first thing to appear}, {@code was the last to leave}. */
    private static Query first(Sentence s, Window window) {
        if (!s.is(0, "what", "who") || !s.is(1, "is", "was") || !s.is(2, "the")) {
            return null;
        }
        Match<Integer> ordinal = Numbers.ordinal(s, 3);
        int to = s.find(3, "to", "that", "who");
        if (ordinal == null || to < 0) {
            return null;
        }
        Sentence noun = s.part(ordinal.next(), to);
        Thing thing = noun.length() == 0 ? Thing.of(s.is(0, "who") ? Thing.PERSON : Thing.ANYTHING) : NounPhrases.bare(noun, 0).stream()
                .filter(one -> noun.end(one.next()))
                .map(one -> one.value().thing().name().equals(NounPhrases.ONE) ? Thing.of(Thing.PERSON) : one.value().thing()).findFirst()
                        .orElse(null);
        Match<VerbPhrases.Verb> verb = VerbPhrases.at(s, to + 1, "");
        if (thing == null || verb == null) {
            return null;
        }
        Match<Clauses.Clause> clause = Clauses.read(s, new NounPhrase(thing.nth(ordinal.value()), Amount.ANY, false, true), verb);
        return s.end(clause.next()) && !clause.value().negated() && clause.value().direction().isEmpty()
                ? new Query.What(clause.value().event(), window) : null;
    }

    /** {@code what is that on the birdbath}, {@code who was it at the gate}, {@code what was it that went past the window}. */
    private Query pointed(Sentence s, Window window) {
        Thing any = Thing.of(s.is(0, "who") ? Thing.PERSON : Thing.ANYTHING);
        if (s.is(3, "that", "who", "which")) {
            return about(any, s, 4, window);
        }
        return NounTails.narrowed(s, new Match<>(new NounPhrase(any, Amount.ANY, false, false), 3)).stream()
                .filter(one -> s.end(one.next())).map(one -> (Query) new Query.What(Event.present(one.value().thing()), window)).findFirst()
                .orElse(null);
    }

    private Query ofKind(Sentence s, int start, Window window) {
        for (Match<NounPhrase> noun : NounPhrases.at(s, start)) {
            Match<NounPhrase> resolved = KINDS.contains(noun.value().thing().name()) ? null : references.resolved(noun);
            Query query = resolved == null ? null : s.end(noun.next()) && !s.is(0, "which", "what", "who")
                    ? new Query.What(Event.present(resolved.value().thing()), window)
                    : s.end(noun.next()) ? null : about(resolved.value().thing(), s, noun.next(), window);
            if (query != null) {
                return query;
            }
        }
        return null;
    }

    /** {@code who left last}, {@code which sheep left the pen first}: the last of them to do so. */
    private static Sentence ordinal(Sentence s) {
        boolean edge = s.is(s.length() - 1, "first", "last") && s.length() > 2;
        return edge ? s.part(0, s.is(s.length() - 2, "the") ? s.length() - 2 : s.length() - 1) : s;
    }

    /** With the subject read, the verb: {@code was there}, {@code came}, {@code could you see}. */
    private Query about(Thing any, Sentence sentence, int i, Window window) {
        Sentence s = ordinal(sentence);
        Thing thing = s == sentence || any.nth() != 0 ? any : any.nth(sentence.is(sentence.length() - 1, "last") ? -1 : 1);
        int seeing = SeeingWords.behind(s, i);
        if (seeing > i && s.end(seeing)) {
            return new Query.What(Event.present(thing), window);
        }
        NounPhrase subject = new NounPhrase(thing, Amount.ANY, false, false);
        Match<VerbPhrases.Verb> verb = VerbPhrases.at(s, i, "");
        if (verb == null) {
            return null;
        }
        Match<Clauses.Clause> clause = Clauses.read(s, subject, verb);
        boolean whole = s.end(clause.next()) && !clause.value().negated() && clause.value().direction().isEmpty();
        return whole ? new Query.What(clause.value().event(), window) : null;
    }
}
