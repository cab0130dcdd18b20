package dev.afterimage.flink.placement;

import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.source.Captured;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Passes everything on as it is, and tells the coordinator where this subtask is, and which streams are there, when that changes. */
final class AnnouncingOperator extends AbstractStreamOperator<Captured> implements OneInputStreamOperator<Captured, Captured> {

    private static final long serialVersionUID = 1L;

    private final transient PartsProvider parts;
    private final transient OperatorEventGateway coordinator;
    private final transient Set<String> watched = new HashSet<>();
    private transient Set<String> told = Set.of();

    AnnouncingOperator(StreamOperatorParameters<Captured> parameters, PartsProvider parts, OperatorEventGateway coordinator) {
        super(parameters);
        this.parts = parts;
        this.coordinator = coordinator;
    }

    @Override
    public void open() throws Exception {
        super.open();
        announce();
    }

    @Override
    public void processElement(StreamRecord<Captured> record) {
        Captured captured = record.getValue();
        String stream = captured.stream().name();
        boolean begins = (captured.kind() == Captured.Kind.BEGINS_ANEW || captured.kind() == Captured.Kind.GOES_ON)
                && captured.settings() != null;
        if (begins ? watched.add(stream) : captured.kind().boundary() && watched.remove(stream)) {
            announce();
        }
        output.collect(record);
    }

    /** A store may have come of which nothing is watched: a file that was watched to its end. */
    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
        if (!stored().keySet().equals(told)) {
            announce();
        }
    }

    private Map<String, Long> stored() {
        return parts.parts().store().streams().stream().collect(Collectors.toMap(info -> info.stream().name(), StreamInfo::frames));
    }

    private void announce() {
        String host = getRuntimeContext().getTaskManagerRuntimeInfo().getTaskManagerExternalAddress();
        Map<String, Long> stored = stored();
        coordinator.sendEventToCoordinator(new Announced(parts.serve(host).map(URI::toString).orElse(""), stored, watched));
        told = Set.copyOf(stored.keySet());
    }
}
