package dev.afterimage.engine;

import dev.afterimage.core.source.Senders;
import dev.afterimage.ingest.rtmp.PemEncryption;
import dev.afterimage.ingest.rtmp.RtmpListener;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where encoders publish by RTMP.
 *
 * @param port 0 for any free one
 * @param tls  the certificate and key with which they do so encrypted; unencrypted connections are refused then
 */
public record RtmpSettings(String host, int port, Optional<Tls> tls) {

    /** PEM files. */
    public record Tls(Path certificate, Path key) { }

    RtmpListener listen(Senders senders) {
        return new RtmpListener(host, port, tls.map(files -> new PemEncryption(files.certificate(), files.key())), senders);
    }
}
