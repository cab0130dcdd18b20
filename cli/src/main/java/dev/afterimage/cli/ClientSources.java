package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.SourcePolicy;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What sources clients may add over HTTP, as the configuration says it; each part is as in {@link SourcePolicy#DEFAULT} unless given.
 *
 * @param schemes     of URLs
 * @param directories below which files may lie
 * @param hosts       allowed although they are this machine's, or on its direct link: {@code host} or {@code host:port}
 */
record ClientSources(Set<String> schemes, List<String> directories, Set<String> hosts) {

    static final ClientSources UNSAID = new ClientSources(null, null, null);

    /** @param more directories named elsewhere */
    SourcePolicy policy(List<Path> more) {
        List<Path> all = new ArrayList<>(more);
        if (directories != null) {
            directories.forEach(directory -> all.add(path(directory)));
        }
        all.forEach(ClientSources::requireDirectory);
        return new SourcePolicy(schemes == null ? SourcePolicy.DEFAULT.schemes() : schemes, all, hosts == null ? Set.of() : hosts);
    }

    private static Path path(String directory) {
        try {
            return Path.of(directory);
        } catch (InvalidPathException malformed) {
            throw missing(directory);
        }
    }

    private static void requireDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw missing(directory.toString());
        }
    }

    private static AfterimageException missing(String directory) {
        return new AfterimageException(ErrorCode.USAGE_CONFIG, "there is no directory '" + directory + "' for files of clients",
                "check 'client_sources' in the configuration and --client-files");
    }
}
