package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a thing may be rather than do: {@code open}, {@code lit}, {@code asleep}. The words stand in {@code states.txt}. */
final class States {

    private static final Set<String> STATES = new HashSet<>();

    static {
        Lexicon.read("states.txt", line -> STATES.addAll(List.of(line[0].split(" "))));
    }

    private States() { }

    static boolean are(String word) {
        return STATES.contains(word);
    }
}
