package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QuerySentence;
import dev.afterimage.answering.query.Window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The words of a question with what the lexicon and the rules of time know of each, as a learned parser reads them. Behind a phrase of time
 * stands a word without text that is its window. The question asked before comes first.
 */
public final class QuestionWords {

    /** Facts about each word. */
    public static final int FACTS = 60;
    /** What is longer is not read. */
    public static final int MOST = 60;

    private static final Lexicon WORDS = Lexicon.english();
    private static final int KINDS = Event.Kind.values().length;

    /**
     * @param text     empty of a window
     * @param singular of a noun
     * @param window   of a phrase of time; null of a word
     * @param number   that the word tells; -1 where it tells none
     * @param earlier  whether it belongs to the question before
     * @param facts    bit for bit
     */
    public record Word(String text, String singular, Window window, int number, boolean earlier, BitSet facts) {

        public boolean mark() {
            return facts.get(Fact.MARK.ordinal());
        }

        public boolean filler() {
            return facts.get(Fact.FILLER.ordinal());
        }

        public boolean remark() {
            return facts.get(Fact.REMARK.ordinal());
        }

        public boolean timed() {
            return facts.get(Fact.TIME.ordinal());
        }

        /** The kinds of event that it tells as a verb, in lower case. */
        public List<String> kinds() {
            return Arrays.stream(Event.Kind.values()).filter(kind -> facts.get(Fact.values().length + kind.ordinal())
                    || facts.get(Fact.values().length + KINDS + kind.ordinal())).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
        }
    }

    /** In the order of their bits. Behind them stand the kinds of event that a verb tells, active and passive, then the windows. */
    enum Fact { NOUN, VERB, ADJECTIVE, ADVERB, UNKNOWN, COLOUR, FILLER, REMARK, TIME, NUMBER, QUOTED, PLURAL, EARLIER, NAME, WINDOW,
        ORDINAL, PREPOSITION, POSTURE, MOTION, MARK, ASKED, STATED }

    private QuestionWords() { }

    /** @param before queries of the questions asked before, oldest first */
    public static List<Word> of(String question, List<Query> before) {
        List<Word> words = new ArrayList<>();
        if (!before.isEmpty()) {
            Query last = before.get(before.size() - 1);
            String asked = last instanceof Query.Open open ? open.question() : last.computable() ? QuerySentence.of(last) : "";
            Tokens.of(asked).forEach(sentence -> add(words, sentence, true));
        }
        Tokens.of(question).forEach(sentence -> add(words, sentence, false));
        return words;
    }

    private static void add(List<Word> words, Sentence s, boolean earlier) {
        boolean[] fillers = missing(s, Fillers.without(s));
        boolean[] remarks = remarks(s);
        Window[] ends = new Window[s.length()];
        boolean[] timed = times(s, ends);
        BitSet[] facts = new BitSet[s.length()];
        for (int i = 0; i < s.length(); i++) {
            facts[i] = facts(s, i, earlier);
            facts[i].set(Fact.FILLER.ordinal(), fillers[i]);
            facts[i].set(Fact.REMARK.ordinal(), remarks[i]);
            facts[i].set(Fact.TIME.ordinal(), timed[i]);
        }
        for (int i = 0; i < s.length(); i++) {
            kinds(s, i, facts);
        }
        for (int i = 0; i < s.length(); i++) {
            Match<Double> number = Numbers.number(s, i);
            int value = number == null || number.value() != Math.rint(number.value()) || number.value() > 1000 ? -1 : (int) (double) number
                    .value();
            for (String text : s.quoted(i) ? s.quotation(i).split("\\s+") : new String[] {s.at(i)}) {
                words.add(new Word(text, WORDS.singular(text), null, value, earlier, facts[i]));
            }
            if (ends[i] != null) {
                words.add(window(ends[i], earlier));
            }
        }
        BitSet mark = new BitSet(FACTS);
        mark.set(Fact.MARK.ordinal());
        mark.set(Fact.EARLIER.ordinal(), earlier);
        words.add(new Word(s.ended() == Sentence.End.ASKED ? "?" : ".", "", null, -1, earlier, mark));
    }

