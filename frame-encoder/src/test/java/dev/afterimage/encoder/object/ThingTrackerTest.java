package dev.afterimage.encoder.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.evidence.Motion;
import dev.afterimage.core.evidence.Traits;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.picture.Background;
import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.CameraShift;
import dev.afterimage.encoder.picture.Picture;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Synthetic boxes, and pictures painted to fit: a dark ground with a bright patch where something is. */
class ThingTrackerTest {

    private static final Box HERE = new Box(0.4f, 0.4f, 0.6f, 0.7f);
    private ThingTracker tracker = new ThingTracker(ReadingSettings.DEFAULT);
    private final Background background = new Background();
    private final CameraShift camera = new CameraShift();
    private double seconds = -0.5;
    private boolean fresh = true;

    @Test
    void whatIsThereAtTheStartShowsAtOnce() {
        assertThat(see(HERE, of("bottle", 0.5f, HERE))).containsExactly("bottle");
    }

    @Test
    void anUnsureThingNeverShows() {
        for (int i = 0; i < 10; i++) {
            assertThat(see(HERE, of("bottle", 0.35f, HERE))).isEmpty();
        }
    }

    @Test
    void aFlickerOfOneFrameNeverShows() {
        empty(5);
        assertThat(see(null, of("bottle", 0.45f, HERE))).isEmpty();
        assertThat(see(null)).isEmpty();
    }

    @Test
    void aThingSetDownShowsAtItsSecondHit() {
        empty(5);
        assertThat(see(HERE, of("bottle", 0.5f, HERE))).isEmpty();
        assertThat(see(HERE, of("bottle", 0.5f, HERE))).containsExactly("bottle");
    }

    @Test
    void aPersonInFrontOfALearntBackgroundShowsAtOnce() {
        empty(5);
        assertThat(see(HERE, of("person", 0.5f, HERE))).containsExactly("person");
    }

    @Test
    void faintDetectionsGoOnWithAKnownThing() {
        see(HERE, of("bottle", 0.5f, HERE));
        assertThat(see(HERE, of("bottle", 0.3f, HERE))).containsExactly("bottle");
    }

    @Test
    void aMissedThingThatLooksAsBeforeIsStillThere() {
        see(HERE, of("bottle", 0.5f, HERE));
        see(HERE, of("bottle", 0.5f, HERE));
        for (int i = 0; i < 6; i++) {
            assertThat(see(HERE)).containsExactly("bottle");
        }
    }

    @Test
    void aThingTakenAwayIsGoneAtOnce() {
        empty(5);
        see(HERE, of("bottle", 0.5f, HERE));
        see(HERE, of("bottle", 0.5f, HERE));
        assertThat(see(null)).isEmpty();
    }

    @Test
    void aSteadyMarkOnTheGroundIsNoKite() {
        Box mark = new Box(0.7f, 0.0f, 0.76f, 0.08f);
        for (int i = 0; i < 20; i++) {
            assertThat(see(mark, of("kite", 0.5f, mark))).isEmpty();
        }
    }

    @Test
    void whatDrivesThroughThePictureIsACarWhateverItIsCalled() {
        empty(5);
        assertThat(drive(5)).containsExactly("car");
    }

    @Test
    void butNotInAPersonsHand() {
        empty(5);
        List<String> seen = List.of();
        for (int i = 0; i < 5; i++) {
            Box phone = moved(i);
            Box arm = new Box(phone.left() - 0.05f, 0, phone.right() + 0.2f, phone.bottom());
            seen = see(phone, fromAbove(phone), of("person", 0.6f, arm));
        }
        assertThat(seen).contains("person").doesNotContain("car");
    }

    @Test
    void aCountDoesNotDoubleWhenABoxCrumbles() {
        Box part = new Box(0.41f, 0.41f, 0.59f, 0.6f);
        see(HERE, of("person", 0.6f, HERE));
        assertThat(see(HERE, of("person", 0.6f, HERE), of("person", 0.45f, part))).containsExactly("person");
        assertThat(see(HERE, of("person", 0.6f, HERE), of("person", 0.45f, part))).containsExactly("person");
    }

    @Test
    void twoWalkersStayTwo() {
        empty(5);
        for (int i = 0; i < 6; i++) {
            Box one = new Box(0.1f + i * 0.08f, 0.4f, 0.15f + i * 0.08f, 0.6f);
            Box other = new Box(0.8f - i * 0.08f, 0.5f, 0.85f - i * 0.08f, 0.7f);
            assertThat(see(null, of("person", 0.6f, one), of("person", 0.7f, other)).size()).isEqualTo(i == 0 ? 0 : 2);
        }
    }

