package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.List;

/** {@code What colour was the first car?} {@code What is the man wearing?} {@code What kind of dog is it?} {@code How big was the box?} */
final class AttributeQuestions {

    private static final String[] BE = {"is", "are", "was", "were", "do", "does", "did", "has", "had", "have", "'s", "can", "could"};
    private static final String[][] KINDS = {{"what", "kind"}, {"what", "type"}, {"what", "sort"}, {"which", "kind"}, {"which", "type"},
        {"which", "sort"}, {"what", "kinds"}, {"what", "types"}, {"what", "sorts"}, {"what", "breed"}, {"which", "breed"}, {"what", "make"},
        {"which", "make"}, {"what", "species"}, {"which", "species"}, {"what", "model"}, {"which", "model"}, {"what", "variety"},
        {"what", "brand"}, {"what", "style"}};
    private static final String[][] BIG = {{"how", "big"}, {"how", "large"}, {"how", "small"}, {"what", "size"}, {"which", "size"},
        {"the", "size"}, {"size"}, {"what", "is", "the", "size"}, {"what", "was", "the", "size"}, {"of", "what", "size"}};

    private final References references;

    AttributeQuestions(References references) {
        this.references = references;
    }

    Query read(Sentence s, Window window) {
        Query colour = new ColourQuestions(references).read(s, window);
        if (colour != null) {
            return colour;
        }
        Query size = size(s, window);
        Query doing = size != null ? size : new DoingQuestions(references).read(s, window);
        return doing != null ? doing : kind(s, window);
    }

    /**
     * {@code what kind of car is it}, {@code what type of dog was there}, {@code what sort of bird is that on the post}, {@code what kind
     * is it}.
     */
    private Query kind(Sentence sentence, Window window) {
        boolean german = sentence.is(0, "what") && sentence.is(1, "for") && sentence.is(2, "a", "an");
        Sentence s = german ? Wordings.joined(new Sentence(List.of("what", "kind", "of")), sentence.part(2, sentence.length())) : sentence;
        int cue = Cues.behind(s, KINDS);
        if (cue == 0) {
            return null;
        }
        if (!s.is(cue, "of")) {
            return s.is(cue, BE) ? of("kind", references, s, cue + 1, window) : s.end(cue) ? last("kind", references, window) : null;
        }
        if (s.end(cue + 1)) {
            return last("kind", references, window);
        }
        for (Match<NounPhrase> noun : NounPhrases.at(s, s.is(cue + 1, "a", "an") ? cue + 2 : cue + 1)) {
            Thing thing = owned(s, noun, references);
            thing = thing != null ? thing : ofKind(s, noun);
            if (thing != null) {
                return new Query.AttributeOf("kind", thing, window);
            }
        }
        return null;
    }

    /**
     * Behind {@code what kind of dog}: {@code is it}, {@code was there on the mat}, {@code is the one on the right}, {@code did you see}.
     */
    private Thing ofKind(Sentence s, Match<NounPhrase> noun) {
        if (s.end(noun.next())) {
            return noun.value().thing();
        }
        int next = SeeingWords.behind(s, noun.next());
        if (next == noun.next() && s.is(next, BE)) {
            Thing one = oneOf(s, next + 1, noun.value().thing());
            if (one != null) {
                return one;
            }
            next = s.is(next + 1, "it", "that", "this", "they", "there", "those", "these") ? next + 2 : next + 1;
            next = s.is(next, ",") && s.is(next + 1, "the") && s.is(next + 2, "one") ? next + 3 : next;
        } else if (next == noun.next()) {
            return came(s, noun);
        }
        return NounTails.narrowed(s, new Match<>(noun.value(), next)).stream().filter(one -> s.end(one.next()))
                .map(one -> one.value().thing()).findFirst().orElse(null);
    }

    /** {@code what kind of boots was the cowboy wearing}, {@code what sort of hat has the sheriff got}: the cowboy's boots. */
    static Thing owned(Sentence s, Match<NounPhrase> noun, References references) {
        int last = s.length() - 1;
        boolean has = s.is(noun.next(), BE) && s.is(last, "wearing", "carrying", "holding", "have", "got", "wear", "carry", "hold", "on",
                "riding", "driving", "with");
        boolean had = !has && s.is(noun.next(), "has", "had", "have");
        int end = !has ? s.length() : s.is(last, "on", "with") && s.is(last - 1, "have", "got", "has", "had") ? last - 1 : last;
        if (!has && !had || end <= noun.next() + 1) {
            return null;
        }
        Sentence owner = s.part(noun.next() + 1, end);
        return NounPhrases.at(owner, 0).stream().filter(one -> owner.end(one.next()) && (!one.value().reference()
                || references.last().isPresent())).map(references::resolved).filter(one -> one != null).findFirst()
                .map(one -> noun.value().thing().with("of " + Speakers.named(one.value()))).orElse(null);
    }

    /** {@code the second one}, {@code the one with the spikes}, {@code the first car}: told apart from others of that kind. */
    private static Thing oneOf(Sentence s, int i, Thing kind) {
        return NounPhrases.at(s, i).stream().filter(one -> s.end(one.next()) && one.value().reference()
                && one.value().thing().name().equals(NounPhrases.ONE)).map(one -> one.value().thing().named(kind.name())).findFirst()
                .orElse(null);
    }

    /** {@code what kind of car came}: the deed tells which. */
    private static Thing came(Sentence s, Match<NounPhrase> noun) {
        Match<VerbPhrases.Verb> verb = VerbPhrases.at(s, noun.next(), "");
        boolean bare = verb != null && !verb.value().negated() && (verb.value().bare() || verb.value().kind() == Event.Kind.STOPS
                || verb.value().kind() == Event.Kind.PRESENT);
        return bare ? NounTails.narrowed(s, new Match<>(noun.value(), verb.next())).stream().filter(one -> s.end(one.next()))
                .map(one -> one.value().thing()).findFirst().orElse(null) : null;
    }

    /** {@code what size is the box}, {@code how big was it}, {@code what is the size of the crate}, {@code size of the box}. */
    private Query size(Sentence s, Window window) {
        int cue = Cues.behind(s, BIG);
        if (cue == 0) {
            return null;
        }
        boolean noun = !s.is(cue - 1, "big", "large", "small");
        if (s.end(cue)) {
            return last("size", references, window);
        }
        return noun && s.is(cue, "of") || s.is(cue, BE) ? of("size", references, s, cue + 1, window) : null;
    }

    private static Query last(String of, References references, Window window) {
        return references.last().flatMap(References::thing).map(thing -> (Query) new Query.AttributeOf(of, thing, window)).orElse(null);
    }

    /** The attribute of the thing that is named from {@code i} to the end; null where none is. */
    static Query of(String of, References references, Sentence s, int i, Window window) {
        List<Match<NounPhrase>> nouns = NounPhrases.at(s, i);
        for (Match<NounPhrase> noun : nouns) {
            int end = s.is(noun.next(), "have", "there", "like", "here", "got") ? noun.next() + 1 : SeeingWords.behind(s, noun.next());
            end = s.is(end, ",") && s.is(end + 1, "the") && end > noun.next() ? s.length() : end;
            Match<NounPhrase> resolved = references.belonging(noun);
            if (s.end(end) && resolved != null) {
                return new Query.AttributeOf(of, resolved.value().thing(), window);
            }
        }
        boolean he = s.end(i + 1) && s.is(i, "he", "she", "they");
        return he ? new Query.AttributeOf(of, new NounPhrase(Thing.of(Thing.PERSON), Amount.ANY, true, true).thing(), window) : null;
    }
}
