package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerKindTest {

    @ParameterizedTest
    @CsvSource({"Which car stayed the longest?, 2.", "What make was the last car?, White.", "Which bottle moved last?, 3.",
            "Who was it?, Red.",
        "What was he doing?, On the left.", "Why did they stop?, 4."})
    void aNumberAColourOrASideIsNoAnswerToAnotherQuestion(String question, String answer) {
        assertThat(AnswerKind.fits(question, answer)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"How many cars were white?, 2.", "Which platform does it leave from?, 7.", "What colour is the fence?, White.",
        "Which way did it turn?, Left.", "Who was it?, The new gardener.", "When is the doctor free?, At half past three.",
        "On which day does she play?, On Wednesday."})
    void anAnswerOfTheKindThatWasAskedForStands(String question, String answer) {
        assertThat(AnswerKind.fits(question, answer)).isTrue();
    }
}
