package dev.afterimage.encoder.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.evidence.Motion.Way;
import dev.afterimage.encoder.picture.Box;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MovementTest {

    private static final float SHAPE = 1.5f;
    private static final double STEP = 0.5;

    private final Movement movement = new Movement();
    private double seconds = -STEP;
    private float across;

    /** @param x left edge of a box of a tenth by a fifth of the picture */
    private Way at(double x, double y) {
        return box(x, y, x + 0.1, y + 0.2);
    }

    private Way box(double left, double top, double right, double bottom) {
        seconds += STEP;
        movement.found(new Box((float) left, (float) top, (float) right, (float) bottom), seconds, across, 0, SHAPE);
        return movement.motion().way();
    }

    @Test
    void aBoxThatJittersStands() {
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            Way way = at(0.4 + 0.006 * random.nextGaussian(), 0.4 + 0.012 * random.nextGaussian());
            assertThat(way).isIn(Way.UNKNOWN, Way.STANDS);
        }
        assertThat(movement.motion().way()).isEqualTo(Way.STANDS);
    }

    @Test
    void aBoxThatIsCoveredFromOneSideStands() {
        for (int i = 0; i < 6; i++) {
            at(0.4, 0.4);
        }
        for (int i = 0; i < 6; i++) {
            assertThat(box(0.4 + i * 0.01, 0.4, 0.5, 0.6)).isEqualTo(Way.STANDS);
        }
    }

    @Test
    void stopsAndStartsAreToldWithTheirTimes() {
        for (int i = 0; i < 8; i++) {
            at(0.1 + 0.03 * i, 0.4);
        }
        assertThat(movement.motion().way()).isEqualTo(Way.RIGHT);
        for (int i = 0; i < 8; i++) {
            at(0.31, 0.4);
        }
        assertThat(movement.motion().way()).isEqualTo(Way.STANDS);
        assertThat(movement.motion().since()).isBetween(3.0, 4.0);
        for (int i = 1; i < 6; i++) {
            at(0.31, 0.4 - 0.06 * i);
        }
        assertThat(movement.motion().way()).isEqualTo(Way.UP);
        assertThat(movement.motion().since()).isBetween(7.0, 8.5);
    }

    @Test
    void theCamerasOwnMovementIsTakenOut() {
        for (int i = 0; i < 10; i++) {
            across = 0.02f * i;
            at(0.2 + across, 0.4);
        }
        assertThat(movement.motion().way()).isEqualTo(Way.STANDS);
    }

    @Test
    void whatComesInAtTheEdgeMovesThoughItsBoxBeginsThere() {
        box(0, 0.4, 0.02, 0.6);
        box(0, 0.4, 0.06, 0.6);
        box(0, 0.4, 0.1, 0.6);
        assertThat(box(0.04, 0.4, 0.14, 0.6)).isEqualTo(Way.RIGHT);
    }

    @Test
    void whatGrowsAtItsPlaceComesNearer() {
        Way way = Way.UNKNOWN;
        for (int i = 0; i < 10; i++) {
            double half = 0.05 * Math.pow(1.08, i);
            way = box(0.5 - half, 0.5 - half, 0.5 + half, 0.5 + half);
        }
        assertThat(way).isEqualTo(Way.NEARER);
    }

    @Test
    void placesBeforeALossAreNotCompared() {
        for (int i = 0; i < 5; i++) {
            at(0.2, 0.4);
        }
        movement.lost();
        assertThat(at(0.6, 0.4)).isEqualTo(Way.UNKNOWN);
    }

    @Test
    void itIsSavedWhole() throws IOException {
        for (int i = 0; i < 4; i++) {
            at(0.1 + 0.03 * i, 0.4);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        movement.write(new DataOutputStream(bytes));
        Movement same = Movement.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        Box next = new Box(0.22f, 0.4f, 0.32f, 0.6f);
        same.found(next, 2, 0, 0, SHAPE);
        movement.found(next, 2, 0, 0, SHAPE);
        assertThat(same.motion()).isEqualTo(movement.motion());
    }
}
