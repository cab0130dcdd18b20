package dev.afterimage.flink.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;

/** What a client asks the coordinator, and what it answers. The JDK's types alone, so that other versions can read it. */
final class PlacementMessages {

    private PlacementMessages() { }

    /** Where are the streams? */
    record Where() implements CoordinationRequest {

        private static final long serialVersionUID = 1L;
    }

    /**
     * There.
     *
     * @param version  of the program that submitted the job
     * @param streams  address of the machine that has each stream
     * @param expected streams that are to be watched
     * @param machines addresses of all machines
     * @param silent   subtasks that have not told yet where they are
     * @param unserved subtasks on machines that do not serve their streams
     */
    record There(String version, Map<String, String> streams, List<String> expected, List<String> machines, int silent, int unserved)
            implements CoordinationResponse {

        private static final long serialVersionUID = 1L;

        There {
            streams = new HashMap<>(streams);
            expected = new ArrayList<>(expected);
            machines = new ArrayList<>(machines);
        }
    }
}
