package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Window;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What people say beside their question, of themselves or of others, and why they ask: {@code I nodded off, I'm afraid. What happened?},
 * {@code My wife says she saw a fox, was there one?}, {@code ... , I couldn't hear a thing}. A remark counts as
 * one only while it states something, and holds nothing back and narrows nothing down ("I only mean the red ones").
 */
final class Remarks {

    private static final Set<String> SPEAKER = new HashSet<>();
    private static final Set<String> NARROWING = new HashSet<>();
    private static final Set<String> ASKING = new HashSet<>();
    private static final Set<String> INTERJECTIONS = new HashSet<>();
    private static final Set<String> WHOLE = new HashSet<>();
    private static final Set<String> PRONOUNS = Set.of("i", "we", "you", "he", "she", "it", "they", "that", "this", "there", "nobody",
            "somebody", "someone", "everyone", "everybody", "something", "one", "these", "those", "here");
    private static final String[] FINITE = {"is", "was", "are", "were", "has", "had", "have", "not", "do", "does", "did", "will", "would",
        "can", "could", "'s", "said", "says", "am", "must", "should", "may", "might", "never", "always", "just", "keeps", "told", "ought"};

    static {
        Lexicon.read("asides.txt", line -> {
            switch (line[0]) {
                case "speaker" -> SPEAKER.addAll(List.of(line[1].split(" ")));
                case "narrowing" -> NARROWING.addAll(List.of(line[1].split(" ")));
                case "asking" -> ASKING.addAll(List.of(line[1].split(" ")));
                case "whole" -> WHOLE.add(line[1]);
                default -> INTERJECTIONS.addAll(List.of(line[1].split(" ")));
            }
        });
    }

    private Remarks() { }

    /** Whether it says nothing that the question beside it may need. */
    static boolean are(Sentence s) {
        return interjection(s) || (statement(s) || ClippedRemarks.is(s, start(s))) && !narrows(s);
    }

    /** {@code bless him}, {@code be honest}, {@code no hurry}. */
    static boolean interjection(Sentence s) {
        return s.length() == 0 || WHOLE.contains(s.toString())
                || s.words().stream().allMatch(word -> INTERJECTIONS.contains(word) || word.equals(","));
    }

    /** {@code I nodded off}, {@code the vet is coming at ten}: a subject and a finite verb, and nothing asked. */
    static boolean statement(Sentence s) {
        int start = start(s);
        boolean clipped = s.is(start, "just", "only", "still") && s.at(start + 1).endsWith("ing") && s.verb(start + 1)
                || s.is(start, "can", "could", "did", "do", "was") && s.is(start + 1, "not") && s.verb(start + 2)
                && !NounPhrases.at(s, start + 2).stream().anyMatch(noun -> noun.value().reference());
        if (clipped) {
            return true;
        }
        boolean lone = s.is(start, "there") && s.is(start + 1, "is", "was", "are", "were");
        if (!lone && ASKING.contains(s.at(start)) || asksLater(s) || asksLast(s) || asksBehind(s)) {
            return false;
        }
        return PRONOUNS.contains(s.at(start)) && !s.end(start + 1) || spoken(s, start) || told(s, start);
    }

    /** Whether a sentence that ended as a statement asks nothing and narrows nothing down, however it is put. */
    static boolean stated(Sentence s) {
        return s.length() > 1 && !ASKING.contains(s.at(start(s))) && !asksLater(s) && !asksLast(s) && !asksBehind(s) && !narrows(s)
                && AskingFrames.behind(s) == 0 && (are(s) || !s.is(0, "please", "repeat", "find", "write", "state", "check", "see", "look",
                        "explain", "i", "we"));
    }

    private static int start(Sentence s) {
        int start = 0;
        while (s.is(start, "because", "but", "and", "so", "well", "now", "oh", "sorry", "since", "as", "though", "although", "anyway",
                "see", "cause", "only", "right", "ok", "okay", "apparently", "honestly", "maybe", "sure", "besides", "frankly", "actually",
                "still", "yet", "seriously", "luckily", "sadly", "obviously", "basically", ",")) {
            start++;
        }
        return start;
    }

    /** Of the speaker, with a verb: {@code my bike} alone is what is asked about. */
    private static boolean spoken(Sentence s, int start) {
        return s.find(0, SPEAKER.toArray(new String[0])) >= 0 && s.find(start + 1, FINITE) > 0;
    }

    private static boolean told(Sentence s, int start) {
        return NounPhrases.at(s, start).stream().anyMatch(noun -> s.is(noun.next(), FINITE)
                || inflected(s, noun.next()) || s.is(noun.next(), ",") && s.find(noun.next(), FINITE) > 0);
    }

    private static boolean inflected(Sentence s, int i) {
        return s.verb(i) && !s.at(i).endsWith("ing") && !s.verbBase(i).equals(s.at(i)) || s.is(i, "say", "think", "reckon", "want", "need",
                "know", "keep", "like", "love", "hate", "swear", "claim", "insist", "use", "come", "go", "get", "make", "take", "look");
    }

    /** {@code I only mean the red ones}, {@code not counting mine}. */
    static boolean narrows(Sentence s) {
        boolean counted = s.find(0, "not", "do") >= 0 && s.find(0, "count", "counting", "include", "mean") >= 0;
        int only = s.find(0, "only", "just");
        boolean meant = only >= 0 && s.is(only + 1, "mean", "want", "care", "need", "interested", "after", "asking")
                || only >= 0 && s.is(only + 1, "the") && (only == 0 || s.is(only - 1, ",", "mean", "want"));
        return counted || meant || s.find(0, NARROWING.toArray(new String[0])) >= 0;
    }

    /** Whether it names a time or a number of its own, which the question may be about. */
    static boolean timed(Sentence s) {
        for (int i = 0; i < s.length(); i++) {
            Match<Window> time = TimePhrases.at(s, i, true);
            boolean day = time != null && time.value() instanceof Window.Clock clock && clock.from().isEmpty() && clock.to().isEmpty()
                    && !s.is(0, "it", "that", "this");
            if (time != null && time.value().bounded() && !day || Character.isDigit(s.at(i).charAt(0)) || s.quoted(i)) {
                return true;
            }
        }
        return s.find(0, "after", "before", "while", "during", "until") >= 0;
    }

    /** Whether a question may be meant by the whole: it points to something that only what stands before it names. */
    static boolean needed(Sentence rest) {
        return rest.find(0, "it", "he", "she", "they", "them", "him", "one", "ones", "those", "these", "that") >= 0;
    }

    /** {@code he came back how many times}, {@code the film lasts how long}. */
    private static boolean asksLast(Sentence s) {
        int how = s.find(Math.max(1, s.length() - 3), "how", "when", "where", "what", "which");
        return how > 0 && !s.is(how - 1, "not", "never", "know", "see", "remember", "say", "sure", "tell", "forget", "is", "s");
    }

    /** {@code you will think me foolish, but where are my glasses}: what is asked follows its remark. */
    private static boolean asksBehind(Sentence s) {
        for (int comma = s.find(1, ","); comma > 0; comma = s.find(comma + 1, ",")) {
            int next = s.is(comma + 1, "so", "but", "and", "then") ? comma + 2 : comma + 1;
            boolean asks = s.is(next, "what", "when", "where", "which", "who", "how", "is", "are", "was", "were", "did", "does", "has");
            if (asks && s.length() - next > 3 && !s.is(next + 1, "not", "a") && !(s.is(next, "which") && s.is(next + 1, "is", "was"))) {
                return true;
            }
        }
        return false;
    }

    /** {@code I wonder who came}: the question is told on. */
    private static boolean asksLater(Sentence s) {
        int asked = AskingFrames.behind(s);
        if (asked > 0 && !s.is(asked - 1, ",") && s.find(0, "not", "never", "no", "cannot") < 0) {
            return true;
        }
        return s.find(0, "i", "we", "you") >= 0 && s.find(1, "whether", "if", "what", "when", "where", "which", "who", "how") > 0
                && s.find(1, "wonder", "know", "want", "tell", "like", "learn", "ask", "see", "wondering", "check") > 0
                && s.find(0, "not", "never") < 0;
    }

    /**
     * {@code I can't find my comb}, {@code I left a sandwich on the tray for him}: what somebody did something with; null where nothing
     * is.
     */
    static NounPhrase object(Sentence s) {
        if (!s.is(start(s), "i", "we", "he", "she", "they", "you", "somebody", "someone", "nobody")
                || s.find(0, "find", "found", "lost", "lose", "left", "leave", "put", "see", "saw", "heard", "hear", "dropped", "had",
                        "need",
                        "want", "parked", "bought", "ordered", "placed", "brought", "took", "taken", "moved", "hung", "stored",
                        "forgot") < 0) {
            return null;
        }
        for (int i = start(s) + 2; i < s.length(); i++) {
            Match<NounPhrase> noun = s.is(i, "a", "an", "the", "my", "our", "his", "her", "their", "some", "that", "two", "three")
                    ? NounPhrases.at(s, i).stream().filter(one -> s.end(one.next()) || s.is(one.next(), "for", "again", "anywhere",
                            "yesterday",
                            "earlier", "today", "before")).findFirst().orElse(null) : null;
            if (noun != null) {
                return noun.value().reference() && !noun.value().owned() ? null : noun.value();
            }
        }
        return null;
    }

    /** What a remark is about: its subject, where that is a thing; null where it is not. */
    static NounPhrase subject(Sentence s) {
        return NounPhrases.at(s, start(s)).stream().filter(noun -> !noun.value().reference() && noun.value().definite())
                .filter(noun -> s.end(noun.next()) || s.is(noun.next(), FINITE) || s.verb(noun.next()) || s.is(noun.next(), ","))
                .map(Match::value).findFirst().orElse(null);
    }
}
