package dev.afterimage.eval.videoqa;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.answering.form.Options;
import dev.afterimage.answering.form.AnswerWords;
import dev.afterimage.eval.needle.Grade;
import dev.afterimage.eval.needle.Needle;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether an answer is right, and whether it cites where the answer is to be seen.
 *
 * @param recalled a citation overlaps the evidence, give or take {@link Grade#TOLERANCE}
 */
record QaGrade(boolean right, boolean recalled) {

    private static final Pattern COUNT = Pattern.compile("^\\W*(?:how many|how often|count)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NO = Pattern.compile("^\\W*no\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int CITATIONS = 3;
    private static final int TIMES = 2;

    static QaGrade of(QaItem item, Answer answer) {
        boolean recalled = Grade.citations(answer).stream().limit(CITATIONS)
                .anyMatch(citation -> item.evidence().stream().anyMatch(span -> meets(citation, span)));
        return new QaGrade(right(item, answer), recalled);
    }

    private static boolean meets(Citation citation, QaItem.Interval span) {
        return citation.start() <= span.end() + Grade.TOLERANCE && citation.end() >= span.start() - Grade.TOLERANCE;
    }

    private static boolean right(QaItem item, Answer answer) {
        String said = Grade.text(answer);
        if (item.answers().contains(QaItem.NOT_SEEN)) {
            return !(answer instanceof Answer.Failed) && (!Grade.seen(answer) || NO.matcher(said).matches());
        }
        if (!item.options().isEmpty()) {
            return Options.meant(answer, item.options()).map(item.options()::get).filter(item.answers()::contains).isPresent();
        }
        if (!Grade.seen(answer)) {
            return Grade.unseen(answer) && item.answers().contains("no");
        }
        return item.answers().stream().anyMatch(accepted -> says(item, said, accepted));
    }

    /** Whether an answer to <i>Is it the right time to output ...?</i> says that it is. */
    static boolean due(Answer answer) {
        return Grade.seen(answer) && AnswerWords.of(Grade.text(answer)).contains("yes");
    }

    private static boolean says(QaItem item, String said, String accepted) {
        if (accepted.equals(Needle.TIME)) {
            List<Double> times = AnswerWords.times(said);
            return times.size() <= TIMES && times.stream().anyMatch(time -> item.evidence().stream()
                    .anyMatch(span -> time >= span.start() - Grade.TOLERANCE && time <= span.end() + Grade.TOLERANCE));
        }
        if (accepted.matches("\\d+") && COUNT.matcher(item.question()).matches()) {
            return Grade.counts(said, accepted);
        }
        List<String> words = AnswerWords.of(said);
        if (accepted.equals("yes") || accepted.equals("no")) {
            return !words.isEmpty() && words.get(0).equals(accepted);
        }
        return AnswerWords.contains(words, AnswerWords.of(accepted))
                || AnswerWords.share(words, AnswerWords.of(accepted), AnswerWords.of(item.question())) == 1;
    }
}
