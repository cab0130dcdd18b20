package dev.afterimage.memory.question;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The words people have for what a COCO-80 detector finds, plurals and synonyms included ({@code subjects.txt}). */
public final class SubjectWords {

    private static final int LONGEST_PHRASE = 3;
    private static final Set<String> ANYTHING = Set.of("thing", "things", "object", "objects", "anything", "something", "everything", "item", "items", "stuff");
    private static final Map<String, Subject> BY_PHRASE = new HashMap<>();
    private static final Map<String, Subject> BY_LABEL = new ConcurrentHashMap<>();

    static {
        ANYTHING.forEach(word -> BY_PHRASE.put(word, Subject.ANYTHING));
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(SubjectWords.class.getResourceAsStream("subjects.txt"), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(SubjectWords::learn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Words {@code from} to {@code to} (exclusive) of a question name {@code subject}. */
    record Mention(Subject subject, int from, int to) { }

    private SubjectWords() { }

    private static void learn(String line) {
        String[] parts = line.split(" ?= ?", -1);
        String[] names = parts[0].split("/");
        Set<String> labels = Arrays.stream(parts[1].split(", ")).collect(Collectors.toSet());
        Subject subject = new Subject(Subject.Kind.THINGS, names[0], names[1], labels);
        BY_PHRASE.put(names[0], subject);
        BY_PHRASE.put(names[1], subject);
        Arrays.stream(parts[2].split(", ?")).map(String::strip).filter(w -> !w.isEmpty()).forEach(word -> {
            BY_PHRASE.putIfAbsent(word, subject);
            BY_PHRASE.putIfAbsent(plural(word), subject);
        });
        if (labels.size() == 1) {
            BY_LABEL.putIfAbsent(labels.iterator().next(), subject);
        }
    }

    private static String plural(String word) {
        if (word.matches(".*(s|x|ch|sh)")) {
            return word + "es";
        }
        return word.matches(".*[^aeiou]y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
    }

    /** The subject a detector class stands for. */
    public static Subject ofLabel(String label) {
        return BY_LABEL.computeIfAbsent(label, l -> new Subject(Subject.Kind.THINGS, l, plural(l), Set.of(l)));
    }

    /** The subject named by the phrase at {@code from}, the longest that is one. */
    static Optional<Mention> at(List<String> words, int from) {
        for (int length = Math.min(LONGEST_PHRASE, words.size() - from); length > 0; length--) {
            Subject subject = BY_PHRASE.get(String.join(" ", words.subList(from, from + length)));
            if (subject != null) {
                return Optional.of(new Mention(subject, from, from + length));
            }
        }
        return Optional.empty();
    }
}
