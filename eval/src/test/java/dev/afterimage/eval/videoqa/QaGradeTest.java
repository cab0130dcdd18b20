package dev.afterimage.eval.videoqa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.eval.needle.Needle;
import dev.afterimage.eval.videoqa.QaItem.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class QaGradeTest {

    private static final List<Interval> EVIDENCE = List.of(new Interval(20, 30));

    private static QaItem item(String question, String accepted, String... options) {
        return new QaItem("i", "t", question, 60, List.of(options), List.of(accepted), EVIDENCE);
    }

    private static Answer said(String text, double... cited) {
        return new Answer.Answered(text, cited.length == 0 ? List.of() : List.of(new Citation(cited[0], cited[1], 1, "block", "", "")),
                "read");
    }

    private static boolean right(QaItem item, Answer answer) {
        return QaGrade.of(item, answer).right();
    }

    @Test
    void aTimeIsRightWithinTheEvidence() {
        QaItem last = item("When did you last see a fox?", Needle.TIME);
        assertThat(right(last, said("From 00:22 to 00:28."))).isTrue();
        assertThat(right(last, said("At 00:40."))).isFalse();
        assertThat(right(last, said("At 00:05, 00:12, 00:25 and 00:44."))).as("a list of guesses").isFalse();
    }

    @Test
    void aCountIsTheFirstNumberSaid() {
        QaItem times = item("How many times did the fox appear?", "3");
        assertThat(right(times, said("Three times."))).isTrue();
        assertThat(right(times, said("2, or 3."))).isFalse();
    }

    @Test
    void anOptionIsRightWhenItIsTheOneMeant() {
        QaItem first = item("Which came first, the fox or the owl?", "the owl", "the fox", "the owl");
        assertThat(right(first, said("The owl."))).isTrue();
        assertThat(right(first, said("B"))).isTrue();
        assertThat(right(first, said("The fox, then the owl."))).isFalse();
    }

    @Test
    void yesAndNoAreTakenByTheirFirstWord() {
        assertThat(right(item("Is it open?", "yes"), said("Yes, since 00:10."))).isTrue();
        assertThat(right(item("Is it open?", "no"), said("Yes, no doubt."))).isFalse();
    }

    @Test
    void notSeenCountsAsNo() {
        Answer unseen = new Answer.NotSeen("no fox was seen", List.of());
        assertThat(right(item("Was there a fox?", "No", "Yes", "No"), unseen)).isTrue();
        assertThat(right(item("Was there a fox?", "Yes", "Yes", "No"), unseen)).isFalse();
        assertThat(right(item("Was there a fox?", "No, there was not.", "Yes, there was.", "No, there was not."), said("Not seen.")))
                .isTrue();
        assertThat(right(item("Is it being done now?", "no"), unseen)).isTrue();
        assertThat(right(item("Was there a fox?", "No", "Yes", "No"), new Answer.CannotTell("nothing tells", List.of())))
                .as("not known").isFalse();
        assertThat(right(item("What was there?", "a fox", "a fox", "an owl"), unseen)).isFalse();
    }

    @Test
    void whatNeverWasMustNotBeSeen() {
        QaItem never = item("When did you see a whale?", QaItem.NOT_SEEN);
        assertThat(right(never, new Answer.NotSeen("none", List.of()))).isTrue();
        assertThat(right(never, said("At 00:20."))).isFalse();
        assertThat(right(never, new Answer.Failed(ErrorCode.MODEL_FAILED, "x"))).isFalse();
        assertThat(right(item("When did you see a fox?", Needle.TIME), new Answer.NotSeen("none", List.of()))).isFalse();
    }

    @Test
    void evidenceIsRecalledByACitationThatMeetsIt() {
        QaItem any = item("What?", "a fox");
        assertThat(QaGrade.of(any, said("A fox.", 31, 35)).recalled()).isTrue();
        assertThat(QaGrade.of(any, said("A fox.", 40, 45)).recalled()).isFalse();
        assertThat(QaGrade.of(any, said("A fox.")).recalled()).isFalse();
    }
}
