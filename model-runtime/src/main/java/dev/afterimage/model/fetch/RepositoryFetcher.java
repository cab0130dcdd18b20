package dev.afterimage.model.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.model.format.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gets a checkpoint directory from a hub's repository: the few files that a pack is built from, all of one commit. The hub states each file's
 * length, and for large ones the SHA-256, which the bytes are held against.
 */
public final class RepositoryFetcher {

    private static final Pattern WANTED = Pattern.compile("(config|generation_config|preprocessor_config|processor_config|tokenizer|tokenizer_config|chat_template"
            + "|afterimage|model\\.safetensors\\.index)\\.json|chat_template\\.jinja|README\\.md|model(-\\d{1,5}-of-\\d{1,5})?\\.safetensors");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param sha256 null where the hub states none */
    private record Wanted(String name, long bytes, String sha256) { }

    private final String hub;

    /** @param environment as of {@link System#getenv()} */
    public RepositoryFetcher(Map<String, String> environment) {
        this.hub = CheckpointFetcher.hub(environment);
    }

    /**
     * Puts the files into {@code directory}; whole ones of an earlier attempt are used, and cut ones gone on with.
     *
     * @param repository {@code OWNER/NAME}, read at its main branch
     * @return {@code directory}
     */
    public Path fetch(String repository, Path directory, Progress progress) {
        String address = hub + "/" + repository;
        try {
            Files.createDirectories(directory);
            progress.update("looking up " + repository, 0, 0);
            String commit = commit(repository);
            List<Wanted> files = files(repository, commit);
            for (Wanted file : files) {
                get(address + "/resolve/" + commit + "/" + file.name(), file, directory, progress);
            }
            return directory;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_DOWNLOAD, repository + " could not be had from " + address + ": " + e.getMessage(),
                    "connect to the internet (or set " + CheckpointFetcher.HUB_VARIABLE + " to a mirror) and pull again, or get the directory"
                            + " by other means and import it with 'afterimage models import DIRECTORY --as NAME'", e);
        }
    }

    private String commit(String repository) throws IOException {
        String commit = json("/api/models/" + repository + "/revision/main").path("sha").asText();
        if (!COMMIT.matcher(commit).matches()) {
            throw new IOException("the hub names no commit of it");
        }
        return commit;
    }

    private List<Wanted> files(String repository, String commit) throws IOException {
        List<Wanted> files = new ArrayList<>();
        for (JsonNode entry : json("/api/models/" + repository + "/tree/" + commit)) {
            String name = entry.path("path").asText();
            if (entry.path("type").asText().equals("file") && WANTED.matcher(name).matches()) {
                files.add(new Wanted(name, entry.path("size").asLong(-1), entry.path("lfs").path("oid").asText(null)));
            }
        }
        if (files.stream().noneMatch(file -> file.name().equals("config.json"))) {
            throw new IOException("it holds no config.json");
        }
        return files;
    }

    private JsonNode json(String path) throws IOException {
        return JSON.readTree(new HubDownload().text(hub + path));
    }

    private static void get(String url, Wanted file, Path directory, Progress progress) throws IOException {
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

    private static void download(String url, Wanted file, Path part, Progress progress) throws IOException {
        try {
            new HubDownload().download(url, part, file.bytes(), progress);
        } catch (IOException e) {
            throw new IOException(file.name() + ": " + e.getMessage(), e);
        }
    }

    private static String fault(Wanted file, Path path) throws IOException {
        if (Files.size(path) != file.bytes()) {
            return "came with " + Files.size(path) + " bytes, not " + file.bytes();
        }
        return file.sha256() == null || Sha256.of(path).equals(file.sha256()) ? null : "came with another checksum";
    }
}
