package dev.afterimage.answering.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.evidence.Sureness;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.parse.QuestionGrammar;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Motion;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.evidence.Spot;
import dev.afterimage.core.evidence.Traits;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thing that is only taken for something, however often, is not affirmed. */
class FaintThingsTest {

    private static final Spot MIDDLE = new Spot(0.4, 0.4, 0.6, 0.8);

    /** One thing, seen twice a second for ten seconds under changing names. */
    private static ObservedStream followed(IntFunction<String> name, double score, Motion.Way way, String to) {
        List<BlockEntry> entries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Traits traits = new Traits(i + 1, i * 0.5, score, MIDDLE, new Motion(way, 0), List.of());
            Sighting there = new Sighting(1, 0, Sighting.THERE, "", "", "", traits);
            entries.add(entry(i, new Evidence(name.apply(i), List.of("centre"), score, List.of(there))));
        }
        Traits last = new Traits(20, 9.5, score, MIDDLE, new Motion(way, 0), List.of());
        entries.add(entry(20, new Evidence(name.apply(19), List.of(), score, List.of(new Sighting(1, 0, 10, "", "", to, last)))));
        return ObservedStream.of(new Timeline(entries, List.of(), 12, Sureness.FLOOR));
    }

    private static BlockEntry entry(int number, Evidence evidence) {
        return new BlockEntry(new StreamId("room"), number, number * 0.5, 1, 0, "", List.of(evidence), new float[0], new float[0],
                new float[0]);
    }

    private static Finding ask(String question, ObservedStream observed) {
        return new Evaluator(observed).evaluate(new QuestionGrammar().parse(question, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Were there any chairs?", "Was there a chair at 5 seconds?", "How many chairs were there?",
        "Where was the chair?"})
    void manyFaintSightsOfWhatStandsStillAreNoChair(String question) {
        ObservedStream table = followed(i -> "chair", 0.48, Motion.Way.STANDS, "");
        assertThat(ask(question, table)).as(question).isInstanceOf(Finding.NotSeen.class);
    }

    @Test
    void whatCameNearestIsTold() {
        ObservedStream table = followed(i -> "chair", 0.48, Motion.Way.STANDS, "");
        assertThat(((Finding.NotSeen) ask("Were there any chairs?", table)).closest()).isNotEmpty();
    }

    @Test
    void aSureSightIsAChair() {
        assertThat(ask("Were there any chairs?", followed(i -> "chair", 0.6, Motion.Way.STANDS, ""))).isInstanceOf(Finding.Fact.class);
    }

    @Test
    void whatGoesAboutOrIsTakenOutIsBelievedWithLowScores() {
        assertThat(ask("Was there a car?", followed(i -> "car", 0.35, Motion.Way.LEFT, ""))).isInstanceOf(Finding.Fact.class);
        assertThat(ask("Was there a bottle?", followed(i -> "bottle", 0.48, Motion.Way.STANDS, "top"))).isInstanceOf(Finding.Fact.class);
    }

    @Test
    void aNameThatAThingBoreForAWhileIsNoThingOfItsOwn() {
        ObservedStream dog = followed(i -> i < 12 ? "dog" : "person", 0.7, Motion.Way.LEFT, "");
        assertThat(ask("Did somebody come in?", dog)).isInstanceOf(Finding.NotSeen.class);
        assertThat(ask("Was there a dog?", dog)).isInstanceOf(Finding.Fact.class);
    }

    @Test
    void animalsThatWereOnlyTakenForThemAreNotNamed() {
        assertThat(ask("what animal is that?", followed(i -> "dog", 0.5, Motion.Way.STANDS, ""))).isInstanceOf(Finding.NotSeen.class);
    }
}
