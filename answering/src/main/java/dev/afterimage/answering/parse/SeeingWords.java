package dev.afterimage.answering.parse;

import java.util.Set;

/**
 * Words that ask for what is there: {@code is there}, {@code can you see}, {@code did you spot}, {@code have you seen}, {@code do we
 * have}.
 */
final class SeeingWords {

    private static final String[] SUBJECTS = {"you", "we", "i", "one", "they", "u"};
    private static final String[] VERBS = {"see", "notice", "spot", "make", "detect", "find", "observe", "count", "seen", "noticed",
        "spotted", "detected", "have", "get", "catch", "recognise", "read", "had", "got", "counted", "found", "caught", "observed", "tell"};
    private static final String[] TOLD = {"see", "saw", "have", "had", "got", "count", "counted", "spotted", "noticed", "spot"};
    private static final Set<String> SEEN = Set.of("shown", "visible", "seen", "present", "displayed", "noticed", "spotted", "detected",
            "counted", "recorded", "captured");

    private SeeingWords() { }

    /** The position behind them; {@code i} itself where they do not stand. */
    static int behind(Sentence s, int i) {
        int there = there(s, i);
        return there > i ? there : helped(s, i);
    }

    private static int there(Sentence s, int i) {
        if (s.is(i, "is", "are", "was", "were") && s.is(i + 1, "there", "here")) {
            return s.is(i + 2, "been") ? i + 3 : i + 2;
        }
        if (s.is(i, "has", "have", "had") && s.phrase(i + 1, "there", "been")) {
            return i + 3;
        }
        if (s.is(i, "there", "here") && s.is(i + 1, "is", "are", "was", "were")) {
            return i + 2;
        }
        if (s.is(i, "there") && s.is(i + 1, "has", "have", "had") && s.is(i + 2, "been")) {
            return i + 3;
        }
        if (s.is(i, "are", "is", "were", "was") && SEEN.contains(s.at(i + 1))) {
            return i + 2;
        }
        return s.is(i, "can", "could", "to") && s.is(i + 1, "be") && SEEN.contains(s.at(i + 2)) ? i + 3 : i;
    }

    private static int helped(Sentence s, int i) {
        if (s.is(i, "can", "could", "do", "did", "have", "will", "does", "had") && s.is(i + 1, SUBJECTS)) {
            int verb = s.is(i + 2, "ever", "actually", "just", "also") ? i + 3 : i + 2;
            if (s.is(verb, VERBS)) {
                return s.phrase(verb, "make", "out") ? verb + 2 : s.is(verb, "make", "tell") ? i : s.phrase(verb, "have", "got")
                        ? verb + 2 : verb + 1;
            }
            return s.is(i, "had", "have") && s.is(i + 1, "you", "we") && !s.verb(i + 2) ? i + 2 : i;
        }
        if (s.is(i, "does", "did", "do") && s.is(i + 1, "the", "this") && TimePhrases.VIDEO.contains(s.at(i + 2))
                && s.is(i + 3, "show", "contain", "have")) {
            return i + 4;
        }
        return s.is(i, "you", "we", "i", "u") && s.is(i + 1, TOLD) ? (s.phrase(i + 1, "have", "got") ? i + 3 : i + 2) : i;
    }
}
