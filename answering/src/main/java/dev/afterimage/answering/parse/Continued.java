package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QuerySentence;
import dev.afterimage.core.answer.Question;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Lets an open question that leans on the one before it stand alone, for the model that reads it. */
final class Continued {

    private static final Set<String> LEANING = Set.of("it", "its", "he", "him", "his", "she", "her", "hers", "they", "them", "their",
            "theirs",
            "that", "those", "this", "these", "one", "ones", "there", "then", "else", "also", "too");
    private static final Set<String> BEGINNING = Set.of("and", "so", "but", "or", "then", "again", "why");
    /** Shorter questions without a word of their own lean on what was asked before: "At the end?" */
    private static final int FEW_WORDS = 4;
    /** Characters of both together. */
    private static final int LONGEST = 2 * Question.MAX_LENGTH;

    private Continued() { }

    static Query.Open open(String question, List<Query> before) {
        if (before.isEmpty() || !leans(question)) {
            return new Query.Open(question);
        }
        Query last = before.get(before.size() - 1);
        String asked = last instanceof Query.Open open ? open.question() : last.computable() ? QuerySentence.of(last) : "";
        return asked.isEmpty() || asked.length() + question.length() > LONGEST ? new Query.Open(question)
                : new Query.Open(asked + " " + question);
    }

    private static boolean leans(String question) {
        List<String> words = List.of(question.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}' ]+", " ").strip().split("\\s+"));
        String start = words.get(0) + (words.size() > 1 ? " " + words.get(1) : "");
        return words.size() < FEW_WORDS || BEGINNING.contains(words.get(0)) || Set.of("what about", "how about").contains(start)
                || words.stream().anyMatch(LEANING::contains);
    }
}
