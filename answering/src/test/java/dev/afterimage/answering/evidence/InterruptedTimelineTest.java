package dev.afterimage.answering.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A street: a car (10 to the gap at 30; one is there after it at 90, until 100), a dog (20 to 25), a sign "OPEN" (28 to
 * the gap; again after it). Nobody watched from 30 to 90.
 */
class InterruptedTimelineTest {

    private static final StreamId STREET = new StreamId("street");

    private final List<BlockEntry> entries = new ArrayList<>();
    private Timeline timeline;

    @BeforeEach
    void watch() {
        Sighting car = new Sighting(1, 10, Sighting.THERE, "red", "left", "");
        Sighting dog = new Sighting(2, 20, Sighting.THERE, "", "", "");
        Evidence sign = new Evidence(Evidence.Kind.TEXT, "OPEN", 1, List.of("left"), 0.9);
        put(0);
        put(10, thing("car", car));
        put(20, thing("car", car), thing("dog", dog));
        put(25, thing("car", car), new Evidence("dog", List.of(), 0.9, List.of(new Sighting(2, 20, 25, "", "", "right"))));
        put(28, thing("car", car), sign);
        put(90, thing("car", new Sighting(7, 90, Sighting.THERE, "", "", "")), sign);
        put(100, sign, new Evidence("car", List.of(), 0.9, List.of(new Sighting(7, 90, 100, "", "", "right"))));
        timeline = timeline(120, new Gap(STREET, 30, 90, Gap.Cause.UNREACHABLE));
    }

    private Timeline timeline(double until, Gap... gaps) {
        return new Timeline(entries, List.of(), Coverage.of(List.of(gaps), until), until, Sureness.FLOOR);
    }

    private static Evidence thing(String label, Sighting sighting) {
        return new Evidence(label, List.of("left"), 0.9, List.of(sighting));
    }

    private void put(double seconds, Evidence... evidence) {
        entries.add(new BlockEntry(STREET, entries.size(), seconds, 1, 0, "note", List.of(evidence), new float[0], new float[0],
                new float[0]));
    }

    private CountTrack cars(Timeline of) {
        return of.counts(evidence -> evidence.label().equals("car"), Evidence::count);
    }

    @Test
    void aBlockHoldsUntilNobodyWatchesAnyMore() {
        assertThat(timeline.moments()).extracting(Timeline.Moment::span).contains(new TimeSpan(28, 30), new TimeSpan(90, 100))
                .doesNotContain(new TimeSpan(28, 90));
        assertThat(timeline.during(new TimeSpan(50, 51))).isEmpty();
        assertThat(timeline(60, Gap.from(STREET, 30, Gap.Cause.STALLED)).during(new TimeSpan(59, 60))).as("nothing is known now").isEmpty();
    }

    @Test
    void aStretchEndsAtTheGapAndAnotherBeginsBehindIt() {
        assertThat(cars(timeline).visits()).extracting(CountRun::span).containsExactly(new TimeSpan(10, 30), new TimeSpan(90, 100));
        assertThat(cars(timeline).stretches(count -> count > 0)).extracting(CountRun::span)
                .containsExactly(new TimeSpan(10, 30), new TimeSpan(90, 100));
        assertThat(cars(timeline(120)).visits()).as("had it been watched").extracting(CountRun::span)
                .containsExactly(new TimeSpan(10, 100));
    }

    @Test
    void nothingIsJoinedOverAGapHoweverShort() {
        List<BlockEntry> blinks = List.of(entries.get(0), entries.get(1));
        Timeline shortly = new Timeline(blinks, List.of(), Coverage.of(List.of(new Gap(STREET, 12, 12.4, Gap.Cause.OVERLOADED)), 20), 20,
                Sureness.FLOOR);
        assertThat(cars(shortly).visits()).extracting(CountRun::span).containsExactly(new TimeSpan(10, 12));
    }

    @Test
    void noChangeIsToldOfATimeNobodyWatched() {
        assertThat(cars(timeline).steps(true)).as("the car at 90 was not seen to come").containsExactly(10.0);
        assertThat(cars(timeline).steps(false)).as("the car at 30 was not seen to go").containsExactly(100.0);
        assertThat(cars(timeline).appearances()).extracting(CountRun::span).containsExactly(new TimeSpan(10, 30), new TimeSpan(90, 100));
    }

    @Test
    void aVisitEndsAtTheGapAndNoneGoesOnAcrossIt() {
        assertThat(timeline.visits()).extracting(Visit::label, Visit::span).containsExactly(
                tuple("car", new TimeSpan(10, 30)), tuple("dog", new TimeSpan(20, 25)),
                tuple("car", new TimeSpan(90, 100)));
        Visit before = timeline.visits().get(0);
        assertThat(before.to()).as("where it went is not known").isEmpty();
        assertThat(timeline.watched().cutting(before.span())).isPresent();
        assertThat(timeline.watched().leadingTo(timeline.visits().get(2).span())).isPresent();
    }

    @Test
    void aTrackThatAnEncoderCarriedAcrossIsCutAllTheSame() {
        entries.clear();
        Sighting car = new Sighting(1, 10, Sighting.THERE, "red", "left", "");
        put(10, thing("car", car));
        put(90, thing("car", car));
        put(95, new Evidence("car", List.of(), 0.9, List.of(new Sighting(1, 10, 95, "red", "left", "right"))));
        assertThat(timeline(120, new Gap(STREET, 30, 90, Gap.Cause.NOT_RUNNING)).visits()).extracting(Visit::span)
                .containsExactly(new TimeSpan(10, 30), new TimeSpan(90, 95));
    }

    @Test
    void wordsAreReadAnewBehindAGap() {
        assertThat(TextRun.of(timeline)).extracting(TextRun::span).containsExactly(new TimeSpan(28, 30), new TimeSpan(90, 120));
        assertThat(TextRun.of(timeline(120, new Gap(STREET, 30, 31, Gap.Cause.STALLED), new Gap(STREET, 31, 90, Gap.Cause.STALLED))))
                .hasSize(2);
    }

    @Test
    void whatWasThereWhenWatchingEndedIsAsSureAsWhatIsThereNow() {
        Timeline seenOnce = new Timeline(List.of(entries.get(0), entries.get(1)), List.of(),
                Coverage.of(List.of(new Gap(STREET, 10.5, 90, Gap.Cause.STALLED)), 120), 120,
                Sureness.FLOOR);
        CountTrack track = cars(seenOnce);
        assertThat(track.sureness(track.visits().get(0))).isEqualTo(Sureness.of(0.9, 0.5, true));
    }
}
