package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.lexicon.Lexicon;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Courtesies and questions about the answerer: {@code Thank you ever so much, you have been most helpful}, {@code What sort of questions
 * can you answer?}
 */
final class SmallTalk {

    private static final Set<String> HEARTS = new HashSet<>();
    private static final Set<String> AROUND = new HashSet<>();
    private static final Set<String> ABILITY = new HashSet<>();

    static {
        Lexicon.read("small-talk.txt", line -> (switch (line[0]) {
            case "heart" -> HEARTS;
            case "around" -> AROUND;
            default -> ABILITY;
        }).addAll(List.of(line[1].split(" "))));
    }

    private static final int LONGEST = 16;
    private static final Set<String> KINDNESSES = Set.of("bunch", "star", "gem", "legend", "helpful", "helped", "brilliant", "job",
            "treasure",
            "angel", "hero", "welcome", "obliged", "appreciated", "appreciate", "heart", "bless", "kind", "patient", "patience", "needed",
            "wanted", "life-saver", "lifesaver", "saviour", "sport", "diamond", "belter", "champion", "marvel", "wonder", "godsend", "rock",
            "rocks", "owe", "grateful", "blessing", "pleasure", "sorted");

    private SmallTalk() { }

    /** Whether the sentences say nothing but courtesies, or one asks what the answerer can do. */
    static boolean all(List<Sentence> sentences) {
        return sentences.stream().allMatch(s -> courtesy(s) || ability(s) || around(s) || thanks(s)) && sentences.stream()
                .anyMatch(s -> courtesy(s) || ability(s) || thanks(s));
    }

    /** A greeting or thanks and words that may stand around it. */
    private static boolean courtesy(Sentence s) {
        int part = s.find(0, "morning", "afternoon", "evening", "night");
        boolean time = part > 0 && !s.is(part - 1, "good", "night") || s.is(0, "and") && part >= 0;
        return !time && around(s) && s.words().stream().anyMatch(HEARTS::contains);
    }

    /** {@code thanks a bunch , you are a star}, {@code cheers , that is all I needed}: a clause of thanks, and clauses that ask nothing. */
    private static boolean thanks(Sentence s) {
        if (!s.is(0, "thanks", "thank", "thx", "cheers", "ta", "hello", "hi", "hiya", "hey", "bye", "goodbye", "bless", "good", "well",
                "that",
                "you", "ok", "okay", "great", "brilliant", "lovely", "perfect", "right", "sorry") || s.length() > LONGEST) {
            return false;
        }
        boolean asks = s.find(0, "what", "when", "where", "which", "who", "how", "why", "any", "did", "does", "was", "were", "there", "if",
                "whether", "anyone", "anybody", "anything", "now") >= 0 || s.is(0, "is", "are", "has", "have");
        boolean heart = false;
        for (int from = 0; from < s.length() && !asks;) {
            int comma = s.find(from, ",", "and");
            Sentence clause = s.part(from, comma < 0 ? s.length() : comma);
            asks = !kind(clause);
            heart |= clause.words().stream().anyMatch(word -> HEARTS.contains(word) || KINDNESSES.contains(word));
            from += clause.length() + 1;
        }
        return heart && !asks && s.words().stream().noneMatch(SmallTalk::seen);
    }

    /** Whether a sentence beside a greeting or a farewell is of the speaker or the answerer alone: {@code I trust you can hear me}. */
    static boolean beside(Sentence s) {
        boolean you = s.is(0, "i", "we") && (s.find(1, "you") > 0 || s.length() < 5) || s.is(0, "you") && s.length() < 5;
        return you && s.find(0, "what", "when", "where", "which", "who", "how", "why", "see", "saw", "if", "whether", "tell") < 0
                && s.words().stream().noneMatch(SmallTalk::seen);
    }

    /** A clause of thanks, for something or not, or one about the answerer or the speaker. */
    private static boolean kind(Sentence s) {
        int behind = s.find(0, "for");
        boolean thanking = behind > 0 && s.is(behind + 1, "your", "all", "the", "that", "everything", "this") && s.length() - behind < 5;
        Sentence head = thanking ? s.part(0, behind) : s;
        return head.words().stream().allMatch(word -> HEARTS.contains(word) || AROUND.contains(word) || KINDNESSES.contains(word))
                || s.is(0, "you", "that", "your", "myself") && s.words().stream().anyMatch(KINDNESSES::contains);
    }

    /** What a camera sees: then something may be told of it. */
    private static boolean seen(String word) {
        return Kinds.coco().named(word) != null && !word.equals("man") && !word.equals("person") || Character.isDigit(word.charAt(0))
                || Colours.at(new Sentence(List.of(word)), 0) != null;
    }

    private static boolean around(Sentence s) {
        return s.words().stream().allMatch(word -> HEARTS.contains(word) || AROUND.contains(word));
    }

    /** {@code what all can you do for me}, {@code which kinds of questions can I ask}, {@code are you a machine}. */
    private static boolean ability(Sentence s) {
        boolean working = s.find(0, "this", "it") >= 0 && s.find(0, "on", "working", "work") >= 0 && s.find(0, "thing", "working",
                "work") >= 0;
        boolean well = s.is(0, "how") && s.is(1, "are", "is", "do", "does", "goes") && s.find(1, "we", "things", "it", "you", "everything",
                "life", "tricks") >= 0;
        boolean asks = working || well || s.find(0, "you") >= 0 && s.find(0, "do", "answer", "ask", "perform", "are", "can", "help",
                "ok", "okay", "alright", "listening", "there",
                "hear", "made", "work", "sleep", "know", "speak") >= 0
                || s.find(0, "i", "one") >= 0 && s.find(0, "ask") >= 0;
        return asks && s.words().stream().allMatch(word -> ABILITY.contains(word) || HEARTS.contains(word));
    }
}
