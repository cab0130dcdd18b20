package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;

import java.util.Set;

/** Words that tell things of a kind from one another: {@code young}, {@code northbound}, {@code stray}. */
final class Adjectives {

    /** Used as adjectives before a noun although the lexicon has them as something else first of all. */
    private static final Set<String> MORE = Set.of("stray", "lame", "limping", "masked", "cloaked", "blonde", "blond", "bald", "skinny",
            "lanky", "stout", "burly", "heavy", "tabby", "wee", "spare", "bonny", "teeny", "tiny", "lone", "southbound",
            "eastbound", "westbound", "unknown", "injured", "wounded",
            "hurt", "foreign", "adult", "elderly", "posh", "scruffy", "dodgy", "manky",
            "knackered", "battered", "tartan", "stripy", "checked", "hooded", "bearded", "bespectacled");

    private Adjectives() { }

    static boolean is(String word) {
        return MORE.contains(word) || hyphenated(word) || Lexicon.english().mostly(word, Lexicon.ADJECTIVE) || compared(word);
    }

    /** {@code three-legged}, {@code black-faced}, {@code bright-eyed}, {@code half-full}. */
    private static boolean hyphenated(String word) {
        int hyphen = word.lastIndexOf('-');
        String last = word.substring(hyphen + 1);
        return hyphen > 0 && (last.endsWith("ed") || Set.of("free", "proof", "sized", "full", "empty", "old", "calf", "foot", "looking",
                "haired", "long", "wide").contains(last));
    }

    /** {@code bigger}, {@code smallest}. */
    private static boolean compared(String word) {
        return (word.endsWith("est") || word.endsWith("er")) && Lexicon.english().mostly(Lexicon.english().base(word, Lexicon.ADJECTIVE),
                Lexicon.ADJECTIVE)
                && !Lexicon.english().is(word, Lexicon.NOUN);
    }
}
