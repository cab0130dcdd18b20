package dev.afterimage.engine.cluster;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.engine.Version;
import dev.afterimage.flink.placement.FlinkPlacements;
import dev.afterimage.qa.http.GatewayPorts;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a gateway to a cluster needs, from the job manager's address and the environment. */
public final class Gateway implements AutoCloseable {

    private final FlinkPlacements placements;
    private final GatewayPorts ports;

    private Gateway(FlinkPlacements placements, GatewayPorts ports) {
        this.placements = placements;
        this.ports = ports;
    }

    /**
     * @param jobManager  address of the job manager's REST interface
     * @param environment {@code AFTERIMAGE_SECRETS}: where the secret of gateways lies; {@code FLINK_CONF_DIR}: Flink's configuration;
     *                    {@code AFTERIMAGE_CLUSTER_TLS}: see {@link ClusterCertificates}
     * @throws AfterimageException for an address that cannot be, or without a secret
     */
    public static Gateway to(String jobManager, Map<String, String> environment) {
        Path secrets = Path.of(environment.getOrDefault("AFTERIMAGE_SECRETS", "/run/secrets"));
        String secret = GatewaySecret.in(secrets).orElseThrow(() -> new AfterimageException(ErrorCode.USAGE_CONFIG,
                "there is no secret of gateways in " + secrets, "put the file " + GatewaySecret.FILE + " of the task managers there, or say"
                + " in AFTERIMAGE_SECRETS where it is"));
        FlinkPlacements placements = new FlinkPlacements(address(jobManager), Version.current(),
                Optional.ofNullable(environment.get("FLINK_CONF_DIR")));
        return new Gateway(placements, new GatewayPorts(placements, secret, Version.current(),
                ClusterCertificates.in(environment)));
    }

    private static URI address(String written) {
        try {
            return URI.create(written);
        } catch (IllegalArgumentException unreadable) {
            throw new AfterimageException(ErrorCode.USAGE, "'" + written + "' is no address of a job manager",
                    "write, for example, http://jobmanager:8081", unreadable);
        }
    }

    public GatewayPorts ports() {
        return ports;
    }

    /** Why the streams of the cluster cannot be told right now; empty where they can. */
    public Optional<AfterimageException> complaint() {
        try {
            placements.now();
            return Optional.empty();
        } catch (AfterimageException complaint) {
            return Optional.of(complaint);
        }
    }

    @Override
    public void close() {
        placements.close();
    }
}
