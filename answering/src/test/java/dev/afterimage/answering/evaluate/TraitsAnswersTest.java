package dev.afterimage.answering.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.parse.QuestionGrammar;
import dev.afterimage.answering.query.QuerySentence;
import dev.afterimage.core.evidence.Motion;
import dev.afterimage.core.evidence.Motion.Way;
import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Shade.Part;
import dev.afterimage.core.evidence.Spot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What many sights of a thing tell: whether it stood or moved, what somebody wore, what was next to what. */
class TraitsAnswersTest {

    private static final double NOW = 30;
    private static final Spot BY_THE_ROAD = new Spot(0.6, 0.3, 0.8, 0.5);

    /** A van parked all the time and a car next to it; a car that stops for a while; two people. */
    private static final ObservedStream STREET = new Yard()
            .followed("truck", 0, 40, BY_THE_ROAD, List.of(new Shade(Part.WHOLE, "white", 0.7)), new Motion(Way.STANDS, 0))
            .followed("car", 0, 40, new Spot(0.82, 0.32, 0.95, 0.48), List.of(new Shade(Part.WHOLE, "light blue", 0.5)),
                    new Motion(Way.STANDS, 0))
            .followed("bus", 4, 26, new Spot(0.1, 0.1, 0.3, 0.25), List.of(new Shade(Part.WHOLE, "red", 0.5),
                    new Shade(Part.WHOLE, "white", 0.42)), new Motion(Way.RIGHT, 5), new Motion(Way.STANDS, 10), new Motion(Way.UP, 18))
            .followed("person", 2, 12, new Spot(0.4, 0.6, 0.45, 0.8), List.of(new Shade(Part.UPPER, "red", 0.4),
                    new Shade(Part.LOWER, "black", 0.5)), new Motion(Way.LEFT, 3))
            .followed("person", 14, 24, new Spot(0.3, 0.6, 0.35, 0.8), List.of(new Shade(Part.UPPER, "light blue", 0.6),
                    new Shade(Part.LOWER, "blue", 0.5)), new Motion(Way.RIGHT, 15)).at(NOW);

    private static Finding ask(String question) {
        return new Evaluator(STREET).evaluate(new QuestionGrammar().parse(question, List.of()));
    }

