package dev.afterimage.eval.niavh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.eval.haystack.Composition.Placement;
import dev.afterimage.eval.needle.NeedleSet;
import dev.afterimage.eval.niavh.Cell.Kind;
import dev.afterimage.eval.niavh.Plan.Watch;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final NeedleSet SET = NeedleSet.of(NeedleSet.PICTURES);

    private static List<Cell> cells(Plan plan, Kind kind) {
        return plan.watches().stream().flatMap(watch -> watch.cells().stream()).filter(cell -> cell.kind() == kind).toList();
    }

    @Test
    void thePublishedGridHas480CellsAndEachHasATwinWithoutItsNeedle() {
        Grid paper = Grid.preset("paper");
        assertThat(paper.lengths()).hasSize(40).startsWith(1, 9, 17).endsWith(312, 320);
        Plan plan = Plan.of(paper, SET, 0);
        assertThat(cells(plan, Kind.PRESENT)).hasSize(480);
        assertThat(cells(plan, Kind.ABSENT)).hasSize(480);
        for (Cell cell : cells(plan, Kind.PRESENT)) {
            assertThat(cell.second()).isEqualTo(Math.min(cell.length() - 1, cell.length() * cell.depth() / 100));
        }
    }

    @Test
    void theTwinAsksTheSameOfFootageThatNeverHeldAnything() {
        Plan plan = Plan.of(Grid.preset("quick"), SET, 3);
        Watch plain = plan.watches().get(0);
        assertThat(plain.composition().placements()).isEmpty();
        assertThat(plain.composition().seconds()).isEqualTo(160);
        for (Cell cell : cells(plan, Kind.PRESENT)) {
            assertThat(plain.cells()).anyMatch(twin -> twin.needle() == cell.needle() && twin.length() == cell.length()
                    && twin.depth() == cell.depth());
        }
    }

    @Test
    void aSeedDecidesEverything() {
        assertThat(Plan.of(Grid.preset("quick"), SET, 5)).isEqualTo(Plan.of(Grid.preset("quick"), SET, 5));
        assertThat(Plan.of(Grid.preset("quick"), SET, 5)).isNotEqualTo(Plan.of(Grid.preset("quick"), SET, 6));
    }

    @Test
    void inHoursOneStreamHoldsAllNeedlesOfALengthAndItsTwinsAskForOthers() {
        Plan plan = Plan.of(Grid.preset("long"), SET, 0);
        Watch hour = plan.watches().get(0);
        assertThat(hour.composition().seconds()).isEqualTo(3600);
        assertThat(hour.composition().placements()).hasSize(12).extracting(Placement::second).doesNotHaveDuplicates();
        assertThat(hour.cells().stream().filter(cell -> cell.kind() == Kind.ABSENT)).hasSize(12)
                .noneMatch(cell -> hour.composition().placements().stream().anyMatch(placed -> placed.needle() == cell.needle()));
    }

    @Test
    void inHoursEveryLengthHasTheSameNeedlesAtTheSameDepthsSoThatOnlyTheLengthTellsThemApart() {
        List<Watch> watches = Plan.of(Grid.preset("long"), SET, 2).watches().stream()
                .filter(watch -> watch.stream().name().startsWith("shared")).toList();
        assertThat(watches).hasSizeGreaterThan(1).allSatisfy(watch -> assertThat(watch.cells())
                .extracting(Cell::depth, Cell::kind, Cell::needle)
                .isEqualTo(watches.get(0).cells().stream().map(cell -> tuple(cell.depth(), cell.kind(), cell.needle())).toList()));
    }

    @Test
    void noTwoNeedlesOfOneStreamAreAskedForInTheSameWordsNorWhatItDoesNotHold() {
        for (long seed = 0; seed < 20; seed++) {
            for (Watch watch : Plan.of(Grid.preset("long"), SET, seed).watches()) {
                assertThat(watch.cells().stream().filter(Cell::single).map(cell -> cell.asked().get(0).question()))
                        .as(watch.stream().name()).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void streamsWithSeveralNeedlesAskForOneForTheOrderBothWaysRoundAndForTheCount() {
        List<Watch> multi = Plan.of(Grid.preset("quick"), SET, 0).watches().stream()
                .filter(watch -> watch.stream().name().startsWith("multi")).toList();
        assertThat(multi).hasSize(3);
        for (Watch watch : multi) {
            List<Placement> placed = watch.composition().placements();
            Cell ordering = watch.cells().stream().filter(cell -> cell.kind() == Kind.ORDERING).findFirst().orElseThrow();
            assertThat(ordering.asked()).hasSize(6);
            ordering.asked().forEach(asked -> assertThat(second(placed, asked.right())).isEqualTo(
                    asked.options().stream().mapToInt(name -> second(placed, name)).min().orElseThrow()));
            Cell counting = watch.cells().stream().filter(cell -> cell.kind() == Kind.COUNTING).findFirst().orElseThrow();
            assertThat(counting.asked().get(0).right())
                    .isEqualTo(Long.toString(placed.stream().filter(one -> one.needle() == counting.needle()).count()));
        }
    }

    @Test
    void theNeedleThatIsAskedForAmongSeveralIsDrawnAndNotTheEarliest() {
        Set<Integer> places = new TreeSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (Watch watch : Plan.of(Grid.preset("quick"), NeedleSet.of(NeedleSet.TEXTS), seed).watches()) {
                watch.cells().stream().filter(cell -> cell.kind() == Kind.RETRIEVAL).forEach(cell -> places.add((int) watch.composition()
                        .placements().stream().filter(other -> other.second() < cell.second()
                                && watch.composition().placements().stream().filter(same -> same.needle() == other.needle()).count() == 1)
                        .count()));
            }
        }
        assertThat(places).contains(0, 1, 2);
    }

    /** A stream that is long enough for a needle shown once only would make counts small. */
    @Test
    void aStreamOfSeveralNeedlesIsLongEnoughForTheMostThatCouldBeDrawnOrThereIsNone() {
        Grid tooShort = new Grid(List.of(10, 55), List.of(50), false, 12);
        assertThat(tooShort.multiImpossible(SET)).hasValueSatisfying(why -> assertThat(why).contains("take 56 s", "is 55 s"));
        assertThat(tooShort.withoutMulti().multiImpossible(SET)).isEmpty();
        assertThatThrownBy(() -> Plan.of(tooShort, SET, 0)).hasMessageContaining("take 56 s");
        Grid enough = new Grid(List.of(56), List.of(50), false, 200);
        assertThat(enough.multiImpossible(SET)).isEmpty();
        List<String> counts = cells(Plan.of(enough, SET, 0), Kind.COUNTING).stream().map(cell -> cell.asked().get(0).right()).toList();
        assertThat(counts).hasSize(200);
        assertThat(List.of("1", "2", "3", "4")).allSatisfy(times -> assertThat(counts.stream().filter(times::equals).count())
                .as(times).isBetween(30L, 70L));
    }

    private static int second(List<Placement> placed, String name) {
        return placed.stream().filter(one -> one.needle().name().equals(name)).mapToInt(Placement::second).min().orElseThrow();
    }

    @Test
    void gridsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Grid.preset("huge")).isInstanceOf(AfterimageException.class).hasMessageContaining("huge");
        assertThatThrownBy(() -> new Grid(List.of(0), List.of(50), false, 0)).isInstanceOf(AfterimageException.class);
        assertThatThrownBy(() -> new Grid(List.of(10), List.of(101), false, 0)).isInstanceOf(AfterimageException.class);
    }
}
