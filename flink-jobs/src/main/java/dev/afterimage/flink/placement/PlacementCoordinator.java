package dev.afterimage.flink.placement;

import dev.afterimage.flink.parts.WantedStreams;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationRequestHandler;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * Knows where the streams are, from what the subtasks say. Nothing of it is kept over a failure: subtasks that begin again say it again.
 * All of it runs in the job manager's main thread.
 */
final class PlacementCoordinator implements OperatorCoordinator, CoordinationRequestHandler {

    private static final byte[] NOTHING = new byte[0];

    private final int subtasks;
    private final String version;
    private final WantedStreams wanted;
    private final Map<Integer, Announced> told = new HashMap<>();

    PlacementCoordinator(int subtasks, String version, WantedStreams wanted) {
        this.subtasks = subtasks;
        this.version = version;
        this.wanted = wanted;
    }

    @Override
    public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
        if (event instanceof Announced announced) {
            told.put(subtask, announced);
        }
    }

    @Override
    public CompletableFuture<CoordinationResponse> handleCoordinationRequest(CoordinationRequest request) {
        return CompletableFuture.completedFuture(there());
    }

    PlacementMessages.There there() {
        Collection<Announced> serving = told.values().stream().filter(each -> !each.machine().isEmpty()).toList();
        List<String> machines = serving.stream().map(Announced::machine).distinct().sorted().toList();
        List<String> expected = wanted.wanted().stream().map(run -> run.stream().name()).toList();
        return new PlacementMessages.There(version, places(serving), expected, machines, subtasks - told.size(),
                told.size() - serving.size());
    }

    /** Who watches a stream has it; of one that nobody watches, who has seen most of it: what is older stayed behind. */
    private static Map<String, String> places(Collection<Announced> serving) {
        Map<String, String> places = new HashMap<>();
        Map<String, Long> frames = new HashMap<>();
        for (Announced each : serving) {
            each.stored().forEach((stream, count) -> {
                if (frames.getOrDefault(stream, -1L) < count) {
                    frames.put(stream, count);
                    places.put(stream, each.machine());
                }
            });
        }
        serving.forEach(each -> each.watched().forEach(stream -> places.put(stream, each.machine())));
        return places;
    }

    @Override
    public void executionAttemptFailed(int subtask, int attempt, Throwable reason) {
        told.remove(subtask);
    }

    @Override
    public void subtaskReset(int subtask, long checkpoint) {
        told.remove(subtask);
    }

    @Override
    public void resetToCheckpoint(long checkpoint, byte[] none) {
        told.clear();
    }

    @Override
    public void checkpointCoordinator(long checkpoint, CompletableFuture<byte[]> result) {
        result.complete(NOTHING);
    }

    @Override
    public void start() {
        // It is spoken to.
    }

    @Override
    public void executionAttemptReady(int subtask, int attempt, SubtaskGateway gateway) {
        // It announces itself.
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
        // There is no state.
    }

    @Override
    public void close() {
        told.clear();
    }
}
