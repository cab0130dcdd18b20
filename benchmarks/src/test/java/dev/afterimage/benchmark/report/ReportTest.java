package dev.afterimage.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Machine MACHINE = new Machine("Some CPU", 2, List.of("avx2"), "JDK 17", "Linux", 2, 0.5, 0.02);

    @Test
    void theMedianIsTheMiddleOne() {
        assertThat(Samples.of(5, 1, 100).median()).isEqualTo(5);
        assertThat(Samples.of(4, 1, 2, 100).median()).isEqualTo(3);
        assertThat(Samples.of(7).median()).isEqualTo(7);
        assertThatThrownBy(Samples::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void columnsStandBelowEachOther() {
        Table table = new Table("speeds", "contender", "tokens/s").row("ours", 1234.5678).row("theirs", 9.8765);
        assertThat(table.toString()).isEqualTo("""
                speeds
                  contender  tokens/s
                  ours           1235
                  theirs         9.88""");
    }

    @Test
    void numbersShowThreeDigits() {
        assertThat(List.of(Table.text(0.12345), Table.text(12.345), Table.text(1234.5), Table.text(7), Table.text(0.0)))
                .containsExactly("0.123", "12.3", "1235", "7", "0");
    }

    @Test
    void aRowNeedsACellForEveryColumn() {
        assertThatThrownBy(() -> new Table("t", "a", "b").row(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jsonHoldsEveryMeasurementAndTheMachine() throws Exception {
        Report report = new Report("some", MACHINE, Clock.WALL).add(new Table("times", "what", "ms").row("it", Samples.of(3, 1, 2)))
                .note("a note");
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
        assertThat(json.at("/tables/times/0/ms/median").asDouble()).isEqualTo(2);
        assertThat(json.at("/tables/times/0/ms/values").size()).isEqualTo(3);
        assertThat(json.at("/notes/0").asText()).isEqualTo("a note");
    }

    @Test
    void aBusyMachineIsCalledOut() {
        Machine busy = new Machine("Some CPU", 2, List.of(), "JDK 17", "Linux", 2, 9, 0.8);
        assertThat(new Report("some", busy, Clock.WALL).text()).contains("other work was running");
        assertThat(new Report("some", MACHINE, Clock.WALL).text()).doesNotContain("other work was running");
        assertThat(new Report("some", busy, Clock.CPU).text()).contains("single thread").doesNotContain("other work was running");
    }

    @Test
    void processorTimeStandsStillWhileAThreadSleeps() throws InterruptedException {
        long cpu = Clock.CPU.nanos();
        long wall = Clock.WALL.nanos();
        Thread.sleep(50);
        assertThat(Clock.CPU.nanos() - cpu).isLessThan(Clock.WALL.nanos() - wall);
    }

    @Test
    void processorFlagsAreToldByTheirCommonNames() {
        assertThat(Machine.simd("fpu avx2 avx512f avx512_vnni avx_vnni")).containsExactly("avx2", "avx512", "vnni");
        assertThat(Machine.simd("fpu amx_tile")).containsExactly("amx");
        assertThat(Machine.here(3).threads()).isEqualTo(3);
    }

    @Test
    void theShareTakenByOthersIsThatOfTheCoresTime() {
        assertThat(Machine.busy(new long[] {100, 100}, new long[] {150, 250})).isEqualTo(0.25);
        assertThat(Machine.busy(new long[] {0, 0}, new long[] {0, 0})).isNegative();
    }
}
