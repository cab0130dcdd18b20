package dev.afterimage.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.onnx.OnnxNetworkLoader;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real networks on the real clips, with the settings nobody chose. */
class ClipReadingTest {

    private static NoteEncoderFactory factory;
    private static List<EncodedFrame> street;
    private static List<EncodedFrame> table;

    @BeforeAll
    static void readTheClips() {
        factory = new NoteEncoderFactory(new OnnxNetworkLoader(), 2);
        street = read(Clips.STREET);
        table = read(Clips.TABLE);
    }

    private static List<EncodedFrame> read(String clip) {
        return Clips.encode(factory.create(Clips.settings(clip)), Clips.frames(clip));
    }

    @AfterAll
    static void closeTheNetworks() {
        factory.close();
    }

    @Test
    void countsTheBottlesRightInNineOfTenFrames() {
        assertThat(rightShare(table, Clips.truth(Clips.TABLE), Clips::bottles, "bottle")).isGreaterThan(0.9);
    }

    @Test
    void countsTheCarsFromAboveRightInNineOfTenFrames() {
        assertThat(rightShare(street, Clips.truth(Clips.STREET), Clips::cars, "car")).isGreaterThan(0.9);
    }

    @Test
    void seesNothingThatIsNotThere() {
        assertThat(labels(table)).isSubsetOf("bottle", "person").contains("bottle");
        assertThat(labels(street)).containsOnly("car");
    }

    @Test
    void theFirstCarIsReportedWithinASecondOfItsComing() {
        double first = street.stream().filter(f -> Clips.count(f, "car") > 0).findFirst().orElseThrow().seconds();
        assertThat(first).isBetween(4.5, 5.6);
    }

    @Test
    void writesTokensForTheFirstFrameAndWhereTheNoteChangesOnly() {
        String written = null;
        for (EncodedFrame frame : table) {
            assertThat(frame.tokens().isPresent()).as("at %.2f", frame.seconds()).isEqualTo(!frame.note().equals(written));
            written = frame.note();
        }
        assertThat(((PromptPart.Text) table.get(0).tokens().orElseThrow()).text()).isEqualTo("[00:00] 3 bottles\n");
        assertThat(street.get(0).note()).isEqualTo("nothing");
    }

    @Test
    void carsAreGoneBySidesAndInColoursThatAreTrue() {
        List<Sighting> gone = street.stream().filter(frame -> frame.tokens().isPresent()).flatMap(frame -> frame.evidence().stream())
                .filter(evidence -> evidence.count() == 0).flatMap(evidence -> evidence.things().stream()).toList();
        assertThat(gone).extracting(thing -> thing.from() + " to " + thing.to())
                .contains("bottom to top", "top to bottom").doesNotContain("top to top", "left to right", "right to left");
        // Two white cars, a red one, and a silver one in the sun that passes for white.
        assertThat(gone).extracting(Sighting::colour).isSubsetOf("", "white", "red").contains("white", "red");
    }

    @Test
    void everyFrameHasAFeatureOfLengthOneAndASmallPicture() {
        for (EncodedFrame frame : street) {
            double square = 0;
            for (float value : frame.feature()) {
                square += value * value;
            }
            assertThat(frame.feature()).hasSize(1280);
            assertThat(square).isCloseTo(1, offset(1e-4));
            assertThat(frame.thumbnail()).startsWith(0xff, 0xd8, 0xff).hasSizeLessThan(60_000);
        }
    }

    private static double rightShare(List<EncodedFrame> frames, JsonNode truth, BiFunction<JsonNode, Double, OptionalInt> wanted,
            String label) {
        int right = 0;
        int known = 0;
        StringBuilder wrong = new StringBuilder();
        for (EncodedFrame frame : frames) {
            OptionalInt want = wanted.apply(truth, frame.seconds());
            if (want.isPresent()) {
                known++;
                if (want.getAsInt() == Clips.count(frame, label)) {
                    right++;
                } else {
                    wrong.append(String.format(" %.2f s: %d, not %d;", frame.seconds(), Clips.count(frame, label), want.getAsInt()));
                }
            }
        }
        System.out.printf("%s: count right in %d of %d frames;%s%n", label, right, known, wrong);
        return (double) right / known;
    }

    private static Set<String> labels(List<EncodedFrame> frames) {
        Set<String> labels = new TreeSet<>();
        frames.forEach(frame -> frame.evidence().stream().map(Evidence::label).forEach(labels::add));
        return labels;
    }
}
