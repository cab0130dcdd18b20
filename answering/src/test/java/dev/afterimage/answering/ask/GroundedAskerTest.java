package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeStreams;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions as people put them, over three streams whose truth is known. */
class GroundedAskerTest {

    private static final String STREET = "0 nothing; 4.8 1 car left; 6.5 1 car right; 8.6 nothing; 14.7 1 car left; 15 2 car left right; "
            + "18.5 1 car right; 19.3 nothing;"
            + "25.4 1 car centre; 28 nothing";
    private static final String TABLE = "0 3 bottle left centre right; 6.5 2 bottle left right, 1 person left; 7.5 2 bottle left right; "
            + "11.8 2 bottle left right, 1 person left;"
            + "12.8 3 bottle left centre right; 17 1 person left; 18 1 bottle left; 22 1 bottle left, 1 person right; 24.5 2 bottle left "
            + "right; 27.5 1 person left;"
            + "28.5 3 bottle left centre right; 31.3 1 person left; 33 2 bottle left right; 34.5 1 person left, 2 bottle left right; 37 "
            + "3 bottle left centre right";
    private static final String ROOM = "0 1 chair left, 1 tv right; 10 1 person left, 1 chair left, 1 tv right; 14 1 person centre, 1 "
            + "chair left, 1 tv right;"
            + "20 2 person left centre, 1 chair left, 1 tv right, text \"EXIT B2\"; 26 1 person right, 1 chair left, 1 tv right, text "
            + "\"EXIT B2\";"
            + "31 1 chair left, 1 tv right; 31.5 1 dog left, 1 chair left, 1 tv right; 36 1 chair left, 1 tv right, 1 cell phone centre; "
            + "45 1 person left, 1 backpack left, 1 chair left, 1 tv right;"
            + "52 1 chair left, 1 tv right";

    private static final String SHELF = "0 nothing; 5 text \"guitar\" left; 12 text \"guitar\" left, text \"bus\" right; 20 text \"bus\" "
            + "right; 30 1 chair centre; 35 text \"guitars\" left;"
            + "41 text \"BLUE 42\" centre, 1 dog left; 50 nothing";

    private static final FakeLanguageModel MODEL = new FakeLanguageModel();
    private static final InMemorySegmentStore STORE = new InMemorySegmentStore();
    private static GroundedAsker asker;

    @BeforeAll
    static void watch() {
        NotesPrompt prompt = new NotesPrompt(MODEL);
        watch(prompt, "street", STREET, 30);
        watch(prompt, "table", TABLE, 39.9);
        watch(prompt, "room", ROOM, 60);
        watch(prompt, "lines", "0 nothing; 5 text \"EXIT\", text \"B2\"; 9 nothing", 12);
        watch(prompt, "shelf", SHELF, 60);
        asker = new GroundedAsker(STORE, MODEL, new FakeTextEmbedder(), AskSettings.DEFAULT, prompt);
    }

    private static void watch(NotesPrompt prompt, String stream, String moments, double last) {
        try (BlockPrefiller prefiller = new BlockPrefiller(MODEL, prompt, new FakeTextEmbedder())) {
            FakeStreams.watch(STORE, prefiller, new StreamId(stream), moments, last);
        }
    }

    @Test
    void optionsAreChosenFromAndInstructionsFollowedAtTheirMoment() {
        assertThat(text("street", "How many cars are there at 00:17?\nA. 1\nB. 2\nC. 3\nAnswer with the letter.", 29)).isEqualTo("B. 2");
        assertThat(text("street", "Was there a dog?\nA. Yes\nB. No\nAnswer with the letter.", 29)).isEqualTo("B. No");
        assertThat(text("street", "When does the first car appear?\nA. At 00:05\nB. At 00:20", 29)).isEqualTo("A. At 00:05");
        String instruction = "When a car appears, output \"Car\".";
        assertThat(text("street", instruction, 3)).isEmpty();
        assertThat(text("street", instruction, 6)).isEqualTo("Car");
        assertThat(text("shelf", "When the sign shows \"BLUE 42\", output \"blue\".", 45)).isEqualTo("blue");
    }

    private static String text(String stream, String question, double at) {
        Answer answer = asker.ask(new Question(new StreamId(stream), question, OptionalDouble.of(at), List.of()), text -> { }).answer();
        return answer instanceof Answer.Answered answered ? answered.text() : "";
    }

