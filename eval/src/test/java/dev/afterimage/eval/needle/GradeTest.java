package dev.afterimage.eval.needle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradeTest {

    private static final Needle CODE = text("code", "CODE 58316", "What did the sign say?", "CODE 58316");
    private static final Needle TULIP = text("tulip", "PASSWORD IS TULIP", "What did the sign say?", "PASSWORD IS TULIP");
    private static final Needle GUITAR = text("guitar", "x", "When did you see a guitar?", Needle.TIME);
    private static final Needle CROWN = text("crown", "x", "Was there a crown?", "yes");
    private static final Needle READING = text("cloud", "x", "What is the young man seated on a cloud in the sky doing?",
            "the young man seated on a cloud in the sky is reading a book");

    private static Needle text(String id, String text, String question, String answer) {
        return new Needle(id, new Needle.Content.Text(text, 0.1), "the " + id, question, List.of(answer));
    }

    private static Answer said(String text, double... citation) {
        return new Answer.Answered(text, citation.length == 0 ? List.of()
                : List.of(new Citation(citation[0], citation[1], 1, "block", "", "")), "read");
    }

    private static int present(Needle needle, String text, double... citation) {
        return Grade.present(needle, 20, said(text, citation), List.of(CODE, TULIP, GUITAR, CROWN).stream().filter(other -> other != needle)
                .toList()).score();
    }

    @Test
    void anAcceptedAnswerIsWorthTenWhateverStandsAroundIt() {
        assertThat(present(CODE, "The sign said \"code 58316\".")).isEqualTo(10);
        assertThat(present(CROWN, "Yes, from 00:20 to 00:21.")).isEqualTo(10);
    }

    @Test
    void aMisreadLetterIsWorthSevenAndHalfTheWordsFive() {
        assertThat(present(CODE, "CODE 58816")).isEqualTo(7);
        assertThat(present(CODE, "It had the code on it")).isEqualTo(5);
        assertThat(present(CODE, "A car")).isEqualTo(1);
    }

    @Test
    void guessingAllNeedlesIsNotFindingOne() {
        assertThat(present(CODE, "CODE 58316 or PASSWORD IS TULIP")).isEqualTo(5);
    }

    @Test
    void theRightSecondWithTheWrongWordsIsWorthThree() {
        assertThat(present(CODE, "A car", 19, 23)).isEqualTo(3);
        assertThat(present(CODE, "A car", 60, 63)).isEqualTo(1);
    }

    @Test
    void aTimeSaidMustLieWithinTwoSecondsOfTheNeedle() {
        assertThat(present(GUITAR, "At 00:20.")).isEqualTo(10);
        assertThat(present(GUITAR, "From 00:20 to 00:22.")).isEqualTo(10);
        assertThat(present(GUITAR, "23 seconds")).isEqualTo(10);
        assertThat(present(GUITAR, "At 00:24.")).isEqualTo(1);
        assertThat(present(GUITAR, "At 00:05, 00:20 or 00:40.")).as("several guesses").isEqualTo(5);
    }

    @Test
    void aPublishedSentenceIsGradedByTheWordsThatTheQuestionDoesNotGiveAway() {
        assertThat(present(READING, "He is reading a book.")).isEqualTo(10);
        assertThat(present(READING, "Reading.")).isEqualTo(5);
        assertThat(present(READING, "The young man is seated on a cloud in the sky.")).isEqualTo(1);
    }

    @Test
    void aCitationMustPointAtTheSecondAndNotAtTheWholeStream() {
        assertThat(Grade.present(CODE, 20, said("CODE 58316", 18.5, 25), List.of()).localised()).isTrue();
        assertThat(Grade.present(CODE, 20, said("CODE 58316", 15, 20), List.of()).localised()).isTrue();
        assertThat(Grade.present(CODE, 20, said("CODE 58316", 0, 300), List.of()).localised()).isFalse();
        assertThat(Grade.present(CODE, 20, said("CODE 58316", 23, 25), List.of()).localised()).isFalse();
        assertThat(Grade.present(CODE, 20, said("CODE 58316"), List.of()).localised()).isFalse();
    }

    @Test
    void withoutTheNeedleOnlyNotSeenIsRight() {
        assertThat(Grade.absent(CODE, new Answer.NotSeen("no text", List.of())).score()).isEqualTo(10);
        assertThat(Grade.absent(CODE, said("not seen")).score()).isEqualTo(10);
        assertThat(Grade.absent(CROWN, said("No, there was no crown.")).score()).isEqualTo(10);
        assertThat(Grade.absent(CODE, said("No parking")).score()).as("no is an answer only to a question for yes or no").isEqualTo(1);
        assertThat(Grade.absent(CODE, said("CODE 58316")).score()).isEqualTo(1);
        assertThat(Grade.absent(CODE, new Answer.CannotTell("no reader", List.of())).score()).as("claims nothing").isEqualTo(10);
        assertThat(Grade.absent(CODE, new Answer.Failed(ErrorCode.MODEL_FAILED, "x")).score()).as("a failure saw nothing").isEqualTo(1);
    }
}
