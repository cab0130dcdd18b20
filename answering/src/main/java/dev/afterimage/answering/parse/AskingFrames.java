package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;

import java.util.HashSet;
import java.util.Set;

/**
 * What says only that something is asked, and by whom: {@code Boss wants to know how many}, {@code I wonder if you would be so good as to
 * tell me where}. Every word before the question must belong to this: who asks, a verb of asking, telling or finding out, and the words of
 * courtesy around them ({@code asking.txt}).
 */
final class AskingFrames {

    private static final int LONGEST = 18;
    private static final String[] ASKED = {"what", "when", "where", "which", "who", "whom", "whose", "how", "if", "whether"};
    /** Who may ask and is nobody by name. */
    private static final Set<String> OFFICES = Set.of("police", "council", "insurance", "insurer", "company", "office", "court", "school",
            "bank", "management", "hr", "team", "family", "committee", "board", "club", "hospital", "ministry", "department", "agency",
            "authority", "editor", "client", "everyone", "everybody", "people", "class", "lot", "crew", "staff", "firm");
    /** The words of a claim before "that": {@code I put it to you}, {@code it seems to me}, {@code is my understanding right}. */
    private static final Set<String> CLAIMING = Set.of("i", "we", "it", "you", "me", "us", "is", "am", "are", "was", "my", "our", "the",
            "a", "an", "put", "to", "have", "had", "got", "note", "notes", "feeling", "impression", "understanding", "understand", "belief",
            "right", "correct", "true", "sure", "certain", "almost", "quite", "pretty", "fairly", "seems", "appears", "looks", "like",
            "think", "believe", "reckon", "suspect", "suppose", "guess", "swear", "told", "been", "say", "says", "said", "they", "he",
            "she", "somebody", "someone", "people", "claim", "claims", "claimed", "in", "under", "of", "opinion", "information", "report",
            "reports", "case", "fact", "possible", "there", "on", "record", "remember", "recall", "heard", "hear", "read", "wrote", "down",
            "written", "would", "could", "having", "this", "thinking", "assuming", "assume", "take", "gather", "know", "here");
    private static final Set<String> TELLING = new HashSet<>();
    private static final Set<String> WANTING = new HashSet<>();
    private static final Set<String> AROUND = new HashSet<>();

    static {
        Lexicon.read("asking.txt", line -> (switch (line[0]) {
            case "telling" -> TELLING;
            case "wanting" -> WANTING;
            default -> AROUND;
        }).addAll(Set.of(line[1].split(" "))));
    }

    private AskingFrames() { }

    /** The question without such words before it; the sentence itself where there are none. */
    static Sentence without(Sentence sentence) {
        Sentence s = sentence;
        for (int behind = behind(s); behind > 0 && !s.end(behind); behind = behind(s)) {
            s = s.part(behind, s.length());
        }
        return s;
    }

    /** The position of the question behind them; 0 where it stands first. */
    static int behind(Sentence s) {
        int from = s.is(0, "what", "all") && s.is(1, "i", "we", "he", "she", "they") ? 2 : 0;
        if (from == 0 && s.is(0, ASKED)) {
            return 0;
        }
        for (int i = from; i < Math.min(s.length(), LONGEST); i++) {
            if (s.is(i, ASKED) || s.is(i, ",") && i > 1) {
                int asked = s.is(i, "if", "whether", ",") ? i + 1 : preposition(s, i);
                return frame(s.part(0, asked == i - 1 ? asked : i)) ? asked : 0;
            }
        }
        return 0;
    }

    /** {@code at what time}, {@code from where}, {@code for how long}: with the preposition. */
    private static int preposition(Sentence s, int i) {
        return s.is(i - 1, "at", "from", "for", "in", "on", "by", "since", "until", "through", "towards")
                && !s.is(i - 2, "look", "looking", "asking") ? i - 1 : i;
    }

    /** {@code I have a note that the collar was up}: what is claimed; the sentence itself where nobody is said to claim it. */
    static Sentence claimed(Sentence s) {
        int that = s.find(1, "that");
        boolean claim = that > 1 && that < LONGEST && s.part(0, that).words().stream().allMatch(word -> CLAIMING.contains(word))
                && !s.end(that + 2);
        int think = s.is(0, "i", "we") && s.is(1, "think", "believe", "reckon", "guess", "suppose", "suspect", "swear", "understand",
                    "know")
                && !s.is(2, "that", "of", "about") && !s.end(3) ? 2 : 0;
        Sentence told = claim ? s.part(that + 1, s.length()) : s.part(think, s.length());
        int sure = told.last(",");
        boolean aside = sure > 1 && told.part(sure + 1, told.length()).words().stream().allMatch(word -> CLAIMING.contains(word));
        return aside ? told.part(0, sure) : told;
    }

    private static boolean frame(Sentence s) {
        boolean said = s.find(0, "say", "saying") >= 0 && s.find(0, "you") < 0;
        if (said || s.words().stream().noneMatch(TELLING::contains)) {
            return false;
        }
        return closed(s, 0) || asker(s);
    }

    /** {@code the insurance people need to know}, {@code my brother keeps asking}: somebody who is named asks. */
    private static boolean asker(Sentence s) {
        return NounPhrases.at(s, 0).stream().anyMatch(noun -> noun.next() < s.length() && WANTING.contains(s.at(noun.next()))
                && asks(noun.value().thing().name()) && closed(s, noun.next()));
    }

    /** Whether somebody or an office is named, rather than a thing. */
    private static boolean asks(String name) {
        String head = name.substring(name.lastIndexOf(' ') + 1);
        return Speakers.are(name) || Speakers.are(head) || OFFICES.contains(head);
    }

    private static boolean closed(Sentence s, int from) {
        return s.words().stream().skip(from)
                .allMatch(word -> TELLING.contains(word) || WANTING.contains(word) || AROUND.contains(word));
    }
}
