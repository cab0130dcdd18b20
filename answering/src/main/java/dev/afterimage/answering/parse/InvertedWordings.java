package dev.afterimage.answering.parse;

import java.util.ArrayList;
import java.util.List;

/**
 * Questions in the word order of other languages, and with what describes a thing behind a comma: {@code when arrived the taxi}, {@code has
 * come already the doctor}, {@code it was open the window}, {@code when was the bin taken , the blue one}.
 */
final class InvertedWordings {

    private static final String[] HELPING = {"has", "have", "had", "did", "does", "do", "is", "are", "was", "were"};
    private static final String[] EARLY = {"already", "ever", "yet", "just", "also", "perhaps", "maybe", "really"};

    private InvertedWordings() { }

    static List<Sentence> of(Sentence s) {
        List<Sentence> found = new ArrayList<>();
        verbBeforeSubject(s, found);
        helpedBeforeSubject(s, found);
        asked(s, found);
        apposed(s, found);
        return found;
    }

    /** {@code when arrived the taxi}, {@code where stands the forklift}, {@code what says the sign}, {@code what wore the man}. */
    private static void verbBeforeSubject(Sentence s, List<Sentence> found) {
        int verb = s.is(0, "when", "where", "what") ? 1 : s.phrase(0, "from", "where") || s.phrase(0, "what", "time") ? 2 : 0;
        if (verb == 0 || !s.verb(verb) || s.is(verb, HELPING) || VerbPhrases.HELPING.contains(s.at(verb)) || !Verbs.known(s.at(verb))) {
            return;
        }
        String base = s.verbBase(verb);
        NounPhrases.at(s, verb + 1).stream().limit(3).forEach(noun -> {
            Sentence subject = s.part(verb + 1, noun.next());
            Sentence rest = s.part(noun.next(), s.length());
            boolean posture = s.is(0, "where") && List.of("stand", "lie", "sit", "stay", "hang", "be", "lay").contains(base);
            String doing = !s.is(0, "what") ? "" : switch (base) {
                case "wear" -> "wearing";
                case "carry" -> "carrying";
                case "hold" -> "holding";
                default -> "";
            };
            if (posture) {
                found.add(Wordings.joined(s.part(0, verb), words("is"), subject, rest));
            } else if (!doing.isEmpty()) {
                found.add(Wordings.joined(words("what", "is"), subject, words(doing), rest));
            } else {
                found.add(Wordings.joined(s.part(0, verb), words("did"), subject, words(base), rest));
            }
        });
    }

    /** {@code has come already the doctor}, {@code did it pass some bus}, {@code it was open the window}, {@code was today the postman}. */
    private static void helpedBeforeSubject(Sentence s, List<Sentence> found) {
        int help = s.is(0, "it", "there") && s.is(1, HELPING) ? 1 : 0;
        int verb = help == 0 && s.is(1, "it") && s.verb(2) ? 2 : help + 1;
        while (s.is(verb, EARLY)) {
            verb++;
        }
        if (!s.is(help, HELPING)) {
            return;
        }
        if (verb > help + 1 && help == 0 && !s.verb(verb)) {
            found.add(Wordings.joined(s.part(0, 1), s.part(verb, s.length())));
        }
        boolean state = States.are(s.at(verb)) || s.adjective(verb) && !s.is(verb, "the", "a");
        if (!state && !(s.verb(verb) && Verbs.known(s.at(verb)))) {
            return;
        }
        int subject = s.is(verb + 1, EARLY) ? verb + 2 : verb + 1;
        if (s.is(subject, "the", "a", "an", "some", "any", "my", "our", "somebody", "someone", "anybody", "anyone", "people")) {
            int behind = verb;
            NounPhrases.at(s, subject).stream().limit(2).forEach(noun -> found.add(Wordings.joined(s.part(help, help + 1),
                    s.part(subject, noun.next()), s.part(behind, behind + 1), s.part(noun.next(), s.length()))));
        }
    }

