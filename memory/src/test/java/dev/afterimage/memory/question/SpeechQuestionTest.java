package dev.afterimage.memory.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechQuestionTest {

    @ParameterizedTest
    @ValueSource(strings = {"What did she say about the train?", "When was the word 'exit' said?", "What was said?", "Did anyone mention the door?",
        "Was anything said about umbrellas?", "Who spoke?", "How often did they talk about money?", "What did you hear? I mean, what was heard?",
        "When does he say the screen is broken?", "What are they talking about?", "Did the announcer announce a delay?"})
    void questionsAboutSpeechAreTold(String question) {
        assertThat(SpeechQuestion.of(question).asked()).as(question).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"What does the sign say?", "When did the first car appear?", "What did the text on the screen say?", "How many people are there now?",
        "Can you tell me when the dog came?", "What is written there?", "Tell me about the cars.", "What does the banner say?", "Was there a dog?"})
    void questionsAboutThePictureAreNot(String question) {
        assertThat(SpeechQuestion.of(question).asked()).as(question).isFalse();
    }

    @Test
    void theTopicIsWhatTheQuestionNames() {
        assertThat(SpeechQuestion.of("What did she say about the trains?").topic()).isEqualTo(Set.of("train"));
        assertThat(SpeechQuestion.of("When was the word 'exit' said by the man?").topic()).isEqualTo(Set.of("exit"));
        assertThat(SpeechQuestion.of("What was said?").topic()).isEmpty();
        assertThat(SpeechQuestion.of("Did anybody talk?").topic()).isEmpty();
    }

    @Test
    void endingsDoNotMatter() {
        assertThat(SpeechQuestion.stems("leaves leaving leave")).hasSize(1);
        assertThat(SpeechQuestion.stems("keys key")).hasSize(1);
        assertThat(SpeechQuestion.stems("stopped stops stop stopping")).hasSize(1);
        assertThat(SpeechQuestion.stems("batteries battery")).hasSize(1);
        assertThat(SpeechQuestion.stems("glass")).containsExactly("glass");
        assertThat(SpeechQuestion.stems("red bus")).containsExactly("red", "bus");
    }

    @Test
    void anotherWordForTheSameThingIsTheSame() {
        assertThat(SpeechQuestion.stems("bike")).isEqualTo(SpeechQuestion.stems("bicycles"));
        assertThat(SpeechQuestion.stems("the sofa")).isEqualTo(SpeechQuestion.stems("a couch"));
        assertThat(SpeechQuestion.stems("boy")).isNotEqualTo(SpeechQuestion.stems("girl"));
    }

    @Test
    void whoAsksForASpeaker() {
        assertThat(SpeechQuestion.of("Who said that?").who()).isTrue();
        assertThat(SpeechQuestion.of("What was said?").who()).isFalse();
    }
}
