package dev.afterimage.answering.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeStoryTest {

    @ParameterizedTest
    @ValueSource(strings = {"How often did you see a fox?", "How many times was there a car?", "In how many scenes did a cat appear?",
            "How many different things were there?",
            "How many kinds of objects did you see in all?", "What was there before the first car?",
            "Which thing came before the guitar?", "Is the key still on the table?", "Has the fox stayed?", "Do you still see the guitar?"})
    void whatOnlyAllThatWasSeenTellsIsAskedOfIt(String question) {
        assertThat(WholeStory.asked(question)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"When did you first see a fox?", "At what time did the car first appear?", "How many foxes are there at "
            + "00:13?", "What is on the left?", "Was there a guitar?",
            "Where was the fox the first time?", "What does the sign say?", "Which came first, the fox or the car?",
            "What did you see first?", "What do you see now?", "What was with the key?", "What colour is the panel?"})
    void whatAMomentTellsIsNot(String question) {
        assertThat(WholeStory.asked(question)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Is the sign still there?", "How often did you see a panel?", "Was there a red panel?", "Did you see a sign?"})
    void whatMemoryDoesNotNoteIsNotAskedOfIt(String question) {
        assertThat(WholeStory.asked(question)).isFalse();
        assertThat(WholeStory.askedIfEver(question)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Was there a guitar?", "Did you see a fox?", "Have you seen any keys today?", "Were there any cars?",
            "And did a fox come by?", "Has there been a fox?"})
    void whetherSomethingWasEverThereIsToldApart(String question) {
        assertThat(WholeStory.askedIfEver(question)).isTrue();
        assertThat(WholeStory.asked(question)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Is there a fox now?", "Is this a fox?", "What did you see?", "When did you see a fox?",
            "Did the fox come before the car?", "Was a fox seen together with a car?", "Did you see a fox first?",
            "Where was the fox?", "Can you see a fox?"})
    void whatAsksForMoreOrLessThanThatIsNot(String question) {
        assertThat(WholeStory.askedIfEver(question)).isFalse();
    }
}
