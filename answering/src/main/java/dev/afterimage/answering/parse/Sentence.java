package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The words of a question, lower case, as the rules of the grammar look at them. Immutable. */
final class Sentence {

    /** Stands at the beginning of a word that was in quotation marks. */
    private static final char QUOTED = '"';
    private static final Lexicon WORDS = Lexicon.english();

    private final List<String> words;
    private final End end;

    /** How a sentence ended where it was written. */
    enum End { UNKNOWN, STATED, ASKED }

    Sentence(List<String> words) {
        this(words, End.UNKNOWN);
    }

    private Sentence(List<String> words, End end) {
        this.words = List.copyOf(words);
        this.end = end;
    }

    /** The same words, ended so; two sentences of the same words are equal however they end. */
    Sentence ended(End how) {
        return new Sentence(words, how);
    }

    End ended() {
        return end;
    }

    int length() {
        return words.size();
    }

    /** The word at a position; empty behind the end. */
    String at(int position) {
        return position >= 0 && position < words.size() ? words.get(position) : "";
    }

    boolean end(int position) {
        return position >= words.size();
    }

    boolean is(int position, String... any) {
        String word = at(position);
        return !word.isEmpty() && Arrays.asList(any).contains(word);
    }

    /** Whether these words follow one another from a position on. */
    boolean phrase(int position, String... following) {
        for (int i = 0; i < following.length; i++) {
            if (!following[i].equals(at(position + i))) {
                return false;
            }
        }
        return true;
    }

    boolean noun(int position) {
        return word(position) && !is(position, "are", "does", "has", "was", "is", "had", "as") && (WORDS.is(at(position), Lexicon.NOUN)
                || Spelling.kept(at(position)));
    }

    boolean verb(int position) {
        return word(position) && WORDS.is(at(position), Lexicon.VERB) && !Spelling.name(at(position));
    }

    boolean adjective(int position) {
        return word(position) && WORDS.is(at(position), Lexicon.ADJECTIVE);
    }

    boolean known(int position) {
        return WORDS.knows(at(position));
    }

    /** Base form as a verb. */
    String verbBase(int position) {
        return WORDS.base(at(position), Lexicon.VERB);
    }

    /** A word of letters, not a number, a mark or a quotation. */
    boolean word(int position) {
        String word = at(position);
        return !word.isEmpty() && Character.isLetter(word.charAt(0));
    }

    boolean quoted(int position) {
        return at(position).startsWith(String.valueOf(QUOTED));
    }

    /** The words in quotation marks at a position. */
    String quotation(int position) {
        return at(position).substring(1);
    }

    static String quote(String words) {
        return QUOTED + words;
    }

    /** The sentence without the words from one position to another. */
    Sentence without(int from, int to) {
        List<String> rest = new ArrayList<>(words.subList(0, from));
        rest.addAll(words.subList(to, words.size()));
        return new Sentence(rest);
    }

    Sentence part(int from, int to) {
        return new Sentence(words.subList(from, to));
    }

    /** The first position at or after {@code from} of one of the words, or -1. */
    int find(int from, String... any) {
        for (int i = from; i < words.size(); i++) {
            if (is(i, any)) {
                return i;
            }
        }
        return -1;
    }

    /** The last position of a word, or -1. */
    int last(String word) {
        return words.lastIndexOf(word);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sentence sentence && words.equals(sentence.words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }

    List<String> words() {
        return words;
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
