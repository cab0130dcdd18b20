package dev.afterimage.model.format;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** Which files a precision uses, and the name of everything that its KV depends on. */
public final class PackIdentity {

    private PackIdentity() { }

    /** The tokenizer, the embedding and the precision's own folder. */
    public static List<PackDescription.PackFile> files(PackDescription pack, Precision precision) {
        return pack.files().stream().filter(file -> !file.path().contains("/") || file.path().startsWith(precision.label() + "/"))
                .sorted(Comparator.comparing(PackDescription.PackFile::path)).toList();
    }

    /** SHA-256, hex, over weights, tokenizer, precision and format version; not over the layers that only read KV which the others made. */
    public static String of(PackDescription pack, Precision precision) {
        StringBuilder all = new StringBuilder("afterimage pack ").append(pack.format()).append(' ').append(precision.label()).append('\n');
        String recalling = precision.label() + "/" + PackFiles.RECALLING + "/";
        files(pack, precision).stream().filter(file -> !file.path().startsWith(recalling))
                .forEach(file -> all.append(file.path()).append(' ').append(file.sha256()).append('\n'));
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
