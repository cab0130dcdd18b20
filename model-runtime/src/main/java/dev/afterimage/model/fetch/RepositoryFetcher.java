package dev.afterimage.model.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.format.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gets a checkpoint directory from a hub's repository: the few files that a pack is built from, all of one commit. The
 * hub states each file's length, and for large ones the SHA-256, which the bytes are held against.
 */
public final class RepositoryFetcher {

    private static final Pattern WANTED = Pattern.compile("(config|generation_config|preprocessor_config|processor_config|tokenizer|"
            + "tokenizer_config|chat_template"
            + "|afterimage|model\\.safetensors\\.index)\\.json|chat_template\\.jinja|README\\.md|model(-\\d{1,5}-of-\\d{1,5}"
            + ")?\\.safetensors");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Hub hub;

    /** @param environment as of {@link System#getenv()} */
    public RepositoryFetcher(Map<String, String> environment) {
        this.hub = Hub.of(environment);
    }

    /**
     * What the hub says the repository holds.
     *
     * @param repository {@code OWNER/NAME}
     * @param revision   the commit; null for that of its main branch
     * @return its files, with the sums that the hub states
     */
    public PinnedFiles stated(String repository, String revision, Progress progress) {
        progress.update("looking up " + repository, 0, 0);
        try {
            String commit = revision == null ? commit(repository, progress) : revision;
            return new PinnedFiles(commit, files(repository, commit, progress));
        } catch (IOException e) {
            throw failed(repository, e);
        }
    }

    /**
     * Puts the files into {@code directory}; whole ones of an earlier attempt are used, and cut ones gone on with.
     *
     * @param repository {@code OWNER/NAME}
     * @param pinned     its files at one commit
     * @param licence    for people
     * @return the same files, each with the SHA-256 of its bytes
     */
    public PinnedFiles fetch(String repository, PinnedFiles pinned, String licence, Path directory, Progress progress) {
        String commit = pinned.revision();
        List<PinnedFiles.File> fetched = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            progress.update(String.format(Locale.ROOT, "getting %s, %.0f MB in %d files, licence %s, commit %.8s", repository,
                    pinned.files().stream().mapToLong(PinnedFiles.File::bytes).sum() / 1e6, pinned.files().size(), licence, commit), 0, 0);
            FreeSpace.require(directory, missing(pinned.files(), directory));
            for (PinnedFiles.File file : pinned.files()) {
                get(hub.url() + "/" + repository + "/resolve/" + commit + "/" + file.name(), file, directory, progress);
                fetched.add(file.sha256() != null ? file
                        : new PinnedFiles.File(file.name(), file.bytes(), Sha256.of(directory.resolve(file.name()))));
            }
            return new PinnedFiles(commit, fetched);
        } catch (IOException e) {
            throw failed(repository, e);
        }
    }

    private AfterimageException failed(String repository, IOException e) {
        return new AfterimageException(ErrorCode.MODEL_DOWNLOAD, repository + " could not be downloaded from " + hub.url() + "/"
                + repository + ": " + e.getMessage(), HubRefusal.remedy(e, "connect to the internet (or set "
                + CheckpointFetcher.HUB_VARIABLE + " to a mirror) and pull again, or get the directory by other means and import it with "
                + "'afterimage models import DIRECTORY --as NAME'"), e);
    }

    private static long missing(List<PinnedFiles.File> files, Path directory) throws IOException {
        long missing = 0;
        for (PinnedFiles.File file : files) {
            Path part = directory.resolve(file.name() + ".part");
            missing += Files.exists(directory.resolve(file.name())) ? 0 : file.bytes() - (Files.exists(part) ? Files.size(part) : 0);
        }
        return missing;
    }

    private String commit(String repository, Progress progress) throws IOException {
        String commit = json("/api/models/" + repository + "/revision/main", progress).path("sha").asText();
        if (!COMMIT.matcher(commit).matches()) {
            throw new IOException("the hub names no commit of it");
        }
        return commit;
    }

    private List<PinnedFiles.File> files(String repository, String commit, Progress progress) throws IOException {
        List<PinnedFiles.File> files = new ArrayList<>();
        for (JsonNode entry : json("/api/models/" + repository + "/tree/" + commit, progress)) {
            String name = entry.path("path").asText();
            if (entry.path("type").asText().equals("file") && WANTED.matcher(name).matches()) {
                files.add(new PinnedFiles.File(name, entry.path("size").asLong(-1), entry.path("lfs").path("oid").asText(null)));
            }
        }
        if (files.stream().noneMatch(file -> file.name().equals("config.json"))) {
            throw new IOException("it holds no config.json");
        }
        return files;
    }

    private JsonNode json(String path, Progress progress) throws IOException {
        return JSON.readTree(new HubDownload(hub).text(hub.url() + path, progress));
    }

    private void get(String url, PinnedFiles.File file, Path directory, Progress progress) throws IOException {
        Path target = directory.resolve(file.name());
        if (Files.exists(target) && fault(file, target) == null) {
            return;
        }
        Path part = directory.resolve(file.name() + ".part");
        if (file.bytes() == 0) {
            throw new IOException(file.name() + " is empty there");
        }
        download(url, file, part, progress);
        String fault = fault(file, part);
        if (fault != null) {
            Files.delete(part);
            throw new IOException(file.name() + " " + fault);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void download(String url, PinnedFiles.File file, Path part, Progress progress) throws IOException {
        try {
            new HubDownload(hub).download(url, part, file.bytes(), progress);
        } catch (IOException e) {
            throw new IOException(file.name() + ": " + e.getMessage(), e);
        }
    }

    private static String fault(PinnedFiles.File file, Path path) throws IOException {
        if (Files.size(path) != file.bytes()) {
            return "came with " + Files.size(path) + " bytes, not " + file.bytes();
        }
        return file.sha256() == null || Sha256.of(path).equals(file.sha256()) ? null : "came with another checksum";
    }
}
