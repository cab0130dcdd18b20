package dev.afterimage.model.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a checkpoint directory says about tokens, turns and chats. */
final class HubTokenizer {

    private static final String FILE = "tokenizer.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PICTURES_ALONE = Set.of("<image_soft_token>");

    private final Path directory;
    private final Config config;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, String> tokens = new TreeMap<>();
    private final Set<String> leftOut = new HashSet<>();

    HubTokenizer(Path directory) {
        this.directory = directory;
        this.config = Config.read(directory, "tokenizer_config.json");
        Config tokenizer = Config.read(directory, FILE);
        if (!tokenizer.present()) {
            throw Config.malformed("the checkpoint has no " + FILE);
        }
        JsonNode vocabulary = tokenizer.in("model").at("vocab");
        vocabulary.properties().forEach(entry -> put(entry.getKey(), entry.getValue().asInt(-1)));
        for (int id = 0; vocabulary.isArray() && id < vocabulary.size(); id++) {
            put(vocabulary.get(id).path(0).asText(), id);
        }
        tokenizer.at("added_tokens").forEach(token -> put(token.path("content").asText(), token.path("id").asInt(-1)));
    }

    private void put(String token, int id) {
        ids.put(token, id);
        tokens.put(id, token);
    }

    /** The file as it is, but without tokens that {@link #requireWithin} left out. */
    byte[] json() throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(FILE));
        if (leftOut.isEmpty()) {
            return bytes;
        }
        ObjectNode tokenizer = (ObjectNode) JSON.readTree(bytes);
        ArrayNode kept = JSON.createArrayNode();
        tokenizer.path("added_tokens").forEach(token -> {
            if (!leftOut.contains(token.path("content").asText())) {
                kept.add(token);
            }
        });
        tokenizer.set("added_tokens", kept);
        return JSON.writeValueAsBytes(tokenizer);
    }

    /**
     * Refuses a tokenizer that gives ids for which the model has no embedding. A picture's placeholder that a text
     * model shares with its seeing sister (Gemma 3 1B) is left out instead: in a text it then reads as any other word.
     */
    void requireWithin(int vocabulary) {
        tokens.forEach((id, token) -> {
            if (id >= 0 && id < vocabulary) {
                return;
            }
            if (!PICTURES_ALONE.contains(token)) {
                throw Config.malformed(FILE + " has the token '" + token + "' with the id " + id + ", and the model's vocabulary ends at "
                        + (vocabulary - 1)
                        + " (key 'vocab_size'): there is no embedding for it");
            }
            leftOut.add(token);
        });
    }

    /** The token with this id, written out. */
    Optional<String> token(int id) {
        return Optional.ofNullable(tokens.get(id));
    }

    /** @param model config.json */
    ModelSource.Speech speech(Config model) {
        return new ModelSource.Speech(chatTemplate(), special("bos_token").orElse(""), special("eos_token").orElse(""), endTokens(model));
    }

    /** Given as text, or as an object with the text in {@code content}. */
    private Optional<String> special(String name) {
        return config.text(name).or(() -> config.at(name).isObject() ? config.in(name).text("content") : Optional.empty());
    }

    /** As the reference stops: after the generation configuration, else after the model's, else after the tokenizer's. */
    private List<Integer> endTokens(Config model) {
        List<Config> sources = List.of(Config.read(directory, "generation_config.json"), model, model.in("text_config"));
        for (Config source : sources) {
            List<Integer> ends = source.numbers("eos_token_id", 0, Integer.MAX_VALUE);
            if (!ends.isEmpty()) {
                return List.copyOf(new TreeSet<>(ends));
            }
        }
        return special("eos_token").map(ids::get).map(List::of).orElse(List.of());
    }

    private String chatTemplate() {
        Path jinja = directory.resolve("chat_template.jinja");
        try {
            if (Files.exists(jinja)) {
                return Files.readString(jinja);
            }
        } catch (IOException e) {
            throw Config.malformed("chat_template.jinja cannot be read: " + e.getMessage());
        }
        return Config.read(directory, "chat_template.json").text("chat_template")
                .or(() -> Config.read(directory, "processor_config.json").text("chat_template"))
                .or(() -> config.text("chat_template")).or(this::namedTemplate).orElse("");
    }

    /** Some tokenizers keep several templates by name. */
    private Optional<String> namedTemplate() {
        for (JsonNode each : config.at("chat_template")) {
            if (each.path("name").asText().equals("default")) {
                return Optional.of(each.path("template").asText());
            }
        }
        return Optional.empty();
    }
}
