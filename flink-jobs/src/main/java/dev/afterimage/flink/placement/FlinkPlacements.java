package dev.afterimage.flink.placement;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.place.Placement;
import dev.afterimage.core.place.Placements;
import dev.afterimage.core.stream.StreamId;
import java.io.InvalidClassException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.rest.util.RestClientException;
import org.apache.flink.util.ExceptionUtils;

/** Asks the job of a cluster where its streams are, through Flink's REST interface. */
public final class FlinkPlacements implements Placements, AutoCloseable {

    /** By its name the job is found among the others of a cluster. */
    public static final String JOB = "Afterimage";
    /** What the step that announces, and so its coordinator, is called in the job. */
    public static final String OPERATOR = "announce";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    private final URI jobManager;
    private final String version;
    private final RestClusterClient<StandaloneClusterId> client;

    /**
     * @param jobManager    address of its REST interface
     * @param version       of this program: a job of another is refused
     * @param configuration directory of Flink's own configuration, for {@code https}; empty for plain HTTP
     * @throws AfterimageException for an address or a configuration that cannot be
     */
    public FlinkPlacements(URI jobManager, String version, Optional<String> configuration) {
        this.jobManager = jobManager;
        this.version = version;
        try {
            this.client = new RestClusterClient<>(configured(jobManager, configuration), StandaloneClusterId.getInstance());
        } catch (Exception refused) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the job manager at " + jobManager + " cannot be spoken to: "
                    + refused.getMessage(), "check 'security.ssl.rest' in the configuration of Flink (FLINK_CONF_DIR)", refused);
        }
    }

    private static Configuration configured(URI jobManager, Optional<String> directory) {
        boolean tls = "https".equals(jobManager.getScheme());
        if (jobManager.getHost() == null || !tls && !"http".equals(jobManager.getScheme())) {
            throw new AfterimageException(ErrorCode.USAGE, "'" + jobManager + "' is no address of a job manager",
                    "write, for example, http://jobmanager:8081");
        }
        Configuration configuration = directory.map(GlobalConfiguration::loadConfiguration).orElseGet(Configuration::new);
        configuration.set(RestOptions.ADDRESS, jobManager.getHost());
        configuration.set(RestOptions.PORT, jobManager.getPort() < 0 ? RestOptions.PORT.defaultValue() : jobManager.getPort());
        configuration.set(SecurityOptions.SSL_REST_ENABLED, tls);
        configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, 1);
        configuration.set(RestOptions.RETRY_DELAY, Duration.ZERO);
        configuration.set(RestOptions.CONNECTION_TIMEOUT, CONNECTING);
        return configuration;
    }

    @Override
    public Placement now() {
        PlacementMessages.There there = there(job());
        if (!there.version().equals(version)) {
            throw new AfterimageException(ErrorCode.CLUSTER_VERSION, "the job at " + jobManager + " is of version " + there.version()
                    + ", and this gateway is of " + version, "run both from one version");
        }
        if (there.machines().isEmpty() && there.unserved() > 0) {
            throw new AfterimageException(ErrorCode.CLUSTER_UNREACHABLE, "no task manager of " + jobManager + " serves its streams",
                    "put the secret of gateways on each of them, see docs/cluster.md, and look at their logs");
        }
        return new Placement(there.streams().entrySet().stream()
                .collect(Collectors.toMap(entry -> new StreamId(entry.getKey()), entry -> URI.create(entry.getValue()))),
                there.expected().stream().map(StreamId::new).collect(Collectors.toSet()),
                there.machines().stream().map(URI::create).toList(), there.silent() == 0);
    }

    /** The one job of ours that has not ended. */
    private JobID job() {
        List<JobStatusMessage> jobs = result(client.listJobs()).stream().filter(job -> job.getJobName().equals(JOB)
                && !job.getJobState().isGloballyTerminalState()).toList();
        if (jobs.isEmpty()) {
            throw new AfterimageException(ErrorCode.CLUSTER_NO_JOB, "no job of Afterimage runs at " + jobManager,
                    "submit it: flink run -d afterimage-job.jar --sources FILE");
        }
        if (jobs.size() > 1) {
            throw new AfterimageException(ErrorCode.CLUSTER_SEVERAL_JOBS, jobs.size() + " jobs of Afterimage run at " + jobManager + ": "
                    + jobs.stream().map(job -> job.getJobId().toString()).collect(Collectors.joining(", ")),
                    "cancel all but one with 'flink cancel'");
        }
        return jobs.get(0).getJobId();
    }

    private PlacementMessages.There there(JobID job) {
        CoordinationResponse response = result(client.sendCoordinationRequest(job, OPERATOR, new PlacementMessages.Where()));
        if (response instanceof PlacementMessages.There there) {
            return there;
        }
        throw otherVersion("it answers with " + response.getClass().getName(), null);
    }

    private AfterimageException otherVersion(String why, Exception cause) {
        return new AfterimageException(ErrorCode.CLUSTER_VERSION, "the job at " + jobManager + " is of another version than this gateway: "
                + why, "run both from one version", cause);
    }

    private <T> T result(CompletableFuture<T> asked) {
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw told(failed);
        } catch (TimeoutException late) {
            throw new AfterimageException(ErrorCode.CLUSTER_UNREACHABLE, "the job manager at " + jobManager + " does not answer within "
                    + PATIENCE.toSeconds() + " s", "look at its log", late);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AfterimageException.of(e);
        }
    }

    private AfterimageException told(ExecutionException failed) {
        Optional<RestClientException> answered = ExceptionUtils.findThrowable(failed, RestClientException.class);
        if (ExceptionUtils.findThrowable(failed, ClassNotFoundException.class).isPresent()
                || ExceptionUtils.findThrowable(failed, InvalidClassException.class).isPresent()
                || answered.filter(refusal -> unknown(refusal.getMessage())).isPresent()) {
            return otherVersion("its answer cannot be read", failed);
        }
        if (answered.isPresent()) {
            return new AfterimageException(ErrorCode.CLUSTER_MOVING, "the job at " + jobManager + " is not ready",
                    "try again in a few seconds; if it stays so, look at the job manager's log", failed);
        }
        return new AfterimageException(ErrorCode.CLUSTER_UNREACHABLE, "the job manager at " + jobManager + " cannot be reached: "
                + ExceptionUtils.stripExecutionException(failed).getMessage(), "check its address, and that it runs", failed);
    }

    /** What a job manager says of a job without our step, or with one of other classes. */
    private static boolean unknown(String message) {
        return message.contains("ClassNotFoundException") || message.contains("InvalidClassException")
                || message.contains("CoordinatorNotExistException");
    }

    @Override
    public void close() {
        client.close();
    }
}
