package dev.afterimage.answering.query;

import java.util.ArrayList;
import java.util.List;

/**
 * What a question is about: one or more things of a kind.
 *
 * @param name the question's own noun in the singular; {@link #PERSON}, {@link #ANYTHING}, {@link #TEXT}, {@link #SPEECH} and {@link
 *               #VIDEO} stand for all of their sort
 * @param or     further nouns of which any will do
 * @param and    further nouns that are meant together with it
 * @param nth    1 the first, 2 the second, -1 the last of these things; 0 when none is singled out
 * @param colour a colour as said; empty for any
 * @param place  {@code left}, {@code right}, {@code middle}, {@code top}, {@code bottom}, {@code front} or {@code back}; empty for any
 * @param with   other properties that narrow the things down, in the question's own words
 * @param says   the words of a text or of something said; empty for any
 */
public record Thing(String name, List<String> or, List<String> and, int nth, String colour, String place, List<String> with, String says) {

    public static final String PERSON = "person";
    public static final String ANYTHING = "thing";
    public static final String TEXT = "text";
    public static final String SPEECH = "speech";
    public static final String VIDEO = "video";

    public Thing {
        or = List.copyOf(or);
        and = List.copyOf(and);
        with = List.copyOf(with);
    }

    public static Thing of(String name) {
        return new Thing(name, List.of(), List.of(), 0, "", "", List.of(), "");
    }

    public Thing named(String other) {
        return new Thing(other, or, and, nth, colour, place, with, says);
    }

    public Thing or(List<String> others) {
        return new Thing(name, others, and, nth, colour, place, with, says);
    }

    public Thing and(List<String> others) {
        return new Thing(name, or, others, nth, colour, place, with, says);
    }

    public Thing nth(int number) {
        return new Thing(name, or, and, number, colour, place, with, says);
    }

    public Thing coloured(String word) {
        return new Thing(name, or, and, nth, word, place, with, says);
    }

    public Thing at(String where) {
        return new Thing(name, or, and, nth, colour, where, with, says);
    }

    public Thing with(String property) {
        List<String> more = new ArrayList<>(with);
        more.add(property);
        return new Thing(name, or, and, nth, colour, place, more, says);
    }

    public Thing saying(String words) {
        return new Thing(name, or, and, nth, colour, place, with, words);
    }

    /** All nouns it is called by. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(name));
        names.addAll(or);
        names.addAll(and);
        return names;
    }

    /** Whether it is known by its noun alone. */
    public boolean plain() {
        return equals(of(name).or(or).and(and));
    }
}
