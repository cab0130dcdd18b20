package dev.afterimage.answering.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Yes-or-no questions whose auxiliary stands elsewhere or not at all: {@code main gate is open}, {@code came the Audi}, {@code has somebody
 * the wrench moved}, {@code parcel gone}.
 */
final class SpokenOrder {

    private static final Set<String> BE = Set.of("is", "are", "was", "were", "has", "have", "had", "did");
    private static final int LONGEST_SUBJECT = 12;

    private SpokenOrder() { }

    static List<Sentence> of(Sentence s) {
        List<Sentence> found = new ArrayList<>();
        if (BE.contains(s.at(0))) {
            verbLast(s, found);
            return found;
        }
        for (int i = 1; i < Math.min(s.length(), LONGEST_SUBJECT); i++) {
            if (BE.contains(s.at(i))) {
                found.add(Wordings.joined(s.part(i, i + 1), s.part(0, i), s.part(i + 1, s.length())));
                break;
            }
        }
        verbFirst(s, found);
        if (found.isEmpty() || s.find(0, "is", "are", "was", "were") < 0) {
            found.add(Wordings.joined(new Sentence(List.of("is")), s));
            found.add(Wordings.joined(new Sentence(List.of("did")), s));
        }
        return found;
    }

    /** {@code came the silver Audi in}: {@code did the silver Audi came in}. */
    private static void verbFirst(Sentence s, List<Sentence> found) {
        if (VerbPhrases.at(s.part(0, Math.min(1, s.length())), 0, "") == null
                || !s.is(1, "the", "a", "an", "somebody", "anybody", "someone", "anyone", "he", "she", "it", "they")) {
            return;
        }
        NounPhrases.bare(s, 1).stream().findFirst()
                .ifPresent(noun -> found.add(Wordings.joined(new Sentence(List.of("did")), s.part(1, noun.next()), s.part(0, 1),
                s.part(noun.next(), s.length()))));
    }

    /** {@code has somebody the wrench moved}: {@code has somebody moved the wrench}. */
    private static void verbLast(Sentence s, List<Sentence> found) {
        int last = s.length() - 1;
        if (!s.is(0, "has", "have", "had") || last < 3 || !s.verb(last)) {
            return;
        }
        NounPhrases.bare(s, 1).stream().filter(noun -> noun.next() < last).findFirst()
                .ifPresent(noun -> found.add(Wordings.joined(s.part(0, noun.next()), s.part(last, last + 1), s.part(noun.next(), last))));
    }
}
