package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.engine.RtmpSettings;
import dev.afterimage.qa.http.TlsFiles;
import java.util.Optional;

/**
 * Where encoders publish by RTMP, as the configuration says it.
 *
 * @param host to listen on; that of the service unless given
 * @param tls  whether connections are encrypted; as the service's own unless given
 */
record RtmpConfig(Integer port, String host, Boolean tls) {

    private static final int LAST_PORT = 65535;

    RtmpSettings settings(String hostOfService, Optional<TlsFiles> files) {
        if (port == null || port < 0 || port > LAST_PORT) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the configuration has 'rtmp' with the port " + port,
                    "write {port: 1935}, or another one between 1 and " + LAST_PORT);
        }
        boolean encrypted = tls == null ? files.isPresent() : tls;
        if (encrypted && files.isEmpty()) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the configuration wants encrypted RTMP and has no certificate",
                    "give 'tls' a certificate and a key, or leave 'tls' out of 'rtmp'");
        }
        return new RtmpSettings(host == null ? hostOfService : host, port,
                files.filter(any -> encrypted).map(pair -> new RtmpSettings.Tls(pair.certificate(), pair.key())));
    }
}
