package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/**
 * A certificate and its key, checked to belong together: files that are being replaced may be read half-way.
 *
 * @param sha256 of the certificate, hexadecimal: by it, processes of this machine know the service
 */
record TlsIdentity(PemKeyCertOptions options, String sha256) {

    private static final byte[] PROBE = "afterimage".getBytes(StandardCharsets.US_ASCII);

    /** @throws AfterimageException {@code USAGE_CONFIG} for files that cannot be read, are no PEM, or do not belong together */
    static TlsIdentity read(Vertx vertx, TlsFiles files) {
        try {
            PemKeyCertOptions options = new PemKeyCertOptions().addCertValue(Buffer.buffer(Files.readAllBytes(files.certificate())))
                    .addKeyValue(Buffer.buffer(Files.readAllBytes(files.key())));
            return of(options, keyManager(vertx, options));
        } catch (IOException unreadable) {
            throw refused(files, "a file cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (AfterimageException refused) {
            throw refused;
        } catch (Exception malformed) {
            throw refused(files, malformed.getMessage(), malformed);
        }
    }

    private static TlsIdentity of(PemKeyCertOptions options, X509KeyManager keys) throws GeneralSecurityException {
        String alias = Stream.of("RSA", "EC", "EdDSA").flatMap(type -> Stream.ofNullable(keys.getServerAliases(type, null))
                .flatMap(Arrays::stream))
                .findFirst().orElseThrow(() -> new GeneralSecurityException("there is no certificate and key of RSA or EC in them"));
        X509Certificate certificate = keys.getCertificateChain(alias)[0];
        if (!belong(certificate.getPublicKey(), keys.getPrivateKey(alias))) {
            throw new GeneralSecurityException("the key is not that of the first certificate");
        }
        return new TlsIdentity(options, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
    }

    private static X509KeyManager keyManager(Vertx vertx, PemKeyCertOptions options) throws Exception {
        return Arrays.stream(options.getKeyManagerFactory(vertx).getKeyManagers()).filter(X509KeyManager.class::isInstance)
                .map(X509KeyManager.class::cast).findFirst().orElseThrow();
    }

    private static boolean belong(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(secret);
        signing.update(PROBE);
        byte[] signature = signing.sign();
        signing.initVerify(open);
        signing.update(PROBE);
        return signing.verify(signature);
    }

    private static AfterimageException refused(TlsFiles files, String why, Exception cause) {
        return new AfterimageException(ErrorCode.USAGE_CONFIG, "HTTPS cannot be served with " + files.certificate() + " and " + files.key()
                + ": " + why,
                "give a PEM file of the certificate chain and a PEM file of its private key, without a password", cause);
    }
}
