package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

import java.util.Set;

/**
 * {@code Did anything weird happen?} {@code Anything out of the ordinary?} {@code Were there any irregularities?} {@code What's going on?}
 */
final class UnusualQuestions {

    private static final Set<String> UNUSUAL = Set.of("unusual", "strange", "odd", "weird", "suspicious", "peculiar", "funny",
            "remarkable", "unexpected", "abnormal", "bizarre", "irregular", "fishy",
            "anomalous", "sus", "sketchy", "amiss", "shady", "iffy", "eerie", "surprising", "extraordinary", "uncommon", "curious",
                    "concerning",
            "worrying", "alarming", "interesting", "noteworthy", "weirdness", "oddities", "dodgy", "untoward", "notable", "anomalies",
                    "irregularities", "incidents", "anomaly", "incident");
    private static final Set<String> ABOUT = Set.of("did", "does", "do", "has", "have", "had", "was", "were", "is", "are", "there", "you",
            "we", "see", "notice", "spot", "seen", "noticed", "any", "anything", "something",
            "things", "thing", "some", "happen", "happened", "happens", "happening", "occur", "occurred", "occurring", "occurrences",
            "occurrence", "events", "event", "activity", "behaviour", "go", "going", "gone", "went",
            "on", "been", "taken", "take", "place", "at", "all", "what", "else", "to", "report", "just", "or", "stuff");

    private UnusualQuestions() { }

    static Query read(Sentence s, Window window) {
        Query now = now(s, window);
        if (now != null) {
            return now;
        }
        int ordinary = s.find(0, "ordinary");
        Sentence rest = ordinary > 2 && s.phrase(ordinary - 3, "out", "of", "the") ? s.without(ordinary - 3, ordinary + 1) : s;
        long words = rest.words().stream().filter(UNUSUAL::contains).count();
        boolean unusual = words >= 1 || rest != s;
        boolean asks = s.find(0, "any", "anything", "something", "some", "what") >= 0;
        for (int i = 1; unusual && asks && i < rest.length(); i++) {
            if (rest.is(i, "in", "at", "on", "outside", "inside", "around", "down", "up", "out") && RecapQuestions.place(rest, i)) {
                return read(rest.part(0, i), window);
            }
        }
        return unusual && asks && rest.words().stream().allMatch(word -> UNUSUAL.contains(word) || ABOUT.contains(word))
                ? new Query.Recap(Query.Recap.Of.UNUSUAL, window) : null;
    }

    /** What is going on is going on now, whether that is said or not. */
    private static Query now(Sentence s, Window window) {
        int next = s.phrase(0, "what", "is") ? 2 : -1;
        next = s.phrase(next, "all", "this") || s.phrase(next, "all", "that") ? next + 2 : next;
        boolean going = next > 0 && (s.phrase(next, "going", "on") && s.end(next + 2) || s.is(next, "happening") && s.end(next + 1)
                || (s.phrase(next, "going", "on") || s.is(next, "happening")) && s.is(s.length() - 1, "there", "here")
                        && s.length() - next <= 3);
        return going && (!window.bounded() || window instanceof Window.Now) ? new Query.Recap(Query.Recap.Of.NOW, Window.ALL) : null;
    }
}
