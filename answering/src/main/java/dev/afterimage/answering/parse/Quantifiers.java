package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;

import java.util.Set;

/**
 * Words that ask of all things, or of the whole time: "were all the cars white", "was it there throughout". A query says of no answer that
 * it must hold for each, so a yes or no that rests on one of them would be wrong, and the question stays open.
 */
final class Quantifiers {

    private static final Set<String> UNIVERSAL = Set.of("every", "each", "everybody", "everyone", "everything", "always", "throughout",
            "most", "none", "constantly", "continuously", "entirely", "nonstop");

    private Quantifiers() { }

    /** Whether the sentence asks for a yes or no about all of something, which its query does not say. */
    static boolean dropped(Query query, Sentence sentence) {
        boolean yesNo = query instanceof Query.Exists || query instanceof Query.Is || query instanceof Query.BeforeAfter
                || query instanceof Query.Where where && !where.choices().isEmpty();
        for (int i = 0; yesNo && i < sentence.length(); i++) {
            if (universal(sentence, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean universal(Sentence s, int i) {
        if (s.is(i, "all")) {
            boolean idiom = i > 0 && s.is(i - 1, "at", "in", "after", "of", "first") || s.is(i + 1, "right", "at", "gone", "empty", "clear",
                    "quiet", "day", "night", "morning", "afternoon", "evening", "alone");
            return !idiom;
        }
        if (s.is(i, "whole", "entire", "full")) {
            return s.is(i + 1, "time", "while", "way", "length", "duration", "period");
        }
        return s.length() > i && UNIVERSAL.stream().anyMatch(word -> s.is(i, word));
    }
}