    @Test
    void onlyWatchedClassesAreReported() {
        tracker = new ThingTracker(new ReadingSettings(Set.of("cup"), Map.of(), -1, true));
        Box there = new Box(0.1f, 0.1f, 0.2f, 0.3f);
        assertThat(see(HERE, of("bottle", 0.7f, HERE), of("cup", 0.5f, there))).containsExactly("cup");
    }

    @Test
    void ownThresholdsAndSizesHold() {
        tracker = new ThingTracker(new ReadingSettings(Set.of(), Map.of("bottle", 0.25, "cup", 0.9), 0.02, true));
        Box small = new Box(0.1f, 0.1f, 0.15f, 0.2f);
        assertThat(see(HERE, of("bottle", 0.3f, HERE), of("cup", 0.8f, HERE), of("person", 0.9f, small))).containsExactly("bottle");
    }

    @Test
    void placesAreThirdsThatMustBeLeftClearly() {
        assertThat(place(0.2f)).isEqualTo("left");
        assertThat(place(0.35f)).isEqualTo("left");
        assertThat(place(0.4f)).isEqualTo("centre");
        assertThat(place(0.31f)).isEqualTo("centre");
        assertThat(place(0.28f)).isEqualTo("left");
    }

    @Test
    void whatStaysAtItsPlaceStandsAndWhatGoesOnMoves() {
        for (int i = 0; i < 5; i++) {
            see(HERE, of("bottle", 0.6f, HERE));
        }
        assertThat(things(HERE, of("bottle", 0.6f, HERE)).get(0).traits().motion().way()).isEqualTo(Motion.Way.STANDS);
        List<TrackedThing> gone = List.of();
        for (int i = 1; i < 5; i++) {
            Box there = new Box(0.4f + i * 0.06f, 0.4f, 0.6f + i * 0.06f, 0.7f);
            gone = things(there, of("bottle", 0.6f, there));
        }
        assertThat(gone.get(0).traits().motion().way()).isEqualTo(Motion.Way.RIGHT);
    }

    @Test
    void theBestScoreAndTheLastSightAreThoseOfAllSights() {
        see(HERE, of("bottle", 0.5f, HERE));
        see(HERE, of("bottle", 0.9f, HERE));
        Traits traits = things(HERE, of("bottle", 0.4f, HERE)).get(0).traits();
        assertThat(traits.sights()).isEqualTo(3);
        assertThat(traits.best()).isGreaterThan(0.65);
        assertThat(traits.seen()).isEqualTo(seconds);
        assertThat(things(HERE).get(0).traits().seen()).as("missed now").isEqualTo(seconds - 0.5);
    }

    private String place(float x) {
        Box box = new Box(x - 0.1f, 0.4f, x + 0.1f, 0.7f);
        return things(box, of("bottle", 0.6f, box)).get(0).place();
    }

    private List<String> drive(int frames) {
        List<String> seen = List.of();
        for (int i = 0; i < frames; i++) {
            seen = see(moved(i), fromAbove(moved(i)));
        }
        return seen;
    }

    private static Box moved(int frame) {
        return new Box(0.3f, 0.05f + frame * 0.12f, 0.5f, 0.35f + frame * 0.12f);
    }

    private static Detection fromAbove(Box box) {
        Detection detection = of("cell phone", 0.6f, box);
        detection.scores()[CocoClasses.CAR] = 0.24f;
        return detection;
    }

    private static Detection of(String label, float score, Box box) {
        return new Detection(box, SuppressionTest.scores(CocoClasses.index(label), score));
    }

    private void empty(int frames) {
        for (int i = 0; i < frames; i++) {
            see(null);
        }
    }

    private List<String> see(Box bright, Detection... detections) {
        return things(bright, detections).stream().map(TrackedThing::label).toList();
    }

    private List<TrackedThing> things(Box bright, Detection... detections) {
        seconds += 0.5;
        try (Picture picture = new Picture(new Frame(new StreamId("s"), 0, seconds, Instant.EPOCH, 200, 200, painted(bright)))) {
            background.update(picture, seconds, camera);
            List<TrackedThing> things = tracker.update(new Surroundings(picture, background, camera, List.of(detections), seconds, fresh));
            fresh = false;
            return things;
        }
    }

    private static byte[] painted(Box bright) {
        byte[] rgb = new byte[200 * 200 * 3];
        Arrays.fill(rgb, (byte) 60);
        for (int row = 0; bright != null && row < 200; row++) {
            if (row >= bright.top() * 200 && row < bright.bottom() * 200) {
                Arrays.fill(rgb, (row * 200 + (int) (bright.left() * 200)) * 3, (row * 200 + (int) (bright.right() * 200)) * 3, (byte) 200);
            }
        }
        return rgb;
    }
}
