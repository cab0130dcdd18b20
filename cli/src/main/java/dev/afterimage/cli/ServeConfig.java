package dev.afterimage.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.ReadingSettings;
import dev.afterimage.core.Retrieval;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.core.StreamId;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.model.format.Precision;
import dev.afterimage.store.codec.KvForm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file behind {@code serve --config}, YAML or JSON. Everything but a source's name and URI may be left out; flags of the command line
 * win over it.
 *
 * @param model model pack
 * @param host  address to listen on; other than the loopback it needs {@code token}
 * @param port  0 for any free one
 * @param token what callers must present as {@code Authorization: Bearer}
 * @param precision {@code fp32} or {@code int8}
 * @param kv    {@code fp16}, {@code int8} or {@code int4}
 * @param compression     {@code none}, {@code drop} or {@code dynamic}
 * @param tokensPerMinute with {@code dynamic}
 * @param retrieval {@code rekv}, {@code default}, {@code uniform}, {@code recent} or {@code all}
 * @param retrievalBlocks most blocks of an answer's context
 * @param retrievalTokens most tokens of stored blocks in it
 */
record ServeConfig(String model, String data, String host, Integer port, String token, String precision, String kv, String compression,
                   @JsonProperty("tokens_per_minute") Integer tokensPerMinute, String retrieval,
                   @JsonProperty("retrieval_blocks") Integer retrievalBlocks, @JsonProperty("retrieval_tokens") Integer retrievalTokens, List<Source> sources) {

    static final ServeConfig EMPTY = new ServeConfig(null, null, null, null, null, null, null, null, null, null, null, null, List.of());

    ServeConfig {
        sources = sources == null ? List.of() : List.copyOf(sources);
    }

    /**
     * One stream.
     *
     * @param fps        frames sampled a second, 2 unless given
     * @param pace       {@code realtime} unless given
     * @param loop       play a file again and again
     * @param classes    detector classes to watch; all unless given
     * @param thresholds least score by class, 0..1
     * @param smallest   least share of the picture a thing must cover, 0..1
     * @param readText   whether on-screen text is read, true unless given
     * @param hearSpeech whether what is said is written down, true unless given
     * @param questions  suggested on the page
     */
    record Source(String name, String uri, Double fps, String pace, boolean loop, Set<String> classes, Map<String, Double> thresholds,
                  Double smallest, @JsonProperty("read_text") Boolean readText, @JsonProperty("hear_speech") Boolean hearSpeech, List<String> questions) {

        SourceSettings settings() {
            if (name == null || uri == null) {
                throw new AfterimageException(ErrorCode.USAGE_CONFIG, "a source in the configuration has no name or no uri",
                        "give every entry of 'sources' both");
            }
            return new SourceSettings(new StreamId(name), uri, fps == null ? SourceSettings.DEFAULT_FPS : fps, parsedPace(), loop,
                    new ReadingSettings(classes == null ? Set.of() : classes, thresholds == null ? Map.of() : thresholds,
                            smallest == null ? -1 : smallest, readText == null || readText, hearSpeech == null || hearSpeech));
        }

        private SourceSettings.Pace parsedPace() {
            return switch (pace == null ? "realtime" : pace) {
                case "realtime" -> SourceSettings.Pace.REALTIME;
                case "asap" -> SourceSettings.Pace.ASAP;
                default -> throw new AfterimageException(ErrorCode.USAGE_CONFIG, "source '" + name + "' has the pace '" + pace + "'",
                        "write realtime or asap");
            };
        }
    }

    Keeping keeping() {
        return new Keeping(word(Precision.class, "precision", precision), word(KvForm.class, "kv", kv), word(CompressionSettings.Mode.class, "compression", compression), tokensPerMinute);
    }

    Retrieval asked() {
        return RetrievalOptions.retrieval(retrieval, retrievalBlocks, retrievalTokens);
    }

    private static <E extends Enum<E>> E word(Class<E> words, String key, String written) {
        try {
            return written == null ? null : Enum.valueOf(words, written.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            String known = Arrays.stream(words.getEnumConstants()).map(word -> word.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the configuration has " + key + " '" + written + "'", "write one of " + known);
        }
    }

    static ServeConfig read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "there is no configuration file " + file, "check the path after --config");
        }
        try {
            return new YAMLMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).readValue(file.toFile(), ServeConfig.class);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "cannot read " + file + where + ": " + e.getOriginalMessage(),
                    "compare it with docs/configuration.md", e);
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "cannot read " + file + ": " + e.getMessage(), "check its permissions", e);
        }
    }
}