    /** {@code we see how many cups}, {@code one can read what on the window}: what is asked in the middle. */
    private static void asked(Sentence s, List<Sentence> found) {
        int asked = s.find(1, "how", "what", "which", "where", "when");
        if (asked < 1 || s.is(0, "what", "when", "where", "which", "who", "how") || s.is(asked - 1, ",", "and", "or", "know", "see")
                && !s.is(asked - 2, "we", "you", "one", "i") || s.find(0, ",") >= 0) {
            return;
        }
        int end = s.is(asked, "how") && s.is(asked + 1, "many", "much") ? asked + 2 : s.is(asked, "how") && s.is(asked + 1, "long", "often")
                ? asked + 2 : asked + 1;
        int from = s.is(asked - 1, "at", "in", "from", "for", "on", "by", "since", "until", "to", "towards", "through") ? asked - 1 : asked;
        if (from == 0) {
            return;
        }
        if (from < asked) {
            prepositional(s, from, asked, found);
        }
        Sentence words = s.part(asked, Math.min(end, s.length()));
        if (s.is(asked + 1, "many", "much") || s.is(asked, "which", "what") && !s.end(end)) {
            NounPhrases.bare(s, end).stream().limit(1).forEach(noun -> found.add(Wordings.joined(words, s.part(end, noun.next()),
                    s.part(0, asked), s.part(noun.next(), s.length()))));
        }
        found.add(Wordings.joined(words, s.part(0, asked), s.part(Math.min(end, s.length()), s.length())));
    }

    /** {@code the van came at what time today}, {@code the pump was on for how long in total}: with its preposition. */
    private static void prepositional(Sentence s, int from, int asked, List<Sentence> found) {
        boolean noun = s.is(asked, "what", "which") && !s.end(asked + 1) && !s.verb(asked + 1) || s.is(asked, "what", "which")
                && s.is(asked + 1, "time", "hour", "minute", "second", "point");
        int end = Math.min(s.length(), noun || s.is(asked, "how") ? asked + 2 : asked + 1);
        found.add(Wordings.joined(s.part(from, end), s.part(0, from), s.part(end, s.length())));
    }

    /** {@code when was the bin taken , the blue one}: what tells it from others goes before its noun. */
    private static void apposed(Sentence s, List<Sentence> found) {
        int comma = s.last(",");
        if (comma < 2 || !s.is(comma + 1, "the", "a", "that", "my")) {
            return;
        }
        if (s.is(comma + 1, "the") && s.is(comma + 2, "one", "ones") && !s.end(comma + 3)) {
            theOne(s, comma, found);
            return;
        }
        int last = s.length() - 1;
        boolean one = s.is(last, "one", "ones") && last > comma + 2;
        Sentence told = s.part(comma + 2, one ? last : s.length());
        for (int i = 0; i < comma; i++) {
            if (s.is(i, "the", "my", "our", "that", "a", "any") && s.is(i + 1, "other", "one") && s.is(i + 2, "one", ",", "thing")) {
                found.add(Wordings.joined(s.part(0, i), s.part(comma + 1, s.length()), s.part(s.is(i + 2, ",") ? i + 2 : i + 3, comma)));
                return;
            }
            if (one && s.is(i, "the", "my", "our", "that", "a", "any") && !NounPhrases.bare(s.part(0, comma), i).isEmpty()) {
                found.add(Wordings.joined(s.part(0, i + 1), told, s.part(i + 1, comma)));
                return;
            }
            if (s.is(i, "it", "that", "this", "he", "she") && !one && s.is(i - 1, "is", "was", "did", "does")) {
                found.add(Wordings.joined(s.part(0, i), s.part(comma + 1, s.length()), s.part(i + 1, comma)));
                return;
            }
        }
    }

    /** {@code where did the pigeon go , the one in the atrium}: what tells it from others goes behind its noun. */
    private static void theOne(Sentence s, int comma, List<Sentence> found) {
        Sentence question = s.part(0, comma);
        for (int i = 0; i < comma; i++) {
            int at = i;
            Match<NounPhrase> noun = question.is(i, "the", "my", "our", "that", "a", "any") ? NounPhrases.bare(question, at).stream()
                    .findFirst().orElse(null) : null;
            if (noun != null) {
                found.add(Wordings.joined(s.part(0, noun.next()), s.part(comma + 3, s.length()), s.part(noun.next(), comma)));
                return;
            }
        }
    }

    private static Sentence words(String... words) {
        return new Sentence(List.of(words));
    }
}
