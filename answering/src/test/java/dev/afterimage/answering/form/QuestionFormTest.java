package dev.afterimage.answering.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionFormTest {

    private static final Answer NOT_SEEN = new Answer.NotSeen("no car was seen", List.of());
    private static final Answer UNKNOWN = new Answer.CannotTell("nothing tells", List.of());

    private static Answer said(String text) {
        return new Answer.Answered(text, List.of(new Citation(1, 2, 1, "block", "", "")), "computed");
    }

    private static String given(QuestionForm form, Answer answer) {
        return form.given(answer) instanceof Answer.Answered answered ? answered.text() : "";
    }

    @ParameterizedTest
    @ValueSource(strings = {"Was it a car?\nA. Yes\nB. No\nAnswer with the letter.",
        "Was it a car?\n(A) Yes\n(B) No\nAnswer the question with the option letter",
        "Question: Was it a car?\nOptions:\nA. Yes\nB. No\n\nThe best option is:",
        "Select the best answer to the following multiple-choice question based on the video. Respond with only the letter (A, B, C, or D) "
            + "of the correct option.\nWas it a car?\nA. Yes\nB. No\n\nAnswer with the option's letter from the given choices directly."})
    void theWordsAroundAQuestionWithOptionsAreNoPartOfIt(String text) {
        QuestionForm form = QuestionForm.of(text);
        assertThat(form).isEqualTo(new MultipleChoice("Was it a car?", List.of("Yes", "No")));
        assertThat(form.asked(form.stem())).contains("\nA. Yes\nB. No\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"What did the sign say?", "Who was there? A. Smith or B. Jones?", "When a car came, what did it do?",
        "A. Yes", "Was it so?\nB. Yes\nC. No"})
    void otherQuestionsStayAsTheyAre(String text) {
        assertThat(QuestionForm.of(text)).isEqualTo(new QuestionForm.Plain(text));
    }

    @Test
    void theAnswerNamesTheOptionThatItMeansAndKeepsItsCitations() {
        QuestionForm form = QuestionForm.of("How many cars were there?\nA. one\nB. two\nC. none");
        assertThat(given(form, said("2 cars."))).isEqualTo("B. two");
        assertThat(((Answer.Answered) form.given(said("2 cars."))).citations()).hasSize(1);
        assertThat(given(form, NOT_SEEN)).isEqualTo("C. none");
        assertThat(form.given(UNKNOWN)).isEqualTo(UNKNOWN);
        assertThat(given(form, said("Seven."))).isEqualTo("Seven.");
    }

    @Test
    void notSeenMeansNoAndThatNothingTellsMeansUnableToAnswer() {
        assertThat(given(QuestionForm.of("Was it a car?\nA. Yes, it was\nB. No, it was not"), NOT_SEEN)).isEqualTo("B. No, it was not");
        QuestionForm hallucinated = QuestionForm.of("Which car?\nA. a red one\nB. Unable to answer\nC. No parking");
        assertThat(given(hallucinated, NOT_SEEN)).isEqualTo("B. Unable to answer");
        assertThat(given(hallucinated, UNKNOWN)).isEqualTo("B. Unable to answer");
    }

    @Test
    void anInstructionIsAQuestionAboutNow() {
        QuestionForm form = QuestionForm.of("When a car appears, output \"Car\".");
        assertThat(form.stem()).isEqualTo("Is there a car now?");
        assertThat(given(form, said("Yes, 1 car."))).isEqualTo("Car");
        assertThat(form.given(said("No."))).isInstanceOf(Answer.NotSeen.class);
        assertThat(QuestionForm.of("When two bottles are visible later, output 'Two'").stem()).isEqualTo("Are there two bottles now?");
        assertThat(QuestionForm.of("When the scoreboard shows \"AD\" for COBOLLI , output \"Break point\".").stem())
                .isEqualTo("Is the text \"AD\" in the picture now?");
    }

    @Test
    void theOutputItselfAndWordsThatBeginLikeNoDenyNothing() {
        QuestionForm form = QuestionForm.of("When the sign shows up, output \"No entry\".");
        assertThat(given(form, said("No entry"))).isEqualTo("No entry");
        assertThat(given(form, said("Notice on the left."))).isEqualTo("Notice on the left.");
        assertThat(form.given(said("No, not yet."))).isInstanceOf(Answer.NotSeen.class);
    }

    @Test
    void whetherItsMomentHasComeIsAnsweredByYesOrNo() {
        QuestionForm form = QuestionForm.of("When a car appears, output \"Car\". Is it the right time to output \"Car\"? You can only "
                + "answer yes or no.");
        assertThat(form.stem()).isEqualTo("Is there a car now?");
        assertThat(given(form, said("Yes, 1 car."))).isEqualTo("Yes, 1 car.");
        assertThat(form.asked("")).contains("right time");
    }
}
