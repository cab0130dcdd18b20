package dev.afterimage.flink.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.place.Placement;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.messages.webmonitor.JobDetails;
import org.apache.flink.runtime.messages.webmonitor.MultipleJobsDetails;
import org.apache.flink.runtime.rest.messages.job.coordination.ClientCoordinationResponseBody;
import org.apache.flink.runtime.rest.util.RestMapperUtils;
import org.apache.flink.util.SerializedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flink's client against a server that answers as a job manager does, in Flink's own documents. */
class FlinkPlacementsTest {

    private final JobID job = new JobID();
    private final List<JobDetails> jobs = new ArrayList<>();
    private Object answer = new ClientCoordinationResponseBody(new SerializedValue<>(new PlacementMessages.There("1.0",
            Map.of("door", "http://10.0.0.1:8080"), List.of("door", "yard"), List.of("http://10.0.0.1:8080"), 0, 0)));
    private int status = 200;
    private HttpServer manager;
    private FlinkPlacements placements;

    FlinkPlacementsTest() throws IOException { }

    @BeforeEach
    void serve() throws IOException {
        jobs.add(details(job, FlinkPlacements.JOB, JobStatus.RUNNING));
        manager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        manager.createContext("/v1/jobs/overview", exchange -> {
            byte[] body = RestMapperUtils.getStrictObjectMapper().writeValueAsBytes(new MultipleJobsDetails(jobs));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        manager.createContext("/v1/jobs/" + job + "/coordinators/announce", exchange -> {
            byte[] body = RestMapperUtils.getStrictObjectMapper().writeValueAsBytes(answer);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        manager.start();
        placements = new FlinkPlacements(URI.create("http://127.0.0.1:" + manager.getAddress().getPort()), "1.0", Optional.empty());
    }

    @AfterEach
    void stop() {
        placements.close();
        manager.stop(0);
    }

    private static JobDetails details(JobID id, String name, JobStatus status) {
        return new JobDetails(id, name, 1, -1, 1, status, 1, new int[ExecutionState.values().length], 1);
    }

    private void assertRefused(ErrorCode code, String... words) {
        assertThatThrownBy(placements::now).isInstanceOfSatisfying(AfterimageException.class, refused -> {
            assertThat(refused.code()).as(refused.line()).isEqualTo(code);
            assertThat(refused.line()).contains(words);
        });
    }

    @Test
    void theOneJobOfOursIsAskedWhereItsStreamsAre() {
        jobs.add(details(new JobID(), FlinkPlacements.JOB, JobStatus.CANCELED));
        jobs.add(details(new JobID(), "somebody else's", JobStatus.RUNNING));
        Placement placement = placements.now();
        assertThat(placement.streams()).isEqualTo(Map.of(new StreamId("door"), URI.create("http://10.0.0.1:8080")));
        assertThat(placement.complete()).isTrue();
        assertThat(placement.moving(new StreamId("yard"))).isTrue();
        assertThat(placement.moving(new StreamId("nowhere"))).isFalse();
    }

    @Test
    void withoutAJobThatIsSaid() {
        jobs.clear();
        assertRefused(ErrorCode.CLUSTER_NO_JOB, "no job of Afterimage runs at http://127.0.0.1", "flink run");
    }

    @Test
    void ofTwoJobsNoneIsTaken() {
        JobID other = new JobID();
        jobs.add(details(other, FlinkPlacements.JOB, JobStatus.RESTARTING));
        assertRefused(ErrorCode.CLUSTER_SEVERAL_JOBS, job.toString(), other.toString());
    }

    @Test
    void aJobOfAnotherVersionIsRefused() throws IOException {
        answer = new ClientCoordinationResponseBody(new SerializedValue<>(new PlacementMessages.There("0.9", Map.of(), List.of(), List.of(),
                0, 0)));
        assertRefused(ErrorCode.CLUSTER_VERSION, "0.9", "1.0");
    }

    @Test
    void aJobThatKnowsNoSuchQuestionIsOfAnotherVersion() {
        status = 500;
        answer = Map.of("errors", List.of("CoordinatorNotExistException: Coordinator of operator announce does not exist"));
        assertRefused(ErrorCode.CLUSTER_VERSION, "run both from one version");
    }

    @Test
    void aJobThatIsBeginningIsAskedLater() {
        status = 503;
        answer = Map.of("errors", List.of("Job is initializing"));
        assertRefused(ErrorCode.CLUSTER_MOVING, "not ready");
    }

    @Test
    void whereNoMachineServesItIsSaidWhatIsMissing() throws IOException {
        answer = new ClientCoordinationResponseBody(new SerializedValue<>(new PlacementMessages.There("1.0", Map.of(), List.of(), List.of(),
                0, 3)));
        assertRefused(ErrorCode.CLUSTER_UNREACHABLE, "secret of gateways");
    }

    @Test
    void aJobManagerThatIsNotThereIsNamed() {
        manager.stop(0);
        assertRefused(ErrorCode.CLUSTER_UNREACHABLE, "http://127.0.0.1");
    }

    @Test
    void whatIsNoAddressIsRefusedAtOnce() {
        assertThatThrownBy(() -> new FlinkPlacements(URI.create("jobmanager:8081"), "1.0", Optional.empty()))
                .isInstanceOf(AfterimageException.class).hasMessageContaining("no address of a job manager");
    }
}
