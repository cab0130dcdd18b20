package dev.afterimage.ingest.rtmp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;

/** TLS (RTMPS) with the certificate and key of the service, PEM files, which are read again when they change. */
public final class PemEncryption implements RtmpListener.Encryption {

    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = new char[0];

    private final Path certificate;
    private final Path key;
    private List<FileTime> changed;
    private SSLContext context;

    /** @throws AfterimageException for files that cannot be used */
    public PemEncryption(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
        try {
            this.changed = times();
            this.context = read();
        } catch (IOException | GeneralSecurityException unusable) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "RTMPS cannot be served with " + certificate + " and " + key + ": "
                    + unusable.getMessage(), "give PEM files, the key as PKCS #8 (it begins with BEGIN PRIVATE KEY) without a password",
                    unusable);
        }
    }

    private List<FileTime> times() throws IOException {
        return List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
    }

    private SSLContext read() throws IOException, GeneralSecurityException {
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate))).toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new GeneralSecurityException("there is no certificate in it");
        }
        Matcher pem = KEY.matcher(Files.readString(key, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new GeneralSecurityException("there is no private key of this form in it");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        PrivateKey secret = KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("service", secret, NO_PASSWORD, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), null, null);
        return made;
    }

    /** Half-written files leave what was read before in use. */
    private synchronized SSLContext current() {
        try {
            List<FileTime> now = times();
            if (!now.equals(changed)) {
                context = read();
                changed = now;
            }
        } catch (IOException | GeneralSecurityException beingReplaced) {
            return context;
        }
        return context;
    }

    @Override
    public Socket encrypted(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) current().getSocketFactory().createSocket(plain, null, true);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.startHandshake();
        return socket;
    }
}
