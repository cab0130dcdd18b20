package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.qa.http.TlsFiles;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/** The certificate to serve HTTPS with. */
final class TlsOptions {

    @Option(names = "--tls-certificate", paramLabel = "PEM",
            description = "serve HTTPS with this certificate chain; read again when it changes")
    private Path certificate;
    @Option(names = "--tls-key", paramLabel = "PEM", description = "the private key of --tls-certificate")
    private Path key;

    /** What was given here, or else in the configuration. */
    Optional<TlsFiles> or(Optional<TlsFiles> configured) {
        if ((certificate == null) != (key == null)) {
            throw new AfterimageException(ErrorCode.USAGE, "--tls-certificate and --tls-key go together", "give both");
        }
        return certificate == null ? configured : Optional.of(new TlsFiles(certificate, key));
    }
}
