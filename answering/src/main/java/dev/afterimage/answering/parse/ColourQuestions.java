package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

/**
 * {@code What colour is the car?} {@code What is the colour of the car?} {@code Which colour did the car have?} {@code What colour car was
 * it?}
 */
final class ColourQuestions {

    private static final String[][] CUES = {{"what", "colour"}, {"which", "colour"}, {"the", "colour"}, {"colour"}, {"what", "colours"},
        {"which", "colours"}, {"what", "is", "the", "colour"}, {"what", "was", "the", "colour"}, {"what", "were", "the", "colours"},
        {"what", "are", "the", "colours"}, {"of", "what", "colour"}, {"of", "which", "colour"}, {"in", "what", "colour"},
        {"what", "shade"}, {"and", "its", "colour"}, {"its", "colour"}, {"his", "colour"}, {"her", "colour"}, {"their", "colour"}};
    private static final String[] BE = {"is", "are", "was", "were", "do", "does", "did", "has", "had", "have", "'s"};

    private final References references;

    ColourQuestions(References references) {
        this.references = references;
    }

    Query read(Sentence s, Window window) {
        int next = Cues.behind(s, CUES);
        if (next == 0) {
            return null;
        }
        if (s.end(next)) {
            return references.last().flatMap(References::thing).map(thing -> (Query) new Query.AttributeOf("colour", thing, window))
                    .orElse(null);
        }
        if (s.is(next, "of")) {
            return AttributeQuestions.of("colour", references, s, next + 1, window);
        }
        return s.is(next, BE) ? AttributeQuestions.of("colour", references, s, s.is(next + 1, "there") ? next + 2 : next + 1, window)
                : noun(s, next, window);
    }

    /** {@code what colour car was it}, {@code what colour jumper did you see}. */
    private Query noun(Sentence s, int i, Window window) {
        for (Match<NounPhrase> noun : NounPhrases.at(s, i)) {
            Thing owned = AttributeQuestions.owned(s, noun, references);
            if (owned != null) {
                return new Query.AttributeOf("colour", owned, window);
            }
            int seeing = SeeingWords.behind(s, noun.next());
            boolean was = s.is(noun.next(), "is", "are", "was", "were")
                    && (s.end(noun.next() + 1) || s.is(noun.next() + 1, "it", "that") && s.end(noun.next() + 2));
            if (was || s.end(noun.next()) || seeing > noun.next() && s.end(seeing)) {
                return new Query.AttributeOf("colour", noun.value().thing(), window);
            }
        }
        return null;
    }
}
