package dev.afterimage.answering.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.evidence.Brightness;
import dev.afterimage.answering.evidence.Brightness.Level;
import dev.afterimage.answering.parse.QuestionGrammar;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QuerySentence;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Indoors or outdoors, day or night, light or dark: of all that is shown, and of one thing in it. */
class SettingAnswersTest {

    private static final double NOW = 30;
    private static final Brightness DAYLIGHT = span -> List.of(new Level(2, 160, 150, true), new Level(20, 150, 140, true));
    private static final Brightness DARKNESS = span -> List.of(new Level(2, 20, 10, true), new Level(20, 35, 20, false));
    private static final Brightness INFRARED = span -> List.of(new Level(2, 120, 110, false));

    /** The lit road under a dark sky. */
    private static final Brightness FLOODLIGHT = span -> List.of(new Level(2, 140, 30, true), new Level(20, 150, 35, true));
    /** Light until the last seconds. */
    private static final Brightness EVENING = span -> span.start() < NOW - 5 ? DAYLIGHT.during(span) : DARKNESS.during(span);

    private static ObservedStream with(Yard yard, Brightness pictures) {
        return with(yard, pictures, false);
    }

    private static ObservedStream with(Yard yard, Brightness pictures, boolean current) {
        return new ObservedStream(yard.at(NOW).timeline(), Instant.EPOCH, false, ZoneOffset.UTC, current, pictures);
    }

    private static ObservedStream street(Brightness pictures) {
        return with(new Yard().thing("car", 5, 12, "white").thing("dog", 6, 11, ""), pictures);
    }

    private static ObservedStream room(Brightness pictures) {
        return with(new Yard().thing("couch", 0, 40, "").thing("person", 6, 11, ""), pictures);
    }

    private static Finding ask(String question, ObservedStream observed) {
        return new Evaluator(observed).evaluate(new QuestionGrammar().parse(question, List.of()));
    }

    private static String told(String question, ObservedStream observed) {
        assertThat(ask(question, observed)).as(question).isInstanceOf(Finding.Fact.class);
        return ((Finding.Fact) ask(question, observed)).text();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Is this indoors or outdoors? | Outdoors: a car could be seen.",
        "inside or outside? | Outside: a car could be seen.",
        "Was this filmed outside? | Yes, outside: a car could be seen.",
        "is it indoors | No, outdoors: a car could be seen.",
        "Does it take place indoors or outdoors? | Outdoors: a car could be seen.",
        "Is it an indoor scene? | No, outdoors: a car could be seen.",
        "Is the dog inside or outside? | Outside: a car could be seen.",
        "Is it day or night? | Day: it was light outdoors.",
        "Is it night time? | No, day: it was light outdoors.",
        "was it filmed at night? | No, day: it was light outdoors.",
        "Is it dark? | No, light."})
    void aStreetInDaylightIsOutdoors(String question, String answer) {
        assertThat(told(question, street(DAYLIGHT))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Is it day or night? | Night: it was dark outdoors.",
        "Is it daytime? | No, night: it was dark outdoors.",
        "Is it light or dark? | Dark."})
    void aDarkStreetIsOneByNight(String question, String answer) {
        assertThat(told(question, street(DARKNESS))).isEqualTo(answer);
    }

    @Test
    void aRoomIsIndoorsAndItsLightTellsNothingOfTheDay() {
        assertThat(told("Are we indoors or outdoors?", room(DAYLIGHT))).isEqualTo("Indoors: a couch could be seen.");
        assertThat(ask("Is it day or night?", room(DAYLIGHT))).isInstanceOf(Finding.CannotTell.class);
        assertThat(ask("Is it day or night?", room(DARKNESS))).isInstanceOf(Finding.CannotTell.class);
    }

    @Test
    void whatNothingTellsIsNotGuessed() {
        ObservedStream bare = with(new Yard().thing("person", 5, 12, ""), DAYLIGHT);
        ObservedStream both = with(new Yard().thing("car", 5, 12, "").thing("tv", 0, 10, ""), DAYLIGHT);
        assertThat(ask("indoors or outdoors?", bare)).isInstanceOf(Finding.CannotTell.class);
        assertThat(ask("indoors or outdoors?", both)).isInstanceOf(Finding.CannotTell.class);
        assertThat(ask("Is it day or night?", both)).as("the car is on the screen").isInstanceOf(Finding.CannotTell.class);
        assertThat(ask("Is it day or night?", street(FLOODLIGHT))).isInstanceOf(Finding.CannotTell.class);
        assertThat(ask("Is it day or night?", street(INFRARED))).isInstanceOf(Finding.CannotTell.class);
        assertThat(ask("Is it day or night?", street(Brightness.UNKNOWN))).isInstanceOf(Finding.CannotTell.class);
    }

    @Test
    void aCameraIsAskedAboutNow() {
        ObservedStream camera = with(new Yard().thing("car", 5, 12, "white"), EVENING, true);
        assertThat(told("Is it day or night?", camera)).isEqualTo("Night: it was dark outdoors.");
    }

    @Test
    void ofAThingThatWasNeverThereNoPlaceIsTold() {
        assertThat(ask("Is the cat inside or outside?", street(DAYLIGHT))).isInstanceOf(Finding.NotSeen.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Is this indoors or outdoors?", "was it filmed at night?", "Is the bird inside or outside?",
        "are they indoors?", "what animal is that?", "Who is on the left?", "Is it light or dark?"})
    void theSentenceOfAQueryIsReadAsTheSameQuery(String question) {
        Query query = new QuestionGrammar().parse(question, List.of());
        assertThat(query.computable()).as(question).isTrue();
        assertThat(new QuestionGrammar().parse(QuerySentence.of(query), List.of())).isEqualTo(query);
    }

    @Test
    void whatIsInItIsInThePictureUnlessAThingWasNamed() {
        QuestionGrammar grammar = new QuestionGrammar();
        Query first = grammar.parse("Is there a motorbike in it?", List.of());
        assertThat(first).isEqualTo(grammar.parse("Is there a motorbike?", List.of()));
        Query box = grammar.parse("Was there a box?", List.of());
        assertThat(grammar.parse("Was there a cat in it?", List.of(box)))
                .isNotEqualTo(grammar.parse("Was there a cat?", List.of(box)));
    }
}
