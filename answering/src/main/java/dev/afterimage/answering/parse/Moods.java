package dev.afterimage.answering.parse;

import java.util.Set;

/**
 * What a question wants beyond what was: {@code will it come}, {@code could a fox get in}, {@code is he happy}. No evidence tells of the
 * future, of what might be, or of how somebody feels, so such a question stays open.
 */
final class Moods {

    private static final String[] FUTURE = {"will", "shall"};
    private static final String[] POSSIBLE = {"would", "could", "might", "should", "may", "must", "can", "ought"};
    private static final Set<String> FEELINGS = Set.of("happy", "sad", "angry", "cross", "annoyed", "upset", "satisfied", "pleased",
            "worried", "nervous", "scared", "afraid", "friendly", "unfriendly", "rude", "polite", "kind", "nice", "bored", "tired", "drunk",
            "sober", "ill", "unwell", "poorly", "sick", "hungry", "thirsty", "lonely", "proud", "ashamed", "jealous", "guilty", "innocent",
            "motivated", "moody", "funny", "serious", "honest", "lazy", "clever", "stupid", "good", "bad", "better", "worse", "cheap",
            "expensive", "tasty", "delicious", "safe", "dangerous", "legal", "illegal", "worth", "fair", "unfair", "ok", "okay", "alright",
            "right", "wrong", "normal", "important", "sure", "ready", "willing", "able", "allowed", "married", "related", "famous", "mad",
            "insane", "crazy", "confused", "surprised", "shocked", "excited", "calm", "stressed", "relaxed", "comfortable", "minging",
            "gross", "disgusting", "ugly", "pretty", "beautiful", "handsome", "cute", "lovely", "horrible", "awful", "nasty", "mean");

    private static final Set<String> INNER = Set.of("pain", "trouble", "love", "danger", "distress", "shock", "tears", "need", "agony",
            "labour", "hurry", "mood", "rush", "panic", "fear", "despair", "grief", "doubt", "agreement", "charge", "control", "debt",
            "rage", "temper", "pressure", "stress", "influence", "order", "disguise", "season", "heat", "pieces");

    private Moods() { }

    /** Whether the sentence asks of what is to come or might be. */
    static boolean unreal(Sentence s) {
        int be = s.find(1, "be");
        if (be > 0 && s.is(be + 1, "seen", "read", "heard", "found", "spotted", "counted", "made", "noticed", "identified", "recognised")
                && s.find(0, FUTURE) < 0) {
            return false;
        }
        int help = s.is(0, POSSIBLE) || s.is(0, FUTURE) ? 0 : asking(s) ? auxiliary(s) : -1;
        if (help < 0) {
            return going(s);
        }
        boolean asked = s.is(help + 1, "you", "we", "one", "i", "be", "u", "anyone", "anybody", "it");
        return !asked || s.is(help, FUTURE) && !s.is(help + 1, "you");
    }

    private static boolean asking(Sentence s) {
        return s.is(0, "when", "where", "who", "what", "which", "how");
    }

    /** The position of "will" or "could" before the subject or the verb; -1 where there is none. */
    private static int auxiliary(Sentence s) {
        int will = s.find(1, FUTURE);
        int could = s.find(1, "would", "could", "might", "should", "must", "ought");
        int first = will < 0 ? could : could < 0 ? will : Math.min(will, could);
        int later = s.find(1, "that", "when", "after", "before", "while", "until", ",");
        return first > 0 && (later < 0 || first < later) && !s.is(first - 1, "the", "a", "his", "her", "my") ? first : -1;
    }

    /** {@code is it going to rain}. */
    private static boolean going(Sentence s) {
        int going = s.find(0, "going");
        return going >= 0 && s.is(going + 1, "to") && s.verb(going + 2) && !s.is(going + 2, "left", "right")
                && s.verbBase(going + 2).equals(s.at(going + 2));
    }

    static boolean feeling(String value) {
        return FEELINGS.contains(value);
    }

    /** {@code in pain}, {@code in a hurry}: how somebody is, told as if it were a place. */
    static boolean felt(String property) {
        return (property.startsWith("in ") || property.startsWith("under ") || property.startsWith("out of "))
                && INNER.contains(property.substring(property.lastIndexOf(' ') + 1));
    }
}
