package dev.afterimage.flink.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.flink.fake.Streams;
import dev.afterimage.flink.parts.StreamRun;
import dev.afterimage.flink.parts.WantedStreams;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementCoordinatorTest {

    private static final String FIRST = "http://10.0.0.1:8080";
    private static final String SECOND = "http://10.0.0.2:8080";

    private final WantedStreams wanted = new WantedStreams();
    private final PlacementCoordinator coordinator = new PlacementCoordinator(2, "1.0", wanted);

    private void tell(int subtask, String machine, Map<String, Long> stored, String... watched) {
        coordinator.handleEventFromOperator(subtask, 0, new Announced(machine, stored, Set.of(watched)));
    }

    @Test
    void aStreamIsWhereItIsWatchedAlsoIfAnotherMachineHasSeenMoreOfIt() {
        tell(0, FIRST, Map.of("door", 900L, "yard", 5L));
        tell(1, SECOND, Map.of("door", 3L), "door");
        assertThat(coordinator.there().streams()).isEqualTo(Map.of("door", SECOND, "yard", FIRST));
        assertThat(coordinator.there().machines()).containsExactly(FIRST, SECOND);
        assertThat(coordinator.there().silent()).isZero();
    }

    @Test
    void aStreamThatNobodyWatchesIsWhereMostOfItWasSeen() {
        tell(0, FIRST, Map.of("door", 3L));
        tell(1, SECOND, Map.of("door", 900L));
        assertThat(coordinator.there().streams()).containsEntry("door", SECOND);
    }

    @Test
    void whatASubtaskToldIsForgottenWhenItFails() {
        tell(0, FIRST, Map.of("door", 3L), "door");
        tell(1, SECOND, Map.of());
        coordinator.executionAttemptFailed(0, 0, null);
        assertThat(coordinator.there().streams()).isEmpty();
        assertThat(coordinator.there().silent()).isEqualTo(1);
        coordinator.resetToCheckpoint(7, null);
        assertThat(coordinator.there().silent()).isEqualTo(2);
    }

    @Test
    void whatIsToBeWatchedIsTold() {
        wanted.add(StreamRun.again(Streams.settings("door", "synthetic:6:0:end")));
        assertThat(coordinator.there().expected()).containsExactly("door");
    }

    @Test
    void aMachineThatServesNothingHasNoStream() {
        tell(0, "", Map.of("door", 3L), "door");
        assertThat(coordinator.there().streams()).isEmpty();
        assertThat(coordinator.there().unserved()).isEqualTo(1);
    }
}
