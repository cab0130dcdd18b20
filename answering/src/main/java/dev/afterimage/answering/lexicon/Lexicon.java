package dev.afterimage.answering.lexicon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * English words: their parts of speech and base forms, from WordNet 3.0 ({@code words.txt} and {@code forms.txt},
 * written by {@code lexicon/generate.py}). Loaded once, then read by any thread.
 */
public final class Lexicon {

    public static final char NOUN = 'n';
    public static final char VERB = 'v';
    public static final char ADJECTIVE = 'a';
    public static final char ADVERB = 'r';

    /** An ending and what stands in its place in the base form, by part of speech: WordNet's rules of detachment. */
    private record Ending(char part, String ending, String base) { }

    private static final List<Ending> ENDINGS = List.of(
            new Ending(NOUN, "s", ""), new Ending(NOUN, "ies", "y"), new Ending(NOUN, "ves", "f"), new Ending(NOUN, "ves", "fe"),
                    new Ending(NOUN, "sses", "ss"), new Ending(NOUN, "xes", "x"),
            new Ending(NOUN, "ches", "ch"), new Ending(NOUN, "shes", "sh"), new Ending(NOUN, "zes", "z"), new Ending(NOUN, "ses", "s"),
            new Ending(VERB, "ies", "y"), new Ending(VERB, "es", "e"), new Ending(VERB, "es", ""), new Ending(VERB, "s", ""),
                    new Ending(VERB, "ied", "y"),
            new Ending(VERB, "ed", "e"), new Ending(VERB, "ed", ""), new Ending(VERB, "ing", "e"), new Ending(VERB, "ing", ""),
            new Ending(ADJECTIVE, "er", ""), new Ending(ADJECTIVE, "est", ""), new Ending(ADJECTIVE, "er", "e"),
                    new Ending(ADJECTIVE, "est", "e"));
    private static final Set<String> GIVEN = new HashSet<>();
    private static final Lexicon ENGLISH = new Lexicon();

    static {
        read("names.txt", line -> {
            if (line[0].equals("name")) {
                GIVEN.addAll(List.of(line[1].split(" ")));
            }
        });
    }

    private final Map<String, String> parts = new HashMap<>();
    private final Map<String, Integer> common = new HashMap<>();
    private final Map<String, String> irregular = new HashMap<>();
    private final Map<String, String> plurals = new HashMap<>();

    private Lexicon() {
        read("words.txt", line -> {
            parts.put(line[0], line[1]);
            if (line.length > 2) {
                common.put(line[0], Integer.parseInt(line[2]));
            }
        });
        read("forms.txt", line -> {
            irregular.putIfAbsent(line[0] + line[2], line[1]);
            if (line[2].charAt(0) == NOUN) {
                plurals.putIfAbsent(line[1], line[0]);
            }
        });
    }

    public static Lexicon english() {
        return ENGLISH;
    }

    /** Whether a word is a common given name. */
    public static boolean given(String word) {
        return GIVEN.contains(word);
    }

