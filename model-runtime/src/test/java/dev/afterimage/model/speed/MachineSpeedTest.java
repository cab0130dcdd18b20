package dev.afterimage.model.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.model.pack.Catalogue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MachineSpeedTest {

    @Test
    void aMachineIsMeasuredInAMoment() {
        MachineSpeed machine = MachineSpeed.measure(1, Duration.ofMillis(200));
        assertThat(machine.tower()).isBetween(0.1, 100_000.0);
        assertThat(machine.decoder()).isBetween(0.1, 100_000.0);
        assertThat(machine.memory()).isPositive();
    }

    @Test
    void whatCostsTwiceAsMuchIsWatchedHalfAsOften() {
        MachineSpeed machine = new MachineSpeed(100, 50, 8000);
        double one = machine.framesPerSecond(new Catalogue.Work(50, 25, 1000));
        assertThat(one).isCloseTo(0.7, within(1e-9));
        assertThat(machine.framesPerSecond(new Catalogue.Work(100, 50, 1000))).isCloseTo(one / 2, within(1e-9));
    }
}
