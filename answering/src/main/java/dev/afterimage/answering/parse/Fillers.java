package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes out what carries no meaning: greetings, courtesies, "in the video". The phrases stand in {@code fillers.txt}. */
final class Fillers {

    private static final Map<String, List<String[]>> OPENING = new HashMap<>();
    private static final Map<String, List<String[]>> CLOSING = new HashMap<>();
    private static final Map<String, List<String[]>> ANYWHERE = new HashMap<>();

    static {
        Lexicon.read("fillers.txt", line -> {
            String[] phrase = line[1].split(" ");
            switch (line[0]) {
                case "opening" -> OPENING.computeIfAbsent(phrase[0], word -> new ArrayList<>()).add(phrase);
                case "closing" -> CLOSING.computeIfAbsent(phrase[phrase.length - 1], word -> new ArrayList<>()).add(phrase);
                default -> ANYWHERE.computeIfAbsent(phrase[0], word -> new ArrayList<>()).add(phrase);
            }
        });
        List.of(OPENING, CLOSING, ANYWHERE).forEach(phrases -> phrases.values()
                .forEach(list -> list.sort(Comparator.comparingInt(phrase -> -phrase.length))));
    }

    private static final String[] ASKING = {"what", "when", "where", "which", "who", "how", "whether", "if", "did", "was", "were"};

    private Fillers() { }

    /** The sentence without fillers; empty where it held nothing else. */
    static Sentence without(Sentence sentence) {
        Sentence s = sentence;
        for (int i = 0; i < s.length(); ) {
            String[] found = longest(ANYWHERE, s, i);
            int end = found == null ? filmed(s, i) : i + found.length;
            if (end == i) {
                i++;
            } else {
                s = s.without(i, end);
            }
        }
        s = imperative(hedged(pointed(commas(s))));
        for (String[] found = longest(OPENING, s, 0); found != null && s.length() > 0; found = longest(OPENING, s, 0)) {
            s = s.without(0, found.length);
        }
        s = imperative(s);
        for (String[] found = last(s); found != null; found = last(s)) {
            s = s.without(s.length() - found.length, s.length());
        }
        return s;
    }

    /** {@code there is , , a notice}: the marks around what was taken out. */
    private static Sentence commas(Sentence sentence) {
        Sentence s = sentence;
        for (int i = s.length() - 1; i > 0; i--) {
            if (s.is(i, ",") && s.is(i - 1, ",")) {
                s = s.without(i - 1, i + 1);
                i = Math.min(i, s.length());
            }
        }
        return s;
    }

    /** {@code in the whole of the film}, {@code over the entire length of this clip}: the position behind it. */
    private static int filmed(Sentence s, int i) {
        if (s.phrase(i, "according", "to") || s.is(i, ",") && s.phrase(i + 1, "according", "to")) {
            int noun = s.is(i, ",") ? i + 3 : i + 2;
            noun = s.is(noun, "the", "this", "your", "my", "our") ? noun + 1 : noun;
            return TimePhrases.VIDEO.contains(s.at(noun)) || s.is(noun, "picture", "camera", "image", "you", "screen", "notes", "record",
                    "log") ? noun + 1 : i;
        }
        if (!s.is(i, "in", "during", "over", "throughout", "across", "through", "within", "on")) {
            return i;
        }
        int next = i + 1;
        boolean whole = false;
        while (s.is(next, "the", "this", "that", "your", "my", "our", "whole", "entire", "full", "complete", "length", "course", "of",
                "all",
                "duration", "entirety")) {
            whole |= !s.is(next, "the", "of");
            next++;
        }
        return whole && TimePhrases.VIDEO.contains(s.at(next)) ? next + 1 : i;
    }

    /** {@code that there dog}, {@code over by there}: pointing twice. */
    private static Sentence pointed(Sentence sentence) {
        Sentence s = sentence;
        for (int i = 0; i < s.length(); i++) {
            boolean twice = s.is(i, "this", "that", "these", "those") && s.is(i + 1, "here", "there") && s.noun(i + 2);
            boolean by = s.is(i, "by") && s.is(i + 1, "there", "here");
            s = twice ? s.without(i + 1, i + 2) : by ? s.without(i, i + 1) : s;
        }
        return s;
    }

    /** {@code was there like a toddler}, {@code like ten minutes ago}: a hedge, unless it compares ("look like"). */
    private static Sentence hedged(Sentence sentence) {
        Sentence s = sentence;
        for (int i = 0; i < s.length(); i++) {
            boolean compares = s.is(i - 1, "look", "looks", "looked", "looking", "sound", "sounds", "feel", "would", "i", "you", "they",
                    "seem", "seems") || s.end(i + 1);
            if (s.is(i, "like") && !compares && (i == 0 || s.is(i - 1, ",", "is", "are", "was", "were", "there", "ever", "at", "so",
                    "been") || Numbers.quantity(s, i + 1) != null)) {
                s = s.without(i, s.is(i + 1, ",") ? i + 2 : i + 1);
            }
        }
        return s;
    }

    /** {@code can you please summarise} asks for what {@code summarise} asks for. */
    private static Sentence imperative(Sentence sentence) {
        if (sentence.is(0, "wherever", "whatever", "whoever", "whenever", "whichever")
                && sentence.is(1, "is", "was", "are", "were", "did", "do",
                "does", "has")) {
            return Wordings.joined(new Sentence(List.of(sentence.at(0).replace("ever", ""))), sentence.part(1, sentence.length()));
        }
        boolean made = sentence.is(0, "can", "could") && sentence.phrase(1, "you", "make", "out") && sentence.is(4, ASKING);
        int told = made ? 4 : sentence.is(0, "tell", "say", "now", "describe", "state", "show", "see", "find", "check")
                && sentence.is(1, ASKING) ? 1 : 0;
        Sentence s = sentence.part(told, sentence.length());
        int next = s.is(0, "can", "could", "would", "will") && s.is(1, "you") ? 2 : 0;
        next = next > 0 && s.is(next, "please", "just", "quickly", "briefly") ? next + 1 : next;
        return next > 0 && s.is(next, "give", "summarise", "describe", "list", "name", "show", "recap", "explain", "count", "read", "tell",
                "catch", "fill", "bring", "walk", "run", "sum")
                ? s.part(next, s.length()) : s;
    }

    private static String[] longest(Map<String, List<String[]>> phrases, Sentence s, int i) {
        for (String[] phrase : phrases.getOrDefault(s.at(i), List.of())) {
            if (s.phrase(i, phrase)) {
                return phrase;
            }
        }
        return null;
    }

    private static String[] last(Sentence s) {
        for (String[] phrase : CLOSING.getOrDefault(s.at(s.length() - 1), List.of())) {
            int start = s.length() - phrase.length;
            boolean owned = phrase.length == 1 && s.is(start - 1, "my", "his", "her", "their", "your", "our", "the", "a", "an", "that",
                    "this", "with", "of", "by");
            if (start >= 0 && s.phrase(start, phrase) && !owned) {
                return phrase;
            }
        }
        return null;
    }
}
