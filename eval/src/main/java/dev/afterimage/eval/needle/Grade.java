package dev.afterimage.eval.needle;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.answering.form.AnswerWords;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an answer is worth, without a judge.
 *
 * @param score     for a needle that was there, after the published rubric: 10 an accepted answer; 7 nearly (a letter
 *                  in five misread, or two thirds of its telling words); 5 a third of them, or an accepted answer among
 *                  guesses that name other needles too; 3 the wrong words, but the right second cited; 1 anything else.
 *                  For one that was not: 10 where nothing is claimed (<i>not seen</i>, <i>cannot tell</i>, or <i>no</i> to a
 *                  question for yes or no), else 1. Who always claims nothing scores 5.5, as guessing does
 * @param localised one of the first citations begins at the needle's second or lies around it, give or take
 *                  {@link #TOLERANCE}
 */
public record Grade(int score, boolean localised) {

    /** Seconds by which a citation, or a time said, may miss the needle's second. */
    public static final double TOLERANCE = 2;

    /** A longer citation points at nothing, seconds; and of many citations the first few count. */
    private static final double LONGEST_CITATION = 10;
    private static final int CITATIONS = 3;
    private static final int TIMES = 2;

    private static final Pattern YES_NO = Pattern.compile("^\\W*(?:is|are|was|were|did|do|does|has|have|had|can|could)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NO = Pattern.compile("^\\W*no\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NOT_SEEN = Pattern.compile("^\\W*not seen\\W*$", Pattern.CASE_INSENSITIVE);

    public boolean found() {
        return score >= 7;
    }

    /** @param others needles that were not asked for: who names them too is guessing */
    public static Grade present(Needle needle, double second, Answer answer, List<Needle> others) {
        boolean localised = citations(answer).stream().limit(CITATIONS).anyMatch(citation -> covers(citation, second));
        int score = seen(answer) ? score(needle, second, text(answer), others) : 1;
        return new Grade(score == 1 && localised ? 3 : score, localised);
    }

    public static Grade absent(Needle needle, Answer answer) {
        boolean denied = YES_NO.matcher(needle.question()).matches() && NO.matcher(text(answer)).matches();
        return new Grade(!(answer instanceof Answer.Failed) && (!seen(answer) || denied) ? 10 : 1, false);
    }

    private static int score(Needle needle, double second, String said, List<Needle> others) {
        List<String> words = AnswerWords.of(said);
        int best = needle.answers().stream().mapToInt(accepted -> accepted.equals(Needle.TIME) ? timed(said, second)
                : worded(words, accepted, needle)).max().orElse(1);
        return best > 5 && others.stream().anyMatch(other -> names(words, other, needle)) ? 5 : best;
    }

    private static int timed(String said, double second) {
        List<Double> times = AnswerWords.times(said);
        boolean right = times.stream().anyMatch(time -> time >= second - TOLERANCE && time <= second + 1 + TOLERANCE);
        return !right ? 1 : times.size() <= TIMES ? 10 : 5;
    }

    private static int worded(List<String> said, String accepted, Needle needle) {
        List<String> wanted = AnswerWords.of(accepted);
        if (AnswerWords.contains(said, wanted)) {
            return 10;
        }
        double share = AnswerWords.share(said, wanted, AnswerWords.of(needle.question()));
        if (share == 1) {
            return 10;
        }
        return AnswerWords.nearlyContains(said, wanted) || share >= 2 / 3.0 ? 7 : share >= 1 / 3.0 ? 5 : 1;
    }

    private static boolean names(List<String> said, Needle other, Needle asked) {
        List<String> question = AnswerWords.of(asked.question());
        return other.answers().stream().map(AnswerWords::of)
                .filter(words -> !words.equals(List.of("time")) && !words.equals(List.of("yes")) && words.stream().mapToInt(String::length)
                .sum() > 2)
                .anyMatch(words -> AnswerWords.contains(said, words) && !AnswerWords.contains(question, words)
                        && asked.answers().stream().noneMatch(own -> AnswerWords.contains(AnswerWords.of(own), words)));
    }

    /** Whether an answer's first number is the right one. */
    public static boolean counts(String said, String right) {
        return AnswerWords.of(said).stream().filter(word -> word.chars().allMatch(Character::isDigit)).findFirst().filter(right::equals)
                .isPresent();
    }

    /** Whether anything at all is claimed to have been seen. */
    public static boolean seen(Answer answer) {
        return answer instanceof Answer.Answered answered && !NOT_SEEN.matcher(answered.text()).matches();
    }

    /** Whether it was looked for and found not to be there. */
    public static boolean unseen(Answer answer) {
        return answer instanceof Answer.NotSeen || answer instanceof Answer.Answered && !seen(answer);
    }

    public static String text(Answer answer) {
        if (answer instanceof Answer.Answered answered) {
            return answered.text();
        }
        if (answer instanceof Answer.NotWatched unwatched) {
            return "not watched: " + unwatched.why();
        }
        if (answer instanceof Answer.CannotTell unknown) {
            return "cannot tell: " + unknown.why();
        }
        return answer instanceof Answer.NotSeen unseen ? "not seen: " + unseen.why() : ((Answer.Failed) answer).line();
    }

    public static List<Citation> citations(Answer answer) {
        return answer instanceof Answer.Answered answered ? answered.citations() : List.of();
    }

    /** Whether a citation begins at that second or lies around it, shortly enough to point at it. */
    public static boolean covers(Citation citation, double second) {
        boolean begins = Math.abs(citation.start() - second) <= TOLERANCE;
        return begins || citation.end() - citation.start() <= LONGEST_CITATION && citation.start() <= second
                && second <= citation.end() + TOLERANCE;
    }
}
