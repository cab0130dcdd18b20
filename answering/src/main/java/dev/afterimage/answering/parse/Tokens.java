package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a question into words: contractions are written out, spellings brought to one form, misspelt words corrected.
 * A sentence ends at a full stop, a question or an exclamation mark; commas stay as words of their own.
 */
final class Tokens {

    /** Quotations, clock times, numbers with what is written together with them, words, marks: every alternative is linear in the text. */
    private static final Pattern TOKEN = Pattern.compile(
            "[\"“”]([^\"“”]{1,200})[\"“”]|(?<![\\w’'])[‘']([^'’]{1,80})['’](?![\\w])"
            + "|(\\d{1,3}:\\d{2}(?::\\d{2})?(?:\\.\\d+)?)|(\\d+(?:\\.\\d+)?)"
            + "|(\\p{L}[\\p{L}\\p{N}]*+(?:-\\p{L}[\\p{L}\\p{N}]*+)*+(?:['’]\\p{L}*+)?)|([.?!;]+|…)|(,|-|:|—|–|=)");
    /** With one of these in it a hyphenated word is two: {@code half-minute}, {@code forty-second}, {@code wall-clock}. */
    private static final Set<String> APART = Set.of("second", "seconds", "minute", "minutes", "hour", "hours", "half", "quarter", "time",
            "clock", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "thirty", "forty",
            "fifty", "sixty", "post", "pre", "mid", "way", "o", "and", "to", "the");
    /** {@code six-yard}, {@code two-wheeler}: of so many, and no number of its own. */
    private static final Set<String> COUNTED = Set.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "twelve", "half");
    /** Words in capitals behind "says" are the words that stand there. */
    private static final Pattern SHOUTED = Pattern.compile(
            "\\b(say|says|said|saying|reads?|words?|text|labelled|marked|titled|spells?) ([A-Z]{2,}(?: [A-Z0-9]{1,20}){0,5})\\b(?![\"'])");
    /** Words in capitals that are shown are those that stand there too: {@code how long was CLOSED shown}. */
    private static final Pattern SHOWN = Pattern.compile("(?<!\")\\b([A-Z]{2,}(?: [A-Z0-9]{1,20}){0,5})(?= (?:ever |first |last |still )?"
            + "(?:shown|displayed|written|showing|visible|lit|appears?|appeared|pop(?:s|ped)? up|come up|came up|on (?:the )?"
            + "(?:screen|display|sign|board))\\b)");
    private static final Map<String, String> WRITTEN_OUT = new HashMap<>();

    static {
        Lexicon.read("spellings.txt", line -> WRITTEN_OUT.put(line[0], line[1]));
    }

    private Tokens() { }

    /** The sentences of a text, none empty. */
    static List<Sentence> of(String text) {
        List<Sentence> sentences = new ArrayList<>();
        List<String> words = new ArrayList<>();
        boolean shouted = shouted(text);
        Matcher matcher = TOKEN.matcher(joined(unquoted(text.strip())));
        while (matcher.find()) {
            if (matcher.group(6) != null) {
                close(words, sentences, matcher.group(6));
            } else {
                words.addAll(words(matcher, !shouted && !words.isEmpty()));
            }
        }
        close(words, sentences, "");
        return sentences;
    }

    /** A question in quotation marks is the question. */
    private static String unquoted(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        boolean quoted = text.length() > 2 && ("\"'".indexOf(first) >= 0 && last == first || first == '“' && last == '”'
                || first == '‘' && last == '’');
        String inside = quoted ? text.substring(1, text.length() - 1) : text;
        return quoted && inside.indexOf(first) < 0 && inside.indexOf(' ') > 0 ? inside : text;
    }

    private static boolean shouted(String text) {
        return text.equals(text.toUpperCase(Locale.ROOT));
    }

    /** "a.m." is one word; a number and its unit are two. */
    private static String joined(String text) {
        return (shouted(text) ? text : SHOWN.matcher(SHOUTED.matcher(text).replaceAll("$1 \"$2\"")).replaceAll("\"$1\"")).replace('’',
                '\'').replaceAll("(?i)\\b([ap])\\.\\s?m\\b\\.?", "$1m").replaceAll("(?<=\\d)-(?=\\p{L})", " ")
                .replaceAll("(?i)\\btl;dr\\b", "tldr").replaceAll("(?i)(#|\\bno\\.) ?of\\b", "number of").replace("&", " and ")
                .replaceAll("(?i)\\bw/o\\b", "without").replaceAll("(?i)\\bw/", "with ").replace("@", " at ")
                .replaceAll("(?i)\\b(\\d{1,2}) ?h ?(\\d{2})\\b", "$1:$2 o'clock")
                .replaceAll("(?<=[\\p{L}\"'?!)]) - (?=\\p{L})", ", ")
                .replaceAll("(?i)\\bpost-(?=\\p{L})", "after ").replaceAll("(?i)\\bpre-(?=\\p{L})", "before ");
    }

    private static void close(List<String> words, List<Sentence> sentences, String mark) {
        while (!words.isEmpty() && words.get(words.size() - 1).equals(",")) {
            words.remove(words.size() - 1);
        }
        for (int i = 0; i < words.size(); i++) {
            boolean counter = i > 0 && List.of("the", "a", "that", "this", "each", "my", "our").contains(words.get(i - 1));
            words.set(i, words.get(i).equals("till") && !counter ? "until" : confused(words, i));
        }
        if (!words.isEmpty()) {
            Sentence.End end = mark.contains("?") ? Sentence.End.ASKED : mark.contains(".") || mark.contains("!") ? Sentence.End.STATED
                    : Sentence.End.UNKNOWN;
            sentences.add(new Sentence(words).ended(end));
            words.clear();
        }
    }

    /** {@code was their a bike}, {@code more then five}: words that sound alike. */
    private static String confused(List<String> words, int i) {
        String word = words.get(i);
        String next = i + 1 < words.size() ? words.get(i + 1) : "";
        String last = i > 0 ? words.get(i - 1) : "";
        boolean there = word.equals("their") && (next.isEmpty() || List.of("a", "an", "any", "is", "was", "are", "at", "for",
                "now").contains(next));
        boolean than = word.equals("then") && List.of("more", "less", "fewer", "earlier", "later").contains(last);
        boolean right = word.equals("rite") && (List.of("now", "").contains(next) || List.of("or", "the", "left").contains(last));
        boolean were = word.equals("where") && (last.equals("when") || last.equals("people"));
        boolean my = word.equals("me") && !next.isEmpty() && List.of("is", "are", "was", "were", "of", "in", "on", "with", "did", "has")
                .contains(last) && Lexicon.english().mostly(Lexicon.english().singular(next), Lexicon.NOUN);
        if (my) {
            return "my";
        }
        String one = Lexicon.english().singular(next);
        boolean those = word.equals("them") && !next.isEmpty() && !one.equals(next) && Lexicon.english().mostly(one, Lexicon.NOUN)
                && !Lexicon.english().is(next, Lexicon.VERB);
        if (those) {
            return "those";
        }
        boolean where = word.equals("were") && i == 0 && List.of("is", "are", "was", "did", "has").contains(next);
        if (where) {
            return "where";
        }
        boolean middle = word.equals("centre") && (next.isEmpty() || List.of("of", "at", "or", "and", "is", "was", "are", "were", "now",
                "when", ",", "before", "after", "in", "on").contains(next));
        return middle ? "middle" : were ? "were" : there ? "there" : than ? "than" : right ? "right" : word;
    }

    /** @param inside whether a capital says that it is a name */
    private static List<String> words(Matcher matcher, boolean inside) {
        if (matcher.group(1) != null || matcher.group(2) != null) {
            String quoted = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            return List.of(Sentence.quote(quoted.strip().toLowerCase(Locale.ROOT)));
        }
        if (matcher.group(5) == null) {
            return matcher.group().equals("=") ? List.of() : List.of(matcher.group().matches("[:—–]") ? "," : matcher.group());
        }
        String word = matcher.group(5);
        boolean name = inside && Character.isUpperCase(word.charAt(0));
        if (name && word.length() > 2 && word.equals(word.toUpperCase(Locale.ROOT)) && word.matches("\\p{L}+")) {
            return List.of(word.toLowerCase(Locale.ROOT));
        }
        return written(word.toLowerCase(Locale.ROOT), name);
    }

    /** A word written out: {@code didn't} as {@code did not}, {@code color} as {@code colour}. */
    private static List<String> written(String word, boolean name) {
        String known = WRITTEN_OUT.get(word);
        if (known != null) {
            return List.of(known.split(" "));
        }
        int hyphen = word.indexOf('-');
        if (hyphen > 0) {
            return hyphenated(word, name);
        }
        if (word.endsWith("'s")) {
            return with(written(word.substring(0, word.length() - 2), name), "'s");
        }
        if (word.endsWith("n't")) {
            return List.of(word.substring(0, word.length() - 3), "not");
        }
        if (word.endsWith("'d") && word.length() > 3) {
            return with(written(word.substring(0, word.length() - 2), name), "did");
        }
        if (word.endsWith("in'")) {
            return List.of(word.substring(0, word.length() - 1) + "g");
        }
        return corrected(word, name);
    }

    private static List<String> corrected(String word, boolean name) {
        if (word.endsWith("s'")) {
            return with(corrected(word.substring(0, word.length() - 1), name), "'s");
        }
        String plain = word.replace("'", "");
        if (plain.endsWith("s") && Spelling.name(plain.substring(0, plain.length() - 1)) && !Lexicon.english().knows(plain)) {
            return List.of(plain.substring(0, plain.length() - 1), "'s");
        }
        String correct = name ? plain : Spelling.correct(plain);
        return List.of(WRITTEN_OUT.getOrDefault(correct, correct).split(" "));
    }

    private static List<String> with(List<String> words, String more) {
        List<String> all = new ArrayList<>(words);
        all.add(more);
        return all;
    }

    private static List<String> hyphenated(String word, boolean name) {
        List<String> parts = List.of(word.split("-"));
        boolean shaped = COUNTED.contains(parts.get(0)) && parts.size() == 2 && !APART.contains(parts.get(1));
        if (parts.stream().noneMatch(APART::contains) || shaped) {
            return List.of(word);
        }
        List<String> apart = new ArrayList<>();
        parts.forEach(part -> apart.addAll(written(part, name)));
        return apart;
    }
}
