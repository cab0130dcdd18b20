package dev.afterimage.answering.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sightings as blocks store them, put together again. */
class VisitsTest {

    private final List<BlockEntry> blocks = new ArrayList<>();

    @Test
    void aVisitHasItsTimesItsWayAndItsColour() {
        at(2, there("left", sighting(1, 2, "", "left")));
        at(4, there("centre", sighting(1, 2, "red", "left")));
        at(7, gone(1, 2, 7, "red", "left", "right"));
        assertThat(visits(20)).containsExactly(new Visit(1, "car", new TimeSpan(2, 7), 0.7, "red", List.of("left", "centre"), "left",
                "right"));
    }

    @Test
    void whatIsStillThereLastsUntilNow() {
        at(2, there("left", sighting(1, 2, "", "")));
        assertThat(visits(20)).extracting(Visit::span).containsExactly(new TimeSpan(2, 20));
        assertThat(visits(5)).extracting(Visit::span).containsExactly(new TimeSpan(2, 5));
    }

    @Test
    void ofTwoAtOnceEachKeepsItsOwnTime() {
        at(2, there("left", sighting(1, 2, "", "")));
        at(4, new Evidence("car", List.of("left", "right"), 0.7, List.of(sighting(1, 2, "", ""), sighting(2, 4, "", ""))));
        at(6, there("left", sighting(1, 2, "", "")), gone(2, 4, 6, "", "", "right"));
        at(9, gone(1, 2, 9, "", "", "left"));
        assertThat(visits(20)).extracting(Visit::span).containsExactly(new TimeSpan(2, 9), new TimeSpan(4, 6));
    }

    @Test
    void aNewNumberAtTheSamePlaceIsTheSameThing() {
        at(2, there("left", sighting(1, 2, "", "left")));
        at(6, there("left", sighting(5, 4.5, "", "")), gone(1, 2, 4.5, "", "left", ""));
        assertThat(visits(10)).extracting(Visit::span).containsExactly(new TimeSpan(2, 10));
    }

    @Test
    void oneThatWentOutAndOneThatCameInAreTwo() {
        at(2, there("right", sighting(1, 2, "", "left")));
        at(6, there("left", sighting(5, 6, "", "left")), gone(1, 2, 6, "", "left", "right"));
        assertThat(visits(10)).extracting(Visit::span).containsExactly(new TimeSpan(2, 6), new TimeSpan(6, 10));
    }

    @Test
    void aMissedFrameEndsNoVisit() {
        at(2, there("left", sighting(1, 2, "", "left")));
        at(5, gone(1, 2, 5, "", "left", ""));
        at(5.5, there("left", sighting(1, 5.5, "", "left")));
        assertThat(visits(10)).extracting(Visit::span).containsExactly(new TimeSpan(2, 10));
    }

    @Test
    void aNumberGivenAgainAfterARestartIsAnotherThing() {
        at(2, there("left", sighting(1, 2, "", "")));
        at(5, gone(1, 2, 5, "", "", ""));
        at(60, there("left", sighting(1, 60, "", "")));
        assertThat(visits(70)).hasSize(2);
    }

    @Test
    void aColourToldLateWasTrueBefore() {
        at(2, there("left", sighting(1, 2, "", "")));
        at(4, there("centre", sighting(1, 2, "red", "")));
        assertThat(new Timeline(blocks, 10).moments().get(0).evidence().get(0).things().get(0).colour()).isEqualTo("red");
        assertThat(new Timeline(blocks, 3).moments().get(0).evidence().get(0).things().get(0).colour()).as("nothing later is known at 3 s")
                .isEmpty();
    }

    private static Sighting sighting(long track, double since, String colour, String from) {
        return new Sighting(track, since, Sighting.THERE, colour, from, "");
    }

    private static Evidence there(String place, Sighting thing) {
        return new Evidence("car", List.of(place), 0.7, List.of(thing));
    }

    private static Evidence gone(long track, double since, double until, String colour, String from, String to) {
        return new Evidence("car", List.of(), 0.7, List.of(new Sighting(track, since, until, colour, from, to)));
    }

    private void at(double seconds, Evidence... evidence) {
        blocks.add(new BlockEntry(new StreamId("s"), blocks.size(), seconds, 1, 0, "", List.of(evidence), new float[0], new float[0],
                new float[0]));
    }

    private List<Visit> visits(double until) {
        return new Timeline(blocks, until).visits();
    }
}
