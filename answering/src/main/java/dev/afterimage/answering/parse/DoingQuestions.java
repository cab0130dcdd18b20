package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code What is the man wearing?} {@code What was he carrying?} {@code What does she have on?} {@code How is she dressed?} */
final class DoingQuestions {

    private static final String[] BE = {"is", "are", "was", "were", "do", "does", "did", "has", "had", "have", "'s"};
    private static final Map<String, String> VERBS = Map.ofEntries(Map.entry("wearing", "wearing"), Map.entry("wear", "wearing"),
            Map.entry("dressed", "wearing"), Map.entry("wears", "wearing"), Map.entry("carrying", "carrying"), Map.entry("carry",
                    "carrying"),
            Map.entry("carries", "carrying"), Map.entry("holding", "holding"), Map.entry("hold", "holding"), Map.entry("holds", "holding"),
            Map.entry("held", "holding"), Map.entry("carried", "carrying"), Map.entry("wore", "wearing"),
            Map.entry("doing", "doing"), Map.entry("do", "doing"), Map.entry("does", "doing"), Map.entry("did", "doing"));
    /** Verbs that ask the same: {@code lug}, {@code clutch}, {@code sport}. */
    private static final Map<String, String> ALIKE = new HashMap<>();

    static {
        List.of("carry", "lug", "haul", "tote", "cart", "bear", "hump", "schlep", "transport", "heft", "drag", "wheel")
                .forEach(verb -> ALIKE.put(verb, "carrying"));
        List.of("hold", "clutch", "grip", "grasp", "hug", "cradle", "brandish", "wield", "clasp", "grab")
                .forEach(verb -> ALIKE.put(verb, "holding"));
        List.of("wear", "sport", "don").forEach(verb -> ALIKE.put(verb, "wearing"));
    }

    private static final String[][] HAVING = {{"have", "in", "his", "arms"}, {"have", "in", "her", "arms"}, {"have", "in", "the", "hands"},
        {"have", "in", "its", "mouth"}, {"have", "in", "its", "beak"}, {"got", "in", "his", "hands"}, {"got", "in", "her", "hands"},
        {"got", "in", "their", "hands"}, {"got", "in", "their", "hand"},{"have", "on"}, {"got", "on"}, {"have", "in", "the", "hand"},
                {"have", "in", "his", "hand"},
        {"have", "in", "her", "hand"}, {"have", "in", "their", "hand"}, {"have", "in", "his", "hands"}, {"have", "in", "her", "hands"},
        {"have", "in", "their", "hands"}, {"dressed", "in"}, {"up", "to"}, {"in", "the", "hand"}, {"in", "his", "hand"},
        {"in", "her", "hand"}, {"clutching"}, {"gripping"}, {"got", "in", "his", "hand"}, {"got", "in", "her", "hand"}};

    private final References references;

    DoingQuestions(References references) {
        this.references = references;
    }

    Query read(Sentence sentence, Window window) {
        Sentence s = cleft(sentence);
        if (s.is(0, "how") && s.is(1, BE) && s.is(s.length() - 1, "dressed")) {
            return AttributeQuestions.of("wearing", references, s.part(0, s.length() - 1), 2, window);
        }
        if (!s.is(0, "what") || s.length() < 3) {
            return null;
        }
        Query having = having(s, window);
        if (having != null) {
            return having;
        }
        String of = attribute(s.at(s.length() - 1));
        if (of != null && s.is(1, BE)) {
            return about(of, s, s.length() - 1, 2, window);
        }
        return of != null && !s.is(1, "people") ? about(of, s, s.length() - 1, 1, window) : behind(s, window);
    }

    private static String attribute(String verb) {
        String of = VERBS.get(verb);
        return of != null ? of : Lexicon.english().verbs(verb).stream().map(ALIKE::get).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** {@code what is it that the waiter carries}: {@code what the waiter carries}. */
    private static Sentence cleft(Sentence s) {
        return s.phrase(0, "what", "is", "it", "that") || s.phrase(0, "what", "was", "it", "that") ? s.without(1, 4) : s;
    }

    private Query having(Sentence sentence, Window window) {
        Sentence s = sentence.is(1, "has", "had", "have") ? Wordings.joined(new Sentence(List.of("what", "did")), had(sentence)) : sentence;
        int last = s.length() - 1;
        boolean body = s.is(last - 1, "his", "her", "their", "its", "the") && s.is(last - 2, "on", "in", "round", "around", "over", "under")
                && s.is(last - 3, "have", "got", "has", "had") && s.is(1, BE);
        if (body && s.is(last, "feet", "foot", "head", "back", "neck", "face", "shoulders", "shoulder", "legs", "arm", "waist", "wrist",
                "ears", "nose", "eyes", "body")) {
            return about("wearing", s, last - 3, 2, window);
        }
        if (body && s.is(last, "hand", "hands", "arms", "mouth", "beak", "paw", "paws", "teeth", "fist", "grip")) {
            return about("holding", s, last - 3, 2, window);
        }
        for (String[] words : HAVING) {
            int at = s.length() - words.length;
            if (at > 1 && s.phrase(at, words) && s.is(1, BE)) {
                String of = words[words.length - 1].startsWith("hand") || words[0].equals("clutching") || words[0].equals("gripping")
                        ? "holding" : words[0].equals("up") ? "doing" : "wearing";
                return about(of, s, at, 2, window);
            }
        }
        return null;
    }

    /** {@code the postman in his hands} as {@code the postman have in his hands}. */
    private static Sentence had(Sentence s) {
        int in = s.find(3, "in", "on", "got");
        return in < 0 || s.is(in, "got") ? s.part(2, s.length()) : Wordings.joined(s.part(2, in), new Sentence(List.of("have")),
                s.part(in, s.length()));
    }

    private Query about(String of, Sentence s, int end, int start, Window window) {
        int from = s.is(start, "there") ? start + 1 : start;
        int to = s.is(end - 1, BE) ? end - 1 : end;
        return from >= to ? null : AttributeQuestions.of(of, references, s.part(0, to), from, window);
    }

    /** {@code what was the man doing at the gate}: where he did it tells him from others. */
    private Query behind(Sentence s, Window window) {
        for (Match<NounPhrase> noun : s.is(1, BE) ? NounPhrases.bare(s, 2) : List.<Match<NounPhrase>>of()) {
            String of = attribute(s.at(noun.next()));
            Match<NounPhrase> who = of == null ? null : references.resolved(noun);
            Thing thing = who == null ? null : NounTails.narrowed(s, new Match<>(who.value(), noun.next() + 1)).stream()
                    .filter(one -> s.end(one.next())).map(one -> one.value().thing()).findFirst().orElse(null);
            if (thing != null) {
                return new Query.AttributeOf(of, thing, window);
            }
        }
        return null;
    }
}
