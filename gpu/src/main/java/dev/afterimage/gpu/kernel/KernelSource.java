package dev.afterimage.gpu.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The kernels as they are compiled: all files as one. */
public final class KernelSource {

    /** In the order they are compiled in. */
    public static final List<String> FILES = List.of("common", "rows", "product", "fourbits", "pages", "blocks", "attention", "sampling",
            "retrieval");

    private static final String TEXT = read();

    private KernelSource() { }

    public static String text() {
        return TEXT;
    }

    private static String read() {
        StringBuilder text = new StringBuilder();
        for (String file : FILES) {
            // Messages of compilers then name the file and its own line.
            text.append("#line 1 \"").append(file).append(".cu\"\n").append(resource("/dev/afterimage/gpu/kernels/" + file + ".cu"));
        }
        return text.toString();
    }

    /** A text of this module. */
    public static String resource(String path) {
        try (InputStream in = KernelSource.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What names something compiled from these texts: the beginning of their SHA-256 in hex. */
    public static String fingerprint(String... texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