    /** Lines of a resource beside this class, split at tabs; those that begin with {@code #} are left out. */
    public static void read(String resource, Consumer<String[]> line) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(Lexicon.class.getResourceAsStream(resource),
                StandardCharsets.UTF_8))) {
            in.lines().filter(text -> !text.isBlank() && !text.startsWith("#")).map(text -> text.split("\t")).forEach(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this form, or what it is a form of, is a known word of the part of speech. */
    public boolean is(String form, char part) {
        return !bases(form, part).isEmpty();
    }

    /** Whether it is a known word in some form. */
    public boolean knows(String form) {
        return parts.containsKey(form) || is(form, NOUN) || is(form, VERB) || is(form, ADJECTIVE) || is(form, ADVERB);
    }

    /** How common this very form is in texts as a word of its own, from 1 on a logarithmic scale; 0 of a rare one. */
    public int often(String word) {
        return common.getOrDefault(word, 0);
    }

    /**
     * How common a word is in texts, from 1 on a logarithmic scale, by the commonest word that it may be a form of; 0 of a rare or
     * unknown one.
     */
    public int commonness(String form) {
        int most = common.getOrDefault(form, 0);
        for (char part : new char[] {NOUN, VERB, ADJECTIVE, ADVERB}) {
            for (String base : bases(form, part)) {
                most = Math.max(most, common.getOrDefault(base, 0));
            }
        }
        return most;
    }

    /** Whether a known word has this part of speech first of all. */
    public boolean mostly(String form, char part) {
        String known = parts.get(form);
        return known != null && known.charAt(0) == part;
    }

    /** The base form; the form itself when it is none of a known word. */
    public String base(String form, char part) {
        List<String> bases = bases(form, part);
        return bases.isEmpty() ? form : bases.get(0);
    }

    /** All verbs that a form may belong to. */
    public List<String> verbs(String form) {
        return form.equals("be") ? List.of("be") : bases(form, VERB);
    }

    /** The noun in the singular; a word that is not known loses a plain plural {@code s}. */
    public String singular(String noun) {
        if (UNCHANGED.contains(noun)) {
            return noun;
        }
        List<String> bases = bases(noun, NOUN);
        if (!bases.isEmpty()) {
            return bases.get(0);
        }
        boolean plural = noun.endsWith("s") && noun.length() > 3 && !noun.endsWith("ss") && !noun.endsWith("us") && !noun.endsWith("is");
        return plural ? noun.substring(0, noun.length() - 1) : noun;
    }

    /** Nouns that mean one thing in the plural. */
    private static final Set<String> UNCHANGED = Set.of("scissors", "glasses", "sunglasses", "trousers", "jeans", "pants", "shorts",
            "skis", "clothes", "headphones", "stairs", "bus");

    /** The plural of a noun in the singular. */
    public String plural(String noun) {
        if (UNCHANGED.contains(noun) && !noun.equals("bus")) {
            return noun;
        }
        String irregularPlural = plurals.get(noun);
        if (irregularPlural != null) {
            return irregularPlural;
        }
        if (noun.endsWith("s") || noun.endsWith("x") || noun.endsWith("ch") || noun.endsWith("sh")) {
            return noun + "es";
        }
        boolean consonant = noun.length() > 1 && noun.endsWith("y") && "aeiou".indexOf(noun.charAt(noun.length() - 2)) < 0;
        return consonant ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    }

    private List<String> bases(String form, char part) {
        List<String> found = new ArrayList<>();
        String known = irregular.get(form + part);
        if (known != null) {
            found.add(known);
        }
        if (part == NOUN && form.endsWith("men") && known == null) {
            add(found, form.substring(0, form.length() - 2) + "an", part);
        }
        // WordNet has some plurals as words of their own ("cows"): of those the singular comes first.
        boolean plural = part == NOUN && form.endsWith("s") && has(form.substring(0, form.length() - 1), NOUN) && !form.endsWith("ss");
        if (has(form, part) && known == null && !plural) {
            found.add(form);
        }
        for (Ending ending : ENDINGS) {
            if (ending.part == part && form.endsWith(ending.ending) && form.length() > ending.ending.length() + 1) {
                String base = form.substring(0, form.length() - ending.ending.length()) + ending.base;
                add(found, base, part);
                if (part == VERB && base.length() > 3 && base.charAt(base.length() - 1) == base.charAt(base.length() - 2)) {
                    add(found, base.substring(0, base.length() - 1), part);
                }
            }
        }
        return found;
    }

    private void add(List<String> found, String base, char part) {
        if (has(base, part) && !found.contains(base)) {
            found.add(base);
        }
    }

    private boolean has(String word, char part) {
        String known = parts.get(word);
        return known != null && known.indexOf(part) >= 0;
    }
}
