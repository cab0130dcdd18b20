package dev.afterimage.model.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the commit and the sums of every repository into the catalogue, for whoever tries a newer one out. All files are
 * downloaded for that, {@code AFTERIMAGE_HUB} and {@code HF_TOKEN} are heeded. Arguments: catalogue.json, a directory for
 * the files.
 */
final class PinCatalogue {

    private PinCatalogue() { }

    public static void main(String[] arguments) throws IOException {
        pin(Path.of(arguments[0]), Path.of(arguments[1]), new RepositoryFetcher(System.getenv()));
    }

    static void pin(Path catalogue, Path downloads, RepositoryFetcher fetcher) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        JsonNode entries = json.readTree(catalogue.toFile());
        for (JsonNode entry : entries) {
            if (entry.path("repository").isTextual()) {
                Path place = downloads.resolve(entry.path("name").asText());
                String repository = entry.path("repository").asText();
                PinnedFiles stated = fetcher.stated(repository, null, Progress.SILENT);
                ((ObjectNode) entry).set("pinned", json.valueToTree(fetcher.fetch(repository, stated, "unknown", place, Progress.SILENT)));
            }
        }
        Files.write(catalogue, json.writeValueAsBytes(entries));
    }
}
