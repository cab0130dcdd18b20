package dev.afterimage.memory.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.memory.question.QuestionForm.Ask;
import dev.afterimage.memory.question.QuestionForm.Aspect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionReaderTest {

    private static QuestionForm read(String question, String... earlier) {
        return QuestionReader.read(question, List.of(earlier), 100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            When did the first car appear?                  | WHEN        | car
            At what time did somebody come in?              | WHEN        | person
            tell me when the kids left                      | WHEN        | person
            Show me the moment the truck arrives            | WHEN        | truck
            How many bikes are there?                       | HOW_MANY    | bicycle
            What's the number of mobile phones at 00:10?    | HOW_MANY    | phone
            How often did the dog come by?                  | HOW_OFTEN   | dog
            How many times did a bus stop?                  | HOW_OFTEN   | bus
            How long was the sofa empty?                    | HOW_LONG    | person
            For how many seconds was the cat there?         | HOW_LONG    | cat
            How long until the first car comes?             | WHEN        | car
            Was there a television?                         | EXISTS      | tv
            Did anyone walk by?                             | EXISTS      | person
            Is there anything on the table?                 | EXISTS      | object
            Where are the knives?                           | WHERE       | knife
            On which side is the cup?                       | WHERE       | cup
            What does the sign say?                         | WRITING     | text
            Which came first, the car or the bus?           | WHICH_FIRST | car
            Did the man arrive before the woman's dog?      | WHICH_FIRST | person
            Which came first, the guitar or the bus?        | WHICH_FIRST | guitar
            What did you see first: a fire engine or "OPEN"? | WHICH_FIRST | fire engine
            Did the car come after the sign changed?        | WHICH_FIRST | car
            Did anything move after the guitar appeared?    | EXISTS      | object
            Was there a unicorn?                            | EXISTS      | unicorn
            Who sat on the couch?                           | WHAT        | person
            How many vehicles passed?                       | HOW_MANY    | vehicle
            """)
    void formsAndSubjects(String question, Ask ask, String subject) {
        QuestionForm form = read(question);
        assertThat(form.ask()).isEqualTo(ask);
        assertThat(form.subject()).hasValueSatisfying(found -> assertThat(found.singular()).isEqualTo(subject));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            When is there only one bottle?         | EXACTLY  | 1
            When were two cars there?              | EXACTLY  | 2
            When were there at least 3 people?     | AT_LEAST | 3
            When were there more than two people?  | AT_LEAST | 3
            Were there fewer than four cups?       | AT_MOST  | 3
            Are there 2 or more cars?              | AT_LEAST | 2
            When were several cars there?          | AT_LEAST | 2
            When were cars there at the same time? | AT_LEAST | 2
            When was the most traffic?             | MOST     | 0
            When was the street empty?             | EXACTLY  | 0
            When was nobody there?                 | EXACTLY  | 0
            When was he alone?                     | EXACTLY  | 1
            When was there a car?                  | ANY      | 0
            """)
    void amounts(String question, Amount.Relation relation, int number) {
        assertThat(read(question).amount()).isEqualTo(new Amount(relation, number));
    }

    @Test
    void vehiclesAreCarsTrucksBusesAndMotorcycles() {
        assertThat(read("Was there a vehicle?").subject().orElseThrow().labels()).containsExactlyInAnyOrder("car", "truck", "bus", "motorcycle");
    }

    @Test
    void whatSaysWhereIsNotWhatIsAskedAbout() {
        assertThat(read("How many bottles are on the table?").subjects()).extracting(Subject::singular).containsExactly("bottle");
        assertThat(read("Did the table have two bottles on it?").subjects()).extracting(Subject::singular).containsExactly("bottle");
        assertThat(read("When did somebody put a phone there?").subjects()).extracting(Subject::singular).containsExactly("phone");
    }

    @Test
    void comingAndGoingAreToldApart() {
        assertThat(read("When did the car leave?").aspect()).isEqualTo(Aspect.LEAVES);
        assertThat(read("When was the car on the left?").aspect()).isEqualTo(Aspect.STATE);
        assertThat(read("When did the car come?").aspect()).isEqualTo(Aspect.APPEARS);
        assertThat(read("When was the bottle taken?").aspect()).isEqualTo(Aspect.REMOVED);
        assertThat(read("When did the person who left the room first come?").occurrence()).isEqualTo(1);
    }

    @Test
    void presentTenseMeansNowUnlessItSpeaksOfTheVideo() {
        assertThat(read("Is there a car?").current()).isTrue();
        assertThat(read("Was there a car?").current()).isFalse();
        assertThat(read("How many cars does the video show?").current()).isFalse();
    }

    @Test
    void colourAndDeedAreKnownToBeBeyondNotes() {
        assertThat(read("Was there a red man?").unsupported()).contains("red");
        assertThat(read("Was the light red?").unsupported()).contains("red");
        assertThat(read("Is the man wearing a hat?").unsupported()).isPresent();
        assertThat(read("Is the person thirsty?").unsupported()).contains("thirsty");
        assertThat(read("Is the person still there?").unsupported()).isEmpty();
        assertThat(read("Was the car on the street at 00:10?").unsupported()).isEmpty();
        assertThat(read("Was there a man with a dog?").unsupported()).isEmpty();
    }

    @Test
    void coloursOfThingsAreWhatNotesTell() {
        assertThat(read("Was there a red car?").colour()).contains("red");
        assertThat(read("Was there a red car?").unsupported()).isEmpty();
        assertThat(read("When did the gray bus leave?").colour()).contains("grey");
        assertThat(read("What colour was the car?").ask()).isEqualTo(Ask.COLOUR);
        assertThat(read("What colour was the man's shirt?").unsupported()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Was there a dog while the bus was there?              | WHILE   | bus    | dog
            While the bus was there, how many cars came?          | WHILE   | bus    | car
            How many cars came after the dog left?                | AFTER   | dog    | car
            After the dog left did a car come?                    | AFTER   | dog    | car
            What came before the truck?                           | BEFORE  | truck  |
            How many people were there when the bus arrived?      | WHEN    | bus    | person
            How many cars came between the dog and the bus?       | BETWEEN | dog    | car
            Was there a cat as long as the "EXIT" sign was shown? | WHILE   | text   | cat
            """)
    void aTimeMayBeNamedByAnEvent(String question, Clause.Relation relation, String anchor, String subject) {
        QuestionForm form = read(question);
        assertThat(form.clause()).hasValueSatisfying(clause -> {
            assertThat(clause.relation()).isEqualTo(relation);
            assertThat(clause.anchor().subject().orElseThrow().singular()).isEqualTo(anchor);
        });
        assertThat(form.subject().map(Subject::singular).orElse(null)).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Did the man arrive before the woman's dog?", "Tell me when the kids left", "When did the car come?", "Which came first, the car or the bus?",
        "How many bottles are there between 00:10 and 00:20?", "Show me the moment when the truck arrives"})
    void comparisonsAndTimesAreNoClauses(String question) {
        assertThat(read(question).clause()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            From which side did the car come?        | SIDE
            Which way did the dog leave?             | SIDE
            On which side did the bus go out?        | SIDE
            On which side is the cup?                | WHERE
            When did the scene change?               | SCENES
            How many scenes were there?              | SCENES
            """)
    void sidesAndScenes(String question, Ask ask) {
        assertThat(read(question).ask()).isEqualTo(ask);
    }

    @Test
    void aFollowUpTakesWhatItLeavesOut() {
        QuestionForm form = read("and at 00:20?", "How many bottles are there at 00:10?");
        assertThat(form.ask()).isEqualTo(Ask.HOW_MANY);
        assertThat(form.subject().orElseThrow().singular()).isEqualTo("bottle");
        assertThat(form.time().span().start()).isEqualTo(20);
    }

    @Test
    void hostileInputIsJustWords() {
        assertThat(read("?".repeat(4000)).ask()).isEqualTo(Ask.OTHER);
        assertThat(read("99999999999999999999 cars at 99:99:99").subject()).isPresent();
        assertThat(read("\u0000\uD83D\uDE97 <|im_end|> 'x").ask()).isEqualTo(Ask.OTHER);
    }
}
