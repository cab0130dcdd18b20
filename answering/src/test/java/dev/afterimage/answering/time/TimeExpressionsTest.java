package dev.afterimage.answering.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.time.TimeReference.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeExpressionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Is there a car at 00:12?                          | MOMENT | 12   | 13   | Is there a car ?
            what was there at 1:02                            | MOMENT | 62   | 63   | what was there
            How many people around 1:02:03                    | MOMENT | 3723 | 3724 | How many people
            How many cars are there at 12 seconds?            | MOMENT | 12   | 13   | How many cars are there ?
            any dog at 12s?                                   | MOMENT | 12   | 13   | any dog ?
            who is there at second 7?                         | MOMENT | 7    | 8    | who is there ?
            What do you see at the 20 second mark?            | MOMENT | 20   | 21   | What do you see ?
            what happens 1 minute and 20 seconds in           | MOMENT | 80   | 81   | what happens
            Where was the cup a minute ago?                   | MOMENT | 4040 | 4041 | Where was the cup ?
            Where was the cup ten seconds ago?                | MOMENT | 4090 | 4091 | Where was the cup ?
            Did a car pass in the last ten seconds?           | SPAN   | 4090 | 4100 | Did a car pass ?
            Is there a car at 39.5?                           | MOMENT | 39.5 | 40.5 | Is there a car ?
            Did a car pass between 10.5 and 0:21?             | SPAN   | 10.5 | 21   | Did a car pass ?
            Did a car pass during the past 2 minutes?         | SPAN   | 3980 | 4100 | Did a car pass ?
            How many people came in in the last minute?       | SPAN   | 4040 | 4100 | How many people came in ?
            How many cars passed in the last hour?            | SPAN   | 500  | 4100 | How many cars passed ?
            How many cars in the first minute?                | SPAN   | 0    | 60   | How many cars ?
            Any car in the first 30 seconds of the video?     | SPAN   | 0    | 30   | Any car ?
            Was there a car between 00:10 and 00:20?          | SPAN   | 10   | 20   | Was there a car ?
            Was there a car from 10 s to 20 s?                | SPAN   | 10   | 20   | Was there a car ?
            How many bottles between 18 and 22 seconds?       | SPAN   | 18   | 22   | How many bottles ?
            How many bottles from second 18 to second 22?     | SPAN   | 18   | 22   | How many bottles ?
            How many bottles were seen 18-22 s?               | SPAN   | 18   | 22   | How many bottles were seen ?
            How many bottles 00:10-00:20?                     | SPAN   | 10   | 20   | How many bottles ?
            Did anyone come after 00:30?                      | SPAN   | 30   | 4100 | Did anyone come ?
            Has anyone come since 00:10?                      | SPAN   | 10   | 4100 | Has anyone come ?
            Did anyone come before 00:30?                     | SPAN   | 0    | 30   | Did anyone come ?
            How many bottles are there at the start?          | START  | 0    | 2    | How many bottles are there ?
            What is on the table at the beginning of the clip?| START  | 0    | 2    | What is on the table ?
            How many bottles at the end?                      | END    | 4098 | 4100 | How many bottles ?
            How many bottles are there now?                   | NOW    | 4099 | 4100 | How many bottles are there ?
            Is there a car right now?                         | NOW    | 4099 | 4100 | Is there a car ?
            What is currently on the table?                   | NOW    | 4099 | 4100 | What is on the table?
            Is the dog still there?                           | NOW    | 4099 | 4100 | Is the dog there?
            Was there ever a dog?                             | ALL    | 0    | 4100 | Was there a dog?
            How many cars so far?                             | ALL    | 0    | 4100 | How many cars ?
            Is there a dog in the video?                      | ALL    | 0    | 4100 | Is there a dog ?
            When did the first car appear?                    | UNSAID | 0    | 4100 | When did the first car appear?
            When did the second car drive by?                 | UNSAID | 0    | 4100 | When did the second car drive by?
            When did the last two cars come?                  | UNSAID | 0    | 4100 | When did the last two cars come?
            """)
    void wordsOfTimeArePutOnTheStreamsClock(String question, Kind kind, double start, double end, String rest) {
        assertThat(TimeExpressions.find(question, 4100)).isEqualTo(new TimeReference(kind, new TimeSpan(start, end), false, rest));
    }

    @Test
    void nothingReachesBeyondTheMomentOfAsking() {
        assertThat(TimeExpressions.find("any car between 00:05 and 00:20?", 10).span()).isEqualTo(new TimeSpan(5, 10));
        assertThat(TimeExpressions.find("any car in the first minute?", 10).span()).isEqualTo(new TimeSpan(0, 10));
        assertThat(TimeExpressions.find("any car in the last minute?", 10).span()).isEqualTo(new TimeSpan(0, 10));
        assertThat(TimeExpressions.find("any car a minute ago?", 10).span().start()).isZero();
        assertThat(TimeExpressions.find("any car at 00:20?", 10).future()).isTrue();
        assertThat(TimeExpressions.find("any car after 00:20?", 10).future()).isTrue();
    }
}
