package dev.afterimage.answering.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextRunTest {

    private static Timeline timeline(double until, Object... secondsAndTexts) {
        List<BlockEntry> entries = new ArrayList<>();
        for (int i = 0; i < secondsAndTexts.length; i += 2) {
            String text = (String) secondsAndTexts[i + 1];
            List<Evidence> seen = text.isEmpty() ? List.of() : List.of(new Evidence(Evidence.Kind.TEXT, text, 1, List.of("left"), 0.9));
            entries.add(new BlockEntry(new StreamId("s"), i / 2, ((Number) secondsAndTexts[i]).doubleValue(), 1, 0, text, seen,
                    new float[0], new float[0], new float[0]));
        }
        return new Timeline(entries, until);
    }

    @Test
    void readingsThatDifferByALetterAreTheSameWords() {
        assertThat(TextRun.of(timeline(20, 0, "", 2, "EXIT B2", 8, "EX1T B2", 9, "EXITB2", 10, ""))).singleElement().satisfies(run -> {
            assertThat(run.text()).isEqualTo("EXIT B2");
            assertThat(run.span()).isEqualTo(new TimeSpan(2, 10));
        });
    }

    @Test
    void otherWordsAndLaterTimesStandAlone() {
        assertThat(TextRun.of(timeline(30, 0, "EXIT B2", 5, "OPEN", 8, "", 20, "EXIT B2"))).extracting(TextRun::span)
                .containsExactly(new TimeSpan(0, 5), new TimeSpan(5, 8), new TimeSpan(20, 30));
    }

    @Test
    void wordsAreFoundWithinATextWhateverTheirCase() {
        TextRun run = TextRun.of(timeline(9, 0, "Thanks for watching")).get(0);
        assertThat(run.shows("THANKS")).isTrue();
        assertThat(run.shows("thanksforwatching")).isTrue();
        assertThat(run.shows("goodbye")).isFalse();
        assertThat(run.shows("?")).isFalse();
    }

    @Test
    void wordsReadOneByOneAreShownWhileEachIsThere() {
        List<TextRun> runs = List.of(run("EXIT", 2, 9), run("B2", 4, 12), run("C3", 20, 22));
        assertThat(TextRun.showing("exit b2", runs)).singleElement().satisfies(run -> {
            assertThat(run.text()).isEqualTo("exit b2");
            assertThat(run.span()).isEqualTo(new TimeSpan(4, 9));
        });
        assertThat(TextRun.showing("EXIT C3", runs)).isEmpty();
        assertThat(TextRun.showing("EXIT", runs)).containsExactly(runs.get(0));
    }

    @Test
    void aNameIsReadWordByWord() {
        TextRun run = run("the red fire engine", 0, 5);
        assertThat(run.names("fire engine")).isTrue();
        assertThat(run.names("fire engines")).as("a plural").isTrue();
        assertThat(run.names("fire enqine")).as("a letter in five").isTrue();
        assertThat(run("fireengine", 0, 5).names("fire engine")).as("without the blank").isTrue();
        assertThat(run.names("gin")).as("a part of a word").isFalse();
        assertThat(run("pear", 0, 5).names("bear")).as("short words must be right").isFalse();
        assertThat(run.names("?")).isFalse();
    }

    private static TextRun run(String text, double start, double end) {
        return new TextRun(Evidence.Kind.TEXT, text, new TimeSpan(start, end), 0.9, List.of("centre"));
    }
}
