package dev.afterimage.engine.cluster;

import dev.afterimage.qa.http.ClusterTls;
import dev.afterimage.qa.http.TlsFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the certificates of a process of a cluster lie, under the names that Kubernetes gives them. */
final class ClusterCertificates {

    private ClusterCertificates() { }

    /** @param environment {@code AFTERIMAGE_CLUSTER_TLS}: a directory with {@code tls.crt}, {@code tls.key} and {@code ca.crt} */
    static Optional<ClusterTls> in(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("AFTERIMAGE_CLUSTER_TLS")).map(Path::of).map(directory -> new ClusterTls(
                new TlsFiles(directory.resolve("tls.crt"), directory.resolve("tls.key")), directory.resolve("ca.crt")));
    }
}