    private static BitSet facts(Sentence s, int i, boolean earlier) {
        BitSet facts = new BitSet(FACTS);
        String word = s.at(i);
        facts.set(Fact.NOUN.ordinal(), WORDS.is(word, Lexicon.NOUN));
        facts.set(Fact.VERB.ordinal(), WORDS.is(word, Lexicon.VERB));
        facts.set(Fact.ADJECTIVE.ordinal(), WORDS.is(word, Lexicon.ADJECTIVE));
        facts.set(Fact.ADVERB.ordinal(), WORDS.is(word, Lexicon.ADVERB));
        facts.set(Fact.UNKNOWN.ordinal(), !WORDS.knows(word));
        facts.set(Fact.COLOUR.ordinal(), Colours.at(s, i) != null);
        facts.set(Fact.NUMBER.ordinal(), Numbers.number(s, i) != null);
        facts.set(Fact.QUOTED.ordinal(), s.quoted(i));
        facts.set(Fact.PLURAL.ordinal(), !WORDS.singular(word).equals(word));
        facts.set(Fact.EARLIER.ordinal(), earlier);
        facts.set(Fact.NAME.ordinal(), Spelling.kept(word));
        facts.set(Fact.ORDINAL.ordinal(), Numbers.ordinal(s, i) != null);
        facts.set(Fact.PREPOSITION.ordinal(), NounTails.preposition(s, i));
        facts.set(Fact.POSTURE.ordinal(), Verbs.postured(word));
        facts.set(Fact.MOTION.ordinal(), Verbs.motion(word));
        facts.set(Fact.MARK.ordinal(), word.equals(","));
        facts.set(Fact.ASKED.ordinal(), s.ended() == Sentence.End.ASKED);
        facts.set(Fact.STATED.ordinal(), s.ended() == Sentence.End.STATED);
        return facts;
    }

    /** What a verb tells, set for all of its words. */
    private static void kinds(Sentence s, int i, BitSet[] facts) {
        Match<Event.Kind> told = Verbs.at(s, s.at(i), i + 1);
        Match<Event.Kind> done = Verbs.at(s, "be", i);
        for (int at = i; told != null && at < Math.min(told.next(), s.length()); at++) {
            facts[at].set(Fact.values().length + told.value().ordinal());
        }
        for (int at = i; done != null && at < Math.min(done.next(), s.length()); at++) {
            facts[at].set(Fact.values().length + KINDS + done.value().ordinal());
        }
    }

    private static Word window(Window window, boolean earlier) {
        List<Class<? extends Window>> types = List.of(Window.Now.class, Window.At.class, Window.Between.class, Window.First.class,
                Window.Last.class, Window.Ago.class, Window.Part.class, Window.Clock.class);
        BitSet facts = new BitSet(FACTS);
        facts.set(Fact.WINDOW.ordinal());
        facts.set(Fact.EARLIER.ordinal(), earlier);
        facts.set(Fact.values().length + 2 * KINDS + types.indexOf(window.getClass()));
        return new Word("", "", window, -1, earlier, facts);
    }

    /** The words of time; at the last word of each phrase its window, where it narrows anything down. */
    private static boolean[] times(Sentence s, Window[] ends) {
        boolean[] timed = new boolean[s.length()];
        for (int i = 0; i < s.length(); ) {
            Match<Window> phrase = i > 0 && TimeWindows.keeps(s, i) ? null : TimePhrases.at(s, i, true);
            if (phrase == null) {
                i++;
                continue;
            }
            int next = Math.max(phrase.next(), i + 1);
            for (int at = i; at < Math.min(next, s.length()); at++) {
                timed[at] = true;
            }
            if (phrase.value().bounded()) {
                ends[Math.min(next, s.length()) - 1] = phrase.value();
            }
            i = next;
        }
        return timed;
    }

    private static boolean[] remarks(Sentence s) {
        boolean[] remarks = new boolean[s.length()];
        int start = 0;
        for (int i = 0; i <= s.length(); i++) {
            if (i == s.length() || s.is(i, ",")) {
                if (i > start && Remarks.are(s.part(start, i))) {
                    Arrays.fill(remarks, start, i, true);
                }
                start = i + 1;
            }
        }
        return remarks;
    }

    /** Which words of the whole are not among those that are left of it, of which some may be new: the longest common subsequence is. */
    private static boolean[] missing(Sentence whole, Sentence left) {
        int[][] common = new int[whole.length() + 1][left.length() + 1];
        for (int i = whole.length() - 1; i >= 0; i--) {
            for (int k = left.length() - 1; k >= 0; k--) {
                common[i][k] = whole.at(i).equals(left.at(k)) ? common[i + 1][k + 1] + 1 : Math.max(common[i + 1][k], common[i][k + 1]);
            }
        }
        boolean[] missing = new boolean[whole.length()];
        for (int i = 0, k = 0; i < whole.length(); ) {
            boolean kept = k < left.length() && whole.at(i).equals(left.at(k)) && common[i][k] == common[i + 1][k + 1] + 1;
            boolean added = !kept && k < left.length() && common[i][k + 1] > common[i + 1][k];
            missing[i] = !kept && !added;
            k = kept || added ? k + 1 : k;
            i = added ? i : i + 1;
        }
        return missing;
    }
}
