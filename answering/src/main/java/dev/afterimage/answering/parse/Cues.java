package dev.afterimage.answering.parse;

/** The words by which a way of asking is known. */
final class Cues {

    private Cues() { }

    /** The position behind the longest of the phrases that the sentence begins with; 0 where it begins with none. */
    static int behind(Sentence s, String[][] phrases) {
        return behind(s, 0, phrases);
    }

    /** The position behind the longest of the phrases that stand at a position; the position itself where none does. */
    static int behind(Sentence s, int i, String[][] phrases) {
        int longest = i;
        for (String[] phrase : phrases) {
            longest = s.phrase(i, phrase) ? Math.max(longest, i + phrase.length) : longest;
        }
        return longest;
    }
}
