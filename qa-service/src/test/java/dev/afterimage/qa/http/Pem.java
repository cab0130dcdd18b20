package dev.afterimage.qa.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** Certificates of 127.0.0.1, made by the JDK's keytool. */
final class Pem {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private Pem() { }

    /** Writes {@code NAME.crt} and {@code NAME.key}. */
    static TlsFiles make(Path directory, String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-keyalg", "EC",
                "-groupname", "secp256r1", "-alias", "it", "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1,dns:localhost", "-validity",
                        "30",
                "-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore", store.toString()).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        TlsFiles files = new TlsFiles(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
        write(files.certificate(), "CERTIFICATE", keys.getCertificate("it").getEncoded());
        write(files.key(), "PRIVATE KEY", keys.getKey("it", PASSWORD).getEncoded());
        return files;
    }

    private static void write(Path file, String kind, byte[] bytes) throws Exception {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }
}