    private static String told(String question) {
        Finding finding = ask(question);
        assertThat(finding).as(question).isInstanceOf(Finding.Fact.class);
        return ((Finding.Fact) finding).text();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Did the truck move? | No, no truck moved.",
        "Was the truck moving or parked? | Parked, from 00:00 to 00:30.",
        "Did the bus move? | Yes, 2 times, first from 00:05 to 00:10.",
        "Did the bus stop? | Yes, from 00:10 to 00:18.",
        "How long was the bus parked? | About 8 seconds, from 00:10 to 00:18.",
        "Was the bus moving or standing still? | Standing still from 00:10 to 00:18; moving from 00:05 to 00:10 and from 00:18 to 00:26.",
        "What are the people doing? | Walking. More of what they did is not kept."})
    void standingAndMovingAreTold(String question, String answer) {
        assertThat(told(question)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "What colour was the jacket of the first person? | Red.",
        "What colour was the second person's jacket? | Light blue.",
        "What colour are the trousers of the person at 5 seconds? | Black.",
        "Was anyone in a red t-shirt? | Yes, from 00:02 to 00:12: red on the upper part of the body.",
        "When did the person in red leave? | At 00:12.",
        "How long was the person in red there? | About 10 seconds, from 00:02 to 00:12."})
    void clothesAreThoseOfWhoIsMeant(String question, String answer) {
        assertThat(told(question)).isEqualTo(answer);
    }

    @Test
    void peopleAreInAColourAndNotOfIt() {
        assertThat(QuerySentence.of(new QuestionGrammar().parse("When did the woman in red leave?", List.of())))
                .isEqualTo("When did the woman in red leave?");
    }

    @Test
    void whetherAThingStoodIsNotKnownWhereItWasOnlySeen() {
        ObservedStream old = new Yard().thing("car", 5, 20, "white", "", "").at(NOW);
        assertThat(new Evaluator(old).evaluate(new QuestionGrammar().parse("Did any of the cars stop?", List.of())))
                .isInstanceOf(Finding.CannotTell.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Was anyone wearing something red? | Yes, from 00:02 to 00:12: red on the body.",
        "When did the person in the light blue jacket come? | At 00:14, until 00:24.",
        "What was the first person wearing? | Red on the upper part and black on the legs; which garments is not known.",
        "What colour was the person's jacket? | Red and light blue.",
        "What colour was the bus? | Red and white.",
        "Was the bus red? | Yes, red and white."})
    void clothesAndThingsHaveTheirColours(String question, String answer) {
        assertThat(told(question)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Was anyone wearing a yellow coat?", "Was anyone in green trousers?"})
    void aColourThatNobodyWoreWasNotSeen(String question) {
        assertThat(ask(question)).isInstanceOf(Finding.NotSeen.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Was anyone wearing a yellow hat?", "Was there a person with a white bag?", "Is there a tall person?"})
    void whatTheColoursDoNotTellIsNotTold(String question) {
        assertThat(ask(question)).isInstanceOf(Finding.CannotTell.class);
    }

    @Test
    void aPersonInAColourIsOneWhoWearsIt() {
        assertThat(told("Was anyone in red?")).contains("from 00:02 to 00:12");
        assertThat(ask("Was anyone in pink?")).isInstanceOf(Finding.NotSeen.class);
        ObservedStream short1 = new Yard().thing("person", 2, 12, "").at(NOW);
        assertThat(new Evaluator(short1).evaluate(new QuestionGrammar().parse("Was anyone in pink?", List.of())))
                .as("nothing is known of the clothes").isInstanceOf(Finding.CannotTell.class);
    }

    @Test
    void whatTwoDidAtTheSameTimeLastedAsLongAsTheLonger() {
        ObservedStream vans = new Yard().followed("truck", 0, 40, BY_THE_ROAD, List.of(), new Motion(Way.STANDS, 1))
                .followed("truck", 5, 40, new Spot(0.1, 0.3, 0.3, 0.5), List.of(), new Motion(Way.STANDS, 6)).at(NOW);
        Finding finding = new Evaluator(vans).evaluate(new QuestionGrammar().parse("How long was the truck parked?", List.of()));
        assertThat(((Finding.Fact) finding).text()).startsWith("For 29 seconds");
    }

    @Test
    void theCapOfABottleIsNobodysCap() {
        ObservedStream table = new Yard().followed("bottle", 0, 40, BY_THE_ROAD, List.of(new Shade(Part.TOP, "blue", 0.7)))
                .followed("person", 5, 12, BY_THE_ROAD, List.of(new Shade(Part.TOP, "red", 0.7))).at(NOW);
        Finding finding = new Evaluator(table).evaluate(new QuestionGrammar().parse("What colour is the cap of the bottle?", List.of()));
        assertThat(((Finding.Fact) finding).text()).isEqualTo("Blue.");
    }

    @Test
    void visitsThatMayBeOfOnePersonAreCountedAsSuch() {
        Spot there = new Spot(0.4, 0.4, 0.45, 0.6);
        List<Shade> red = List.of(new Shade(Part.UPPER, "red", 0.5));
        ObservedStream yard = new Yard().followed("person", 2, 8, there, red).followed("person", 14, 18, there, red)
                .followed("person", 22, 26, there, List.of(new Shade(Part.UPPER, "blue", 0.5))).at(NOW);
        Finding finding = new Evaluator(yard).evaluate(new QuestionGrammar().parse("How many people were there in total?", List.of()));
        assertThat(((Finding.Fact) finding).text()).isEqualTo("3 visits by at least 2 people.");
    }

    @Test
    void visitsFromSideToSideAreCountedOneByOne() {
        ObservedStream cars = new Yard().thing("car", 5, 8, "white").thing("car", 15, 19, "red").thing("car", 22, 24, "white").at(NOW);
        Finding finding = new Evaluator(cars).evaluate(new QuestionGrammar().parse("How many cars were there in total?", List.of()));
        assertThat(((Finding.Fact) finding).text()).isEqualTo("3 cars.");
    }

    @Test
    void somebodyWhoIsHiddenForAMomentIsOneVisit() {
        Spot before = new Spot(0.4, 0.4, 0.45, 0.6);
        Spot behind = new Spot(0.41, 0.4, 0.46, 0.6);
        List<Shade> red = List.of(new Shade(Part.UPPER, "red", 0.5));
        ObservedStream yard = new Yard().followed("person", 2, 8, before, red).followed("person", 10, 18, behind, red).at(NOW);
        assertThat(yard.timeline().visits()).hasSize(1);
        ObservedStream two = new Yard().followed("person", 2, 8, before, red)
                .followed("person", 10, 18, behind, List.of(new Shade(Part.UPPER, "blue", 0.5))).at(NOW);
        assertThat(two.timeline().visits()).as("somebody else").hasSize(2);
        ObservedStream bottle = new Yard().followed("bottle", 2, 8, before, red).followed("bottle", 10, 18, before, red).at(NOW);
        assertThat(bottle.timeline().visits()).as("what does not move by itself was taken away").hasSize(2);
    }

    @Test
    void whatStandsNextToSomethingIsNamed() {
        assertThat(told("What was next to the truck?")).isEqualTo("A light blue car.");
    }

    @Test
    void whatWaitedForAMomentBetweenTwoDrivesWasNotParked() {
        assertThat(told("Was the bus moving or parked?")).isEqualTo("Moving, from 00:05 to 00:10 and from 00:18 to 00:26.");
        assertThat(told("Was the bus moving or standing still?")).startsWith("Standing still from 00:10 to 00:18");
    }

    @Test
    void whatNoDetectorKnowsMayBeNamedInWritingWithItsColour() {
        ObservedStream labels = new Yard().text("RED CANDLE", 3, 8).text("BLUE CANDLE", 12, 18).at(NOW);
        assertThat(((Finding.Fact) new Evaluator(labels).evaluate(new QuestionGrammar().parse("When did you first see a blue candle?",
                List.of()))).text()).contains("BLUE CANDLE", "00:12").doesNotContain("RED");
        assertThat(new Evaluator(labels).evaluate(new QuestionGrammar().parse("When did you see a green candle?", List.of())))
                .isNotInstanceOf(Finding.Fact.class);
    }

    @Test
    void aCountOfManyThatFlickersIsARangeAndOneOfFewIsNot() {
        Yard crowd = new Yard();
        Yard two = new Yard();
        for (int i = 0; i < 4; i++) {
            crowd.thing("person", 0, 40, "");
        }
        ObservedStream many = crowd.thing("person", 14, 15.5, "").thing("person", 20, 28, "").at(NOW);
        ObservedStream few = two.thing("person", 0, 40, "").thing("person", 14, 15.5, "").at(NOW);
        assertThat(at(many, "00:10")).isEqualTo("4 people at 00:10.");
        assertThat(at(many, "00:14")).isEqualTo("4 or 5 people at 00:14.");
        assertThat(at(many, "00:16")).isEqualTo("4 or 5 people at 00:16.");
        assertThat(at(many, "00:20")).as("one who stays").isEqualTo("5 people at 00:20.");
        assertThat(at(few, "00:14")).isEqualTo("2 people at 00:14.");
    }

    private static String at(ObservedStream observed, String time) {
        return ((Finding.Fact) new Evaluator(observed).evaluate(new QuestionGrammar().parse("How many people were there at " + time + "?",
                List.of()))).text();
    }

    @Test
    void ofSomebodyWhoWasThereForAMomentAloneNothingIsDenied() {
        ObservedStream brief = new Yard().followed("person", 2, 3, new Spot(0.4, 0.4, 0.45, 0.6),
                List.of(new Shade(Part.UPPER, "red", 0.5))).at(NOW);
        assertThat(new Evaluator(brief).evaluate(new QuestionGrammar().parse("Was anyone wearing a yellow coat?", List.of())))
                .isInstanceOf(Finding.CannotTell.class);
    }

    @Test
    void coloursThatLightMayChangeMakeNoTwoPeople() {
        Spot there = new Spot(0.4, 0.4, 0.45, 0.6);
        ObservedStream yard = new Yard().followed("person", 2, 8, there, List.of(new Shade(Part.UPPER, "black", 0.6)))
                .followed("person", 22, 26, there, List.of(new Shade(Part.UPPER, "grey", 0.6))).at(NOW);
        Finding finding = new Evaluator(yard).evaluate(new QuestionGrammar().parse("How many people were there in total?", List.of()));
        assertThat(((Finding.Fact) finding).text()).doesNotContain("at least 2");
    }
}
