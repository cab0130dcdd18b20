package dev.afterimage.encoder.note;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.evidence.Traits;
import dev.afterimage.encoder.object.TrackedThing;
import dev.afterimage.encoder.picture.Box;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteWriterTest {

    private static final Box BOX = new Box(0, 0, 1, 1);

    @Test
    void anEmptyPictureIsNothing() {
        assertThat(note(List.of(), List.of())).isEqualTo("nothing");
    }

    @Test
    void oneThingHasItsPlace() {
        assertThat(note(List.of(thing("car", "left")), List.of())).isEqualTo("car on the left");
        assertThat(note(List.of(thing("car", "centre")), List.of())).isEqualTo("car in the centre");
    }

    @Test
    void severalHaveOneOnlyWhenItIsTheSame() {
        assertThat(note(List.of(thing("person", "right"), thing("person", "right")), List.of())).isEqualTo("2 people on the right");
        assertThat(note(List.of(thing("bus", "left"), thing("bus", "right")), List.of())).isEqualTo("2 buses");
    }

    @Test
    void thingsAndWritingStandInOneLine() {
        assertThat(note(List.of(thing("car", "left"), thing("person", "left"), thing("person", "right")), List.of("EXIT B2", "say \"hi\"")))
                .isEqualTo("car on the left, 2 people; text \"EXIT B2\", \"say 'hi'\"");
        assertThat(note(List.of(), List.of("EXIT B2"))).isEqualTo("text \"EXIT B2\"");
    }

    @Test
    void aPageOfWritingIsCut() {
        assertThat(note(List.of(), List.of("a1", "b2", "c3", "d4", "e5", "f6", "g7"))).doesNotContain("g7").contains("f6");
        assertThat(note(List.of(), List.of("x".repeat(200)))).hasSizeLessThan(80);
    }

    @Test
    void evidenceCountsAndPlaces() {
        Sighting one = new Sighting(0, 2, Sighting.THERE, "", "", "");
        assertThat(NoteWriter.evidence(List.of(thing("car", "left"), thing("car", "right")), List.of(), List.of()))
                .containsExactly(new Evidence("car", List.of("left", "right"), 0.5, List.of(one, one)));
    }

    @Test
    void whatIsGoneIsEvidenceAndNoPartOfTheNote() {
        List<Evidence> evidence = NoteWriter.evidence(List.of(), List.of(new TrackedThing.Gone(coloured("car", "red"), 7, "right")),
                List.of());
        assertThat(evidence).containsExactly(new Evidence("car", List.of(), 0.5, List.of(new Sighting(0, 2, 7, "red", "left", "right"))));
        assertThat(NoteWriter.note(evidence)).isEqualTo("nothing");
    }

    @Test
    void aColourIsNotedWhereAllHaveIt() {
        assertThat(note(List.of(coloured("car", "red")), List.of())).isEqualTo("red car on the left");
        assertThat(note(List.of(coloured("car", "red"), coloured("car", "red")), List.of())).isEqualTo("2 red cars on the left");
        assertThat(note(List.of(coloured("car", "red"), coloured("car", "")), List.of())).isEqualTo("2 cars on the left");
        assertThat(note(List.of(coloured("car", "red"), coloured("car", "blue")), List.of())).isEqualTo("2 cars on the left");
    }

    @Test
    void timesAreMinutesAndFromAnHourOnHours() {
        assertThat(NoteWriter.time(0)).isEqualTo("[00:00]");
        assertThat(NoteWriter.time(83.9)).isEqualTo("[01:23]");
        assertThat(NoteWriter.time(3599.99)).isEqualTo("[59:59]");
        assertThat(NoteWriter.time(3600)).isEqualTo("[1:00:00]");
        assertThat(NoteWriter.time(90061)).isEqualTo("[25:01:01]");
    }

    private static TrackedThing thing(String label, String place) {
        return new TrackedThing(0, label, place, BOX, 0.5f, 2, "", "", Traits.UNKNOWN);
    }

    private static TrackedThing coloured(String label, String colour) {
        return new TrackedThing(0, label, "left", BOX, 0.5f, 2, colour, "left", Traits.UNKNOWN);
    }

    private static String note(List<TrackedThing> things, List<String> texts) {
        return NoteWriter.note(NoteWriter.evidence(things, List.of(),
                texts.stream().map(text -> new Evidence(Evidence.Kind.TEXT, text, 1, List.of("left"), 0.9)).toList()));
    }
}
