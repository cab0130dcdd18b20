package dev.afterimage.answering.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.parse.QuestionGrammar;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a query says counts: what cannot be looked up is told as such, never answered about something wider. */
class WholeQuestionTest {

    private static final double NOW = 30;
    private static final QuestionGrammar GRAMMAR = new QuestionGrammar();
    /** Cars one by one (white, red, white, silver two at once at the end of it), people from the start, a sign. */
    private static final ObservedStream STREET = new Yard().thing("car", 5, 8, "white").thing("car", 15, 19, "red", "top", "bottom")
            .thing("car", 16, 24, "white").thing("car", 26, 28, "").thing("person", 0, 40, "").thing("bottle", 10, 20, "")
            .text("BAKERY", 0, 12).text("CLOSED", 12, 30)
            .said("the parcel comes on thursday", 3, 5).said("the train is late", 20, 22).at(NOW);

    private static Finding ask(Query query) {
        return new Evaluator(STREET).evaluate(query);
    }

    private static Finding exists(Event event) {
        return ask(new Query.Exists(event, Window.ALL));
    }

    private static Thing car() {
        return Thing.of("car");
    }

    private static Event numbered(String name, Event.Kind kind, Amount amount) {
        return new Event(Thing.of(name), kind, 0, amount);
    }

    private static String told(Finding finding) {
        assertThat(finding).isInstanceOf(Finding.Fact.class);
        return ((Finding.Fact) finding).text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"van", "taxi", "limousine", "minivan", "suv", "police car", "child", "baby", "woman", "girl", "beer bottle",
            "flask"})
    void aKindThatTheDetectorDoesNotTellFromOthersIsNotAffirmed(String name) {
        assertThat(exists(Event.of(Thing.of(name), Event.Kind.PRESENT))).isInstanceOf(Finding.CannotTell.class);
        assertThat(exists(Event.of(Thing.of(name), Event.Kind.APPEARS))).isInstanceOf(Finding.CannotTell.class);
        for (Query.Count.Of of : Query.Count.Of.values()) {
            assertThat(ask(new Query.Count(of, Event.of(Thing.of(name), Event.Kind.PRESENT), Window.ALL)))
                    .isInstanceOf(Finding.CannotTell.class);
        }
        Finding compared = ask(new Query.Compare(Query.Compare.Relation.MORE, Thing.of(name), Window.ALL, car(), Window.ALL));
        assertThat(compared).isInstanceOf(Finding.CannotTell.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kitten", "double-decker", "puppy", "ferry"})
    void aKindOfWhichNothingWiderWasSeenWasNotSeen(String name) {
        assertThat(exists(Event.of(Thing.of(name), Event.Kind.PRESENT))).isInstanceOf(Finding.NotSeen.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grass", "light", "shadow", "head", "star"})
    void aWordThatMayAlsoMeanAPersonMostlyMeansNone(String name) {
        assertThat(exists(Event.of(Thing.of(name), Event.Kind.PRESENT)).toString()).doesNotContain("person");
    }

    @Test
    void whatPeopleCallAThingIsTakenForItWhereItsBeingThereIsGranted() {
        assertThat(told(ask(new Query.AttributeOf("colour", Thing.of("van").nth(2), Window.ALL)))).isEqualTo("Red.");
        assertThat(told(ask(new Query.When(Event.of(Thing.of("van").nth(1), Event.Kind.LEAVES), Window.ALL)))).isEqualTo("At 00:08.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"in chinese", "green", "of lion"})
    void writingIsNotTakenForWritingOfSomeOtherKind(String property) {
        Thing sign = Thing.of("sign").with(property);
        assertThat(exists(Event.of(sign, Event.Kind.PRESENT))).isInstanceOf(Finding.CannotTell.class);
        assertThat(ask(new Query.Written(sign, Window.ALL))).isInstanceOf(Finding.CannotTell.class);
        assertThat(ask(new Query.Count(Query.Count.Of.DISTINCT, Event.of(sign, Event.Kind.PRESENT), Window.ALL)))
                .isInstanceOf(Finding.CannotTell.class);
        assertThat(ask(new Query.Said(Thing.of(Thing.SPEECH), new Window.After(Event.of(sign, Event.Kind.APPEARS)))))
                .isInstanceOf(Finding.CannotTell.class);
        assertThat(exists(Event.of(Thing.of("sign").coloured("green"), Event.Kind.PRESENT))).isInstanceOf(Finding.CannotTell.class);
    }

    @Test
    void theClosedSignIsTheOneThatReadsSo() {
        Event closed = Event.of(Thing.of("sign").with("closed"), Event.Kind.APPEARS);
        assertThat(told(ask(new Query.When(closed, Window.ALL)))).contains("00:12").doesNotContain("00:00");
        assertThat(told(ask(new Query.Said(Thing.of(Thing.SPEECH), new Window.After(closed))))).contains("train").doesNotContain("parcel");
    }

    @Test
    void whoSpokeIsNotKnown() {
        assertThat(told(ask(new Query.Said(Thing.of(Thing.SPEECH).with("of driver"), Window.ALL)))).endsWith("who spoke is not known.");
    }

    @Test
    void aDeedWithANumberIsAnsweredByTheCountOfTheDeed() {
        assertThat(told(exists(numbered("car", Event.Kind.APPEARS, Amount.exactly(4))))).startsWith("Yes, 4 cars came");
        assertThat(told(exists(numbered("car", Event.Kind.APPEARS, Amount.atLeast(3))))).startsWith("Yes");
        assertThat(told(exists(numbered("car", Event.Kind.APPEARS, Amount.exactly(1))))).startsWith("No, 4 cars came");
        assertThat(told(exists(numbered("car", Event.Kind.LEAVES, Amount.exactly(4))))).startsWith("Yes, 4 cars left");
        assertThat(told(exists(numbered("car", Event.Kind.LEAVES, Amount.NONE)))).startsWith("No, 4 cars left");
    }

    @Test
    void aDeedThatNobodyDidIsAYes() {
        Event none = numbered("car", Event.Kind.APPEARS, Amount.NONE);
        assertThat(told(ask(new Query.Exists(none, new Window.First(4))))).startsWith("Yes, no car came");
        assertThat(told(ask(new Query.Exists(none, new Window.First(10))))).startsWith("No, 1 car came");
    }

    @Test
    void aNumberOfThingsThatWereThereOneAfterAnotherIsTheirNumber() {
        assertThat(told(exists(numbered("car", Event.Kind.PRESENT, Amount.exactly(4))))).startsWith("Yes, 4 cars one after another");
        assertThat(told(exists(numbered("car", Event.Kind.PRESENT, Amount.exactly(3)))))
                .startsWith("No, at most 2 cars at once, and 4 in all");
        assertThat(told(exists(numbered("person", Event.Kind.PRESENT, Amount.NONE)))).startsWith("No");
    }

    @Test
    void theFirstIsTheFirstOfAllWhateverTheTimeAskedAbout() {
        Event first = Event.of(car().nth(1), Event.Kind.APPEARS);
        assertThat(told(ask(new Query.Exists(first, new Window.Between(10, Double.POSITIVE_INFINITY)))))
                .isEqualTo("No: the first car came at 00:05.");
        assertThat(told(ask(new Query.Exists(Event.of(car().nth(1), Event.Kind.LEAVES), new Window.Between(10, Double.POSITIVE_INFINITY)))))
                .isEqualTo("No: the first car left at 00:08.");
        assertThat(told(ask(new Query.Exists(Event.of(car().nth(-1), Event.Kind.APPEARS), new Window.Between(0, 10))))).startsWith("No");
        assertThat(told(ask(new Query.Exists(Event.of(car().nth(1), Event.Kind.PRESENT), new Window.At(17))))).startsWith("No");
    }

    @Test
    void aThingIsNotAfterOrBeforeItself() {
        Thing red = car().coloured("red");
        Window after = new Window.After(Event.of(red, Event.Kind.PRESENT));
        assertThat(told(ask(new Query.Count(Query.Count.Of.DISTINCT, Event.of(car(), Event.Kind.APPEARS), after)))).isEqualTo("2 cars.");
        assertThat(told(ask(new Query.Exists(Event.of(car().nth(-1), Event.Kind.PRESENT),
                new Window.After(Event.of(car().nth(-1), Event.Kind.PRESENT)))))).startsWith("No");
        Window between = new Window.BetweenEvents(Event.of(car().nth(1), Event.Kind.PRESENT), Event.of(car().nth(-1), Event.Kind.PRESENT));
        assertThat(told(ask(new Query.Count(Query.Count.Of.DISTINCT, Event.of(car(), Event.Kind.APPEARS), between)))).isEqualTo("2 cars.");
    }

    @Test
    void whatIsThereInTheFirstPictureWasNotSeenToCome() {
        assertThat(told(exists(Event.of(Thing.of(Thing.PERSON), Event.Kind.APPEARS))))
                .startsWith("No, no person came; one was there from 00:00");
        assertThat(told(ask(new Query.Count(Query.Count.Of.DISTINCT, Event.of(Thing.of(Thing.PERSON), Event.Kind.APPEARS), Window.ALL))))
                .startsWith("0 people");
    }

    @Test
    void aThingOfAnotherColourDidNotComeBack() {
        ObservedStream two = new Yard().thing("car", 5, 8, "white").thing("car", 15, 19, "red").at(NOW);
        Event back = Event.of(car(), Event.Kind.RETURNS);
        assertThat(told(new Evaluator(two).evaluate(new Query.Exists(back, Window.ALL)))).startsWith("No");
        assertThat(told(exists(back))).startsWith("Yes");
    }

    @Test
    void aWayThatWasChosenIsAnsweredByWhoeverWentIt() {
        Event left = Event.of(car(), Event.Kind.LEAVES);
        assertThat(told(ask(new Query.Where(left, List.of("bottom"), Window.ALL)))).isEqualTo("Yes, to the bottom at 00:19.");
        assertThat(told(ask(new Query.Where(left, List.of("top"), Window.ALL)))).startsWith("No, to the ").doesNotContain("Yes");
        Event red = Event.of(car().coloured("red"), Event.Kind.LEAVES);
        assertThat(told(ask(new Query.Where(red, List.of("left", "right"), Window.ALL)))).isEqualTo("Neither: to the bottom.");
    }

    @Test
    void theColourOfOneIsNotTheColourOfAll() {
        ObservedStream cars = new Yard().thing("car", 5, 25, "white").thing("car", 6, 25, "").at(NOW);
        assertThat(told(new Evaluator(cars).evaluate(new Query.AttributeOf("colour", car(), Window.ALL)))).startsWith("White; of 1 other");
        Finding blue = new Evaluator(cars).evaluate(new Query.Is(car(), List.of("blue"), Window.ALL));
        assertThat(blue).isInstanceOf(Finding.CannotTell.class);
    }

    @Test
    void aTimeBeforeTheStreamBeganWasNotWatched() {
        assertThat(ask(new Query.Exists(Event.of(car(), Event.Kind.PRESENT), new Window.Ago(3 * 3600))))
                .isInstanceOf(Finding.NotWatched.class);
        ObservedStream live = new Yard().thing("car", 5, 8, "white").liveAt(NOW);
        Query morning = new Query.Exists(Event.of(car(), Event.Kind.PRESENT), new Window.Clock("", "", "today", "morning"));
        Finding finding = new Evaluator(live).evaluate(morning);
        assertThat(finding).isInstanceOf(Finding.NotWatched.class);
        assertThat(((Finding.NotWatched) finding).why()).contains("12:00").doesNotContain("T12");
    }

    @Test
    void ofACameraATimeThatIsNotReachedYetIsATimeOfDay() {
        ObservedStream live = new Yard().thing("car", 5, 8, "white").liveAt(NOW);
        assertThat(told(new Evaluator(live).evaluate(GRAMMAR.parse("Was there a car at 12:00?", List.of())))).startsWith("Yes");
        assertThat(told(new Evaluator(live).evaluate(GRAMMAR.parse("Was there a car after 12:00?", List.of())))).startsWith("Yes");
        ObservedStream film = new Yard().thing("car", 5, 8, "white").at(NOW);
        assertThat(new Evaluator(film).evaluate(GRAMMAR.parse("Was there a car at 12:00?", List.of())))
                .isInstanceOf(Finding.NotSeen.class);
    }

    @Test
    void theFirstAndTheLastThingSaidAreToldByThemselves() {
        ObservedStream talk = new Yard().said("good morning all", 2, 4).said("mind the gap", 6, 8).said("see you later", 10, 12).at(20);
        assertThat(told(new Evaluator(talk).evaluate(GRAMMAR.parse("What was the first thing said?", List.of()))))
                .contains("good morning all").doesNotContain("gap");
        assertThat(told(new Evaluator(talk).evaluate(GRAMMAR.parse("What is the last thing anyone said?", List.of()))))
                .contains("see you later").doesNotContain("gap");
        assertThat(told(new Evaluator(talk).evaluate(GRAMMAR.parse("What was said between 5 and 9 seconds?", List.of()))))
                .contains("mind the gap").doesNotContain("morning");
    }

    @Test
    void whatIsInViewNowIsKnownWhileItIsThere() {
        ObservedStream now = new Yard().thing("car", 5, 8, "white").thing("car", 15, 40, "red").thing("car", 15.5, 40, "white").at(17);
        assertThat(told(new Evaluator(now).evaluate(new Query.Exists(Event.of(car().coloured("red"), Event.Kind.PRESENT), Window.NOW))))
                .startsWith("Yes");
        assertThat(told(new Evaluator(now).evaluate(new Query.Count(Query.Count.Of.DISTINCT, Event.of(car(), Event.Kind.APPEARS),
                Window.ALL))))
                .isEqualTo("3 cars.");
    }

    /** Whatever is asked of a thing with a property that nothing kept tells of, no answer is about the thing without it. */
    @ParameterizedTest
    @EnumSource(value = Event.Kind.class, names = {"SAYS"}, mode = EnumSource.Mode.EXCLUDE)
    void aPropertyThatNothingTellsOfIsNeverPassedOver(Event.Kind kind) {
        Event event = Event.of(car().with("muddy"), kind);
        for (Query query : List.of(new Query.Exists(event, Window.ALL), new Query.When(event, Window.ALL),
                new Query.HowLong(event, Window.ALL),
                new Query.Count(Query.Count.Of.DISTINCT, event, Window.ALL), new Query.Count(Query.Count.Of.TIMES, event, Window.ALL),
                new Query.Where(event, List.of(), Window.ALL), new Query.What(event, Window.ALL),
                new Query.AttributeOf("colour", event.thing(), Window.ALL), new Query.Is(event.thing(), List.of("red"), Window.ALL),
                new Query.TimeBetween(event, Event.of(car(), Event.Kind.LEAVES)),
                new Query.Order(false, List.of(event, Event.of(car(), kind))),
                new Query.BeforeAfter(false, event, Event.of(car(), Event.Kind.LEAVES)),
                new Query.Exists(Event.of(car(), Event.Kind.PRESENT), new Window.After(event)),
                new Query.Compare(Query.Compare.Relation.MORE, event.thing(), Window.ALL, car(), Window.ALL))) {
            assertThat(ask(query)).as(query.toString()).isNotInstanceOf(Finding.Fact.class);
        }
    }

    @Test
    void aThingIsNamedWithWhatIsSaidOfIt() {
        assertThat(Words.one(Thing.of("person").with("on street"))).isEqualTo("person on the street");
        assertThat(Words.one(Thing.of("person").with("white bag"))).isEqualTo("person with a white bag");
        assertThat(Words.one(car().nth(2).coloured("red"))).isEqualTo("second red car");
        assertThat(Words.counted(2, Thing.of("person").with("tall"))).isEqualTo("2 tall people");
    }
}
