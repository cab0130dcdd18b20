package dev.afterimage.encoder.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.Picture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartColoursTest {

    private static final int SIDE = 200;
    private static final Box HERE = new Box(0.4f, 0.3f, 0.6f, 0.7f);
    private static final int[] ROAD = {120, 120, 118};

    private final PartColours colours = new PartColours();

    /** @param upper colour of the box down to its middle, {@code lower} below it */
    private void see(int[] upper, int[] lower, int times) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < SIDE * SIDE; i++) {
            float x = (i % SIDE + 0.5f) / SIDE;
            float y = (i / SIDE + 0.5f) / SIDE;
            boolean inside = x > HERE.left() && x < HERE.right() && y > HERE.top() && y < HERE.bottom();
            int[] colour = !inside ? ROAD : y < 0.5f ? upper : lower;
            for (int c = 0; c < 3; c++) {
                rgb[i * 3 + c] = (byte) colour[c];
            }
        }
        try (Picture picture = new Picture(new Frame(new StreamId("s"), 0, 0, Instant.EPOCH, SIDE, SIDE, rgb))) {
            for (int i = 0; i < times; i++) {
                colours.look(picture, HERE);
            }
        }
    }

    private Map<Shade.Part, List<String>> told() {
        return colours.shades().stream().collect(Collectors.groupingBy(Shade::part,
                Collectors.mapping(Shade::colour, Collectors.toList())));
    }

    @Test
    void theUpperAndTheLowerPartHaveColoursOfTheirOwn() {
        see(new int[] {190, 20, 25}, new int[] {30, 50, 150}, 4);
        assertThat(told()).containsEntry(Shade.Part.UPPER, List.of("red")).containsEntry(Shade.Part.LOWER, List.of("blue"));
    }

    @Test
    void aThingOfTwoColoursHasBoth() {
        see(new int[] {240, 240, 240}, new int[] {190, 20, 25}, 4);
        assertThat(told().get(Shade.Part.WHOLE)).containsExactlyInAnyOrder("white", "red");
    }

    @Test
    void whatLooksLikeTheGroundHasNoColour() {
        see(ROAD, ROAD, 6);
        assertThat(colours.shades()).isEmpty();
    }

    @Test
    void aSingleSightTellsNoColour() {
        see(new int[] {190, 20, 25}, new int[] {190, 20, 25}, 1);
        assertThat(colours.shades()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200,30,30,red", "120,20,25,red", "20,20,20,black", "60,62,66,black", "240,240,238,white", "170,195,225,light blue",
        "30,60,160,blue", "30,120,50,green", "20,150,110,green", "235,215,40,yellow", "240,130,20,orange", "100,65,35,brown",
        "120,40,160,purple", "230,110,160,pink"})
    void coloursAreCalledAsPeopleCallThem(int red, int green, int blue, String name) {
        assertThat(Palette.NAMES.get(Palette.of(red, green, blue))).isEqualTo(name);
    }

    @Test
    void skinHasNoColourThatIsSaid() {
        assertThat(Palette.of(205, 160, 135)).isEqualTo(Palette.NONE);
    }
}
