package dev.afterimage.encoder.visual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class TokenGridTest {

    /** 3 x 5 places of one number each, which is the place's own. */
    private static final TokenGrid GRID = new TokenGrid(3, 5);

    private static float[] numbers() {
        float[] numbers = new float[GRID.places()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    @Test
    void cellsAtTheEdgeAreTheMeanOfWhatIsThere() {
        BitSet all = GRID.cells(GRID.all(), 2);
        assertThat(GRID.pooled(numbers(), 1, all, 2)).containsExactly(3f, 5f, 6.5f, 10.5f, 12.5f, 14f);
        assertThat(GRID.pooled(numbers(), 1, GRID.cells(GRID.all(), 4), 4)).containsExactly(6.5f, 9f);
    }

    @Test
    void aCellOfOnePlaceIsThatPlace() {
        assertThat(GRID.pooled(numbers(), 1, GRID.all(), 1)).isEqualTo(numbers());
    }

    @Test
    void onlyCellsThatHoldAWantedPlaceAreKept() {
        BitSet wanted = new BitSet();
        wanted.set(4);
        wanted.set(10);
        BitSet cells = GRID.cells(wanted, 2);
        assertThat(cells.stream()).containsExactly(2, 3);
        assertThat(GRID.places(cells, 2).stream()).containsExactly(4, 9, 10, 11);
    }
}