    @ParameterizedTest(name = "{0}: {1} ({2})")
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
            street | When does the first car appear?                          | - | At 00:05                  | 4.8-8.6
            street | When did the first car show up?                          | - | 00:05                     | 4.8-8.6
            street | At what time can you first see a car?                    | - | 00:05                     | 4.8-8.6
            street | What time did the first vehicle drive past?              | - | 00:05                     | 4.8-8.6
            street | Tell me when the first automobile came by                | - | 00:05                     | 4.8-8.6
            street | when was the first time a car was visible                | - | 00:05                     | 4.8-8.6
            street | When are two cars in the picture at the same time?       | - | 00:15                     | 15-18.5
            street | When are there 2 cars at once?                           | - | 00:15                     | 15-18.5
            street | At which moment were there more than one car?            | - | 00:15                     | 15-18.5
            street | When can several cars be seen together?                  | - | 00:15                     | 15-18.5
            street | When were there the most cars?                           | - | 00:15                     | 15-18.5
            street | Is there a car at 00:22?                                 | - | No                        | 19.3-25.4
            street | Are there any cars on the road at 0:22?                  | - | No                        | 19.3-25.4
            street | Can you see a car at 22 seconds?                         | - | No                        | 19.3-25.4
            street | Is there a car at 00:17?                                 | - | Yes, 2 cars               | 15-18.5
            street | Is the street empty at 00:22?                            | - | Yes                       | 19.3-25.4
            street | Is the street empty at 00:17?                            | - | No, 2                     | 15-18.5
            street | How many cars are there at 00:17?                        | - | 2 cars                    | 15-18.5
            street | how many cars can be seen at 0:17                        | - | 2 cars                    | 15-18.5
            street | What's the number of cars 17 seconds in?                 | - | 2 cars                    | 15-18.5
            street | Count the cars at 00:06                                  | - | 1 car                     | 4.8-8.6
            street | How many vehicles are on the street at 00:22?            | - | 0 vehicles                | 19.3-25.4
            street | Was there a dog?                                         | - | -                         | -
            street | Is there a dog?                                          | - | -                         | -
            street | Did you see any people?                                  | - | -                         | -
            street | Has anyone walked by?                                    | - | -                         | -
            street | Was there a unicorn?                                     | - | -                         | -
            street | When did the elephant cross the road?                    | - | -                         | -
            street | Was there a red car?                                     | - | -                         | -
            street | What color was the first car?                            | - | -                         | -
            street | Is there a car at 00:45?                                 | - | -                         | -
            street | When did the last car drive by?                          | - | 00:25                     | 25.4-28
            street | When was a car last seen?                                | - | 00:25                     | 25.4-28
            street | When did the most recent car pass?                       | - | 00:25                     | 25.4-28
            street | When did the last car leave?                             | - | 00:28                     | 25.4-28
            street | When did the first car disappear?                        | - | 00:09                     | 4.8-8.6
            street | When was the second time that a car came by?             | - | 00:15                     | 14.7-19.3
            street | When did the second car appear?                          | - | 00:15                     | 14.7-18.5
            street | How many cars passed in total?                           | - | 4 cars                    | 4.8-8.6
            street | How many cars drove by in the first 10 seconds?          | - | 1 car                     | 4.8-8.6
            street | How often did a car come by?                             | - | 3 times                   | 4.8-8.6
            street | How many times was there a car?                          | - | 3 times                   | 4.8-8.6
            street | How long was the first car in the picture?               | - | 4 seconds                 | 4.8-8.6
            street | For how long was the last car visible?                   | - | 3 seconds                 | 25.4-28
            street | What is the maximum number of cars at once?              | - | 2 cars                    | 15-18.5
            street | Did a car pass between 00:10 and 00:14?                  | - | No                        | 10-14
            street | Was there a car after 00:20?                             | - | Yes                       | 25.4-28
            street | Did a car drive by in the last ten seconds?              | - | Yes                       | 25.4-28
            street | Were there ever three cars at the same time?             | - | No, at most 2             | 15-18.5
            street | Where was the last car?                                  | - | centre                    | 25.4-28
            street | Where are the cars at 00:17?                             | - | left and on the right     | 15-18.5
            street | Is there a car on the right at 00:05?                    | - | No                        | 0-6.5
            street | Is there a car right now?                                | 17 | Yes, 2                   | 15-17
            street | Is there a car?                                          | 12 | No                       | 8.6-12
            street | When did the first car appear?                           | 3 | -                         | -
            street | How long ago did you last see a car?                     | - | 00:25, until 00:28        | 25.4-28
            street | What happened in the first ten seconds?                  | - | 1 car came: at 00:05      | 4.8-8.6
            street | What is on the street at 00:17?                          | - | 2 cars                    | 15-18.5
            street | When is the road empty?                                  | - | From 00:00 to 00:05       | 8.6-14.7
            table  | How many bottles are there at the start?                 | - | 3 bottles                 | 0-6.5
            table  | How many bottles are on the table at the beginning?      | - | 3 bottles                 | 0-6.5
            table  | How many bottles are there at 00:20?                     | - | 1 bottle                  | 18-24.5
            table  | How many bottles do you see at 20 s?                     | - | 1 bottle                  | 18-24.5
            table  | When is there only one bottle?                           | - | 00:18, until 00:25        | 18-24.5
            table  | When was there just a single bottle on the table?        | - | 00:18                     | 18-24.5
            table  | When did the table have exactly one bottle on it?        | - | -                         | -
            table  | How many bottles are there now?                          | 10 | 2 bottles                | 6.5-10
            table  | How many bottles are on the table right now?             | 10 | 2 bottles                | 6.5-10
            table  | how many bottles                                         | 20 | Up to 3 bottles           | 0-6.5
            street | Was there a bicycle or a car?                            | - | Yes                       | 4.8-8.6
            street | Did a car drive by twice?                                | - | Yes                       | 14.7-19.3
            street | Did a car drive by four times?                           | - | No, only 3                | 4.8-8.6
            street | After how many seconds does the first car appear?        | - | 00:05                     | 4.8-8.6
            street | How many cars does the video show?                       | - | 4 cars                    | 4.8-8.6
            street | Which direction did the first car go?                    | - | -                         | -
            table  | How many bottles were there in total?                    | - | 3 bottles                 | 0-6.5
            table  | Who took the bottles?                                    | - | -                         | -
            table  | How many bottles were visible between 18 and 22 seconds? | - | 1 bottle                  | 18-22
            table  | Was there a car?                                         | - | -                         | -
            table  | Were there at least three bottles at some point?         | - | Yes                       | 0-6.5
            table  | How many bottles are there at the end?                   | - | 3 bottles                 | 37-39.9
            table  | Did anyone reach for the bottles before 00:10?           | - | -                         | -
            table  | When was the first bottle taken away?                    | - | At 00:07                  | 5.5-7.5
            table  | Are there three bottles at 00:20?                        | - | No, 1 bottle              | 18-24.5
            table  | What objects did you see?                                | - | Bottles and a person      | 0-31.3
            room   | When does someone enter the room?                        | - | 00:10                     | 10-31
            room   | When did the first person come in?                       | - | At 00:10, until 00:31     | 10-31
            room   | When did the man leave?                                  | - | 00:31 and 00:52           | 10-31
            room   | Is there anyone in the room at 00:40?                    | - | No                        | 31-45
            room   | Who is there at 00:22?                                   | - | 2 people                  | 20-26
            room   | How many people are in the room at 00:22?                | - | 2 people                  | 20-26
            room   | How many persons were there at most?                     | - | 2 people                  | 20-26
            room   | When is nobody there?                                    | - | 00:00                     | 31-45
            room   | When was the room empty of people?                       | - | 00:00                     | 31-45
            room   | What does the sign say?                                  | - | EXIT B2                   | 20-31
            room   | What is written at 00:28?                                | - | EXIT B2                   | 20-31
            room   | When could you read "EXIT"?                              | - | From 00:20 to 00:31       | 20-31
            room   | Was there any text?                                      | - | Yes, "EXIT B2"            | 20-31
            lines  | Did the sign say EXIT B2?                                | - | Yes                       | 5-9
            lines  | When did the sign say "EXIT B2"?                         | - | From 00:05 to 00:09.      | 5-9
            lines  | When could you read any text?                            | - | From 00:05 to 00:09.      | 5-9
            lines  | Did the sign say EXIT C3?                                | - | -                         | -
            lines  | What does the sign say?                                  | - | "EXIT" and "B2"           | 5-9
            lines  | What text was visible at 00:02?                          | - | -                         | -
            room   | Is there a sign at 00:05?                                | - | No                        | 5-6
            room   | Which came first, the dog or the person?                 | - | The person at 00:10       | 10-31
            room   | Were there cats and people?                              | - | -                         | -
            street | what is the capital of France?                           | - | -                         | -
            street | When is nobody there?                                    | - | At 00:00                  | 0-30
            street | Did the car honk?                                        | - | -                         | -
            table  | Does the bottle look full?                               | - | -                         | -
            street | How much time passed between the first and second car?   | - | About 10 seconds          | 4.8-14.7
            street | Did a cyclist ride by?                                   | - | -                         | -
            street | Please list all cars with their times.                   | - | -                         | -
            street | At what second does the car leave for the last time?     | - | At 00:28                  | 25.4-28
            street | When was the street busiest?                             | - | -                         | -
            street | How many times were two cars visible simultaneously?     | - | 1 time, at 00:15          | 15-18.5
            street | Were there two cars at the same time before 00:10?       | - | No, at most 1 car         | 4.8-8.6
            street | Find the moment with two cars                            | - | 00:15                     | 15-18.5
            table  | When does the number of bottles drop to one?             | - | -                         | -
            table  | Does the number of bottles ever change?                  | - | Yes, 10 times, first at 00:07 | 5.5-7.5
            table  | Was a bottle taken away before 00:05?                    | - | No                        | 0-5
            table  | When are there fewer than three bottles?                 | - | 00:07                     | 17-28.5
            table  | Is the remaining bottle at 0:20 on the left or the right?| - | -                         | -
            table  | What just happened?                                      | 19 | then 1 bottle from 00:18 | 14-17
            room   | Who came first, the man or the dog?                      | - | The man at 00:10          | 10-31
            room   | Did the dog come before the person?                      | - | No: the dog came at 00:32 | 31.5-36
            room   | Did you see an animal?                                   | - | Yes                       | 31.5-36
            room   | When was there a person with a backpack?                 | - | 00:45                     | 45-52
            room   | Where was the dog?                                       | - | on the left               | 31.5-36
            room   | Is the tv on the left or on the right?                   | - | On the right              | 0-60
            room   | When did somebody put a phone there?                     | - | 00:36                     | 35-37
            room   | Is there a mobile phone at 00:40?                        | - | Yes                       | 36-45
            room   | Is the room empty at 00:40?                              | - | Yes, there was no person  | 31-45
            room   | Is the room empty at 00:12?                              | - | No, 1 person              | 10-20
            room   | Was there a cat?                                         | - | -                         | -
            room   | Is the person wearing a hat?                             | - | -                         | -
            room   | How long is the video?                                   | - | 60 seconds                | 0-60
            shelf  | When did you last see a guitar?                          | - | there from 00:35 to 00:41 | 35-41
            shelf  | When did you see a guitar?                               | - | from 00:05 to 00:20 and from 00:35 | 5-20
            shelf  | How many times did the guitar appear?                    | - | 2 times, at 00:05 and 00:35 | 5-20
            shelf  | How many times did the guitar appear?                    | 25 | 1 time, at 00:05         | 5-20
            shelf  | Where did you see the guitar?                            | - | On the left               | 5-20
            shelf  | Where did you see the bus?                               | - | On the right              | 12-30
            shelf  | Where was the text "BLUE 42"?                            | - | In the centre             | 41-50
            shelf  | Which came first, the guitar or the bus?                 | - | The text "guitar" at 00:05 | 5-20
            shelf  | Which came first, the bus or the guitar?                 | - | The text "guitar" at 00:05 | 5-20
            shelf  | Which came first, the text "BLUE 42" or the guitar?      | - | The text "guitar" at 00:05 | 5-20
            shelf  | Of the chair and the guitar, which did you see first?    | - | The text "guitar" at 00:05 | 5-20
            shelf  | Did the chair come before the guitar?                    | - | No: the chair came at 00:30 | 30-35
            shelf  | Did the guitar come before the chair?                    | - | Yes: the guitar came at 00:05 | 5-20
            shelf  | Which came first, the guitar or the unicorn?             | - | -                         | -
            shelf  | Was there a guitar?                                      | - | -                         | -
            shelf  | When did you see a tar?                                  | - | -                         | -
            """)
    void questionsInManyPhrasings(String stream, String question, Double at, String answer, String cited) {
        Reply reply = asker.ask(new Question(new StreamId(stream), question, at == null ? OptionalDouble.empty() : OptionalDouble.of(at),
                List.of()), text -> { });
        if (answer == null) {
            assertThat(reply.answer()).isInstanceOfAny(Answer.NotSeen.class, Answer.CannotTell.class);
            return;
        }
        assertThat(reply.answer()).isInstanceOfSatisfying(Answer.Answered.class, answered -> {
            assertThat(answered.text()).contains(answer);
            Citation first = answered.citations().get(0);
            String[] span = cited.split("-");
            assertThat(List.of(first.start(), first.end())).as(answered.text())
                    .isEqualTo(List.of(Double.parseDouble(span[0]), Double.parseDouble(span[1])));
        });
    }
}
