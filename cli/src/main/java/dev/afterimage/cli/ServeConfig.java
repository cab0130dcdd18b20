package dev.afterimage.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.engine.Keeping;
import dev.afterimage.model.format.Precision;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.AccessToken;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.TrustedProxies;
import dev.afterimage.qa.http.LimitsJson;
import dev.afterimage.store.codec.KvForm;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file behind {@code serve --config}, YAML or JSON. Everything but a source's name and URI may be left out; flags of the command line
 * win over it.
 *
 * @param model model pack
 * @param host  address to listen on; other than the loopback it needs {@code token}
 * @param port  0 for any free one
 * @param token what callers must present as {@code Authorization: Bearer}; may do everything
 * @param precision {@code fp32}, {@code int8} or {@code int4}
 * @param kv    {@code fp16}, {@code int8} or {@code int4}
 * @param compression     {@code none}, {@code drop} or {@code dynamic}
 * @param tokensPerMinute with {@code dynamic}
 * @param recorded        whether the original video is kept, true unless given
 * @param keep            how much is kept of all streams together, see {@link LimitsJson}
 * @param retrieval {@code rekv}, {@code default}, {@code uniform}, {@code recent} or {@code all}
 * @param retrievalBlocks most blocks of an answer's context
 * @param retrievalTokens most tokens of stored blocks in it
 * @param maxStreams      most streams watched at the same time
 * @param tokens       more tokens, each with a role
 * @param tls          the certificate to serve HTTPS with
 * @param publicUrl    how browsers reach the service, where that is not its own address
 * @param sessionHours how long a login on the page lasts, 12 unless given
 * @param clientSources   what sources clients may add over HTTP
 * @param uploads         how much clients may upload
 * @param rtmp            where encoders publish; nowhere unless given
 * @param limits          how much clients may use the service, see {@link ServiceLimits}
 * @param trustedProxies  addresses, and ranges of them, of reverse proxies that say in {@code X-Forwarded-For} whom they speak for
 * @param corsOrigins     pages of other sites that may use the service with a token
 */
record ServeConfig(String model, String data, String host, Integer port, String token, String precision, String kv, String compression,
                   @JsonProperty("tokens_per_minute") Integer tokensPerMinute,
                   @JsonProperty("record") Boolean recorded, JsonNode keep, String retrieval,
                   @JsonProperty("retrieval_blocks") Integer retrievalBlocks, @JsonProperty("retrieval_tokens") Integer retrievalTokens,
                   @JsonProperty("max_streams") Integer maxStreams, List<Source> sources,
                   List<AccessConfig.Token> tokens, AccessConfig.Tls tls, AccessConfig.Oidc oidc,
                           @JsonProperty("public_url") String publicUrl,
                   @JsonProperty("session_hours") Double sessionHours,
                   @JsonProperty("client_sources") ClientSources clientSources, UploadConfig uploads, RtmpConfig rtmp, JsonNode limits,
                   @JsonProperty("trusted_proxies") List<String> trustedProxies,
                   @JsonProperty("cors_origins") List<String> corsOrigins) {

    private static final int MOST_SESSION_HOURS = 24 * 366;
    /** One meaning a file: no key twice, none unknown, no empty entries in lists. */
    private static final YAMLMapper MAPPER = YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)).build();
    static final ServeConfig EMPTY = new ServeConfig(null, null,
            null, null, null, null, null, null, null, null, null, null, null, null, null,
            List.of(),
            List.of(), null, null, null, null, null, null, null, null, List.of(), List.of());

    ServeConfig {
        tokens = tokens == null ? List.of() : List.copyOf(tokens);
        sources = sources == null ? List.of() : List.copyOf(sources);
        trustedProxies = trustedProxies == null ? List.of() : List.copyOf(trustedProxies);
        corsOrigins = corsOrigins == null ? List.of() : List.copyOf(corsOrigins);
        clientSources = clientSources == null ? ClientSources.UNSAID : clientSources;
        uploads = uploads == null ? UploadConfig.UNSAID : uploads;
    }

    /**
     * One stream.
     *
     * @param fps        frames sampled a second, 2 unless given
     * @param pace       {@code realtime} unless given
     * @param loop       play a file again and again
     * @param classes    detector classes to watch; all unless given
     * @param thresholds least score by class, 0..1
     * @param smallest   smallest share of the picture that a thing must cover, 0..1
     * @param detectObjects whether objects are detected and followed, true unless given
     * @param readText   whether on-screen text is read, true unless given
     * @param hearSpeech whether what is said is written down, true unless given
     * @param recorded   whether the original video is kept, true unless given
     * @param keep       how much is kept of it, see {@link LimitsJson}
     * @param questions  suggested on the page
     */
    record Source(String name, String uri, Double fps, String pace, boolean loop, Set<String> classes, Map<String, Double> thresholds,
                  Double smallest, @JsonProperty("detect_objects") Boolean detectObjects, @JsonProperty("read_text") Boolean readText,
                  @JsonProperty("hear_speech") Boolean hearSpeech, @JsonProperty("record") Boolean recorded, JsonNode keep,
                  List<String> questions) {

        SourceSettings settings() {
            if (name == null || uri == null) {
                throw new AfterimageException(ErrorCode.USAGE_CONFIG, "a source in the configuration has no name or no uri",
                        "give every entry of 'sources' both");
            }
            return new SourceSettings(new StreamId(name), SourceAddress.of(uri), fps == null ? SourceSettings.DEFAULT_FPS : fps,
                    parsedPace(), loop,
                    new ReadingSettings(classes == null ? Set.of() : classes, thresholds == null ? Map.of() : thresholds,
                            smallest == null ? -1 : smallest, detectObjects == null || detectObjects, readText == null || readText,
                            hearSpeech == null || hearSpeech)).recorded(recorded == null || recorded);
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

    /** @throws AfterimageException for entries that cannot be */
    AccessSettings access() {
        List<AccessToken> all = new ArrayList<>(tokens.stream().map(AccessConfig.Token::accessToken).toList());
        if (token != null && !token.isEmpty()) {
            all.add(AccessToken.of(token, Caller.OWNER));
        }
        if (sessionHours != null && !(sessionHours > 0 && sessionHours <= MOST_SESSION_HOURS)) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the configuration has session_hours " + sessionHours,
                    "write a number above 0, and at most " + MOST_SESSION_HOURS);
        }
        return new AccessSettings(all, Optional.ofNullable(oidc).map(AccessConfig.Oidc::settings),
                Optional.ofNullable(publicUrl).map(url -> AccessConfig.url("public_url", url)),
                sessionHours == null ? AccessSettings.DEFAULT_SESSION_LIFE : Duration.ofSeconds(Math.round(sessionHours * 3600)), "")
                .behind(proxies()).openTo(origins());
    }

    /** As browsers send them: scheme, name and port, nothing behind. */
    private List<String> origins() {
        corsOrigins.stream().filter(origin -> !origin.matches("https?://[A-Za-z0-9.:\\[\\]-]+")).findFirst().ifPresent(wrong -> {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the configuration has the origin '" + wrong + "' in cors_origins",
                    "write scheme, name and port only, e.g. https://app.example.org");
        });
        return corsOrigins;
    }

    private TrustedProxies proxies() {
        try {
            return TrustedProxies.of(trustedProxies);
        } catch (IllegalArgumentException neither) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the configuration has the trusted proxy '" + neither.getMessage() + "'",
                    "write addresses or ranges, for example [127.0.0.1, 10.0.0.0/8]");
        }
    }

    Keeping keeping() {
        return new Keeping(word(Precision.class, "precision", precision), word(KvForm.class, "kv", kv),
                word(CompressionSettings.Mode.class, "compression", compression), tokensPerMinute, recorded,
                limits("keep", keep));
    }

    Retrieval asked() {
        return RetrievalOptions.retrieval(retrieval, retrievalBlocks, retrievalTokens);
    }

    private static Limits limits(String where, JsonNode document) {
        try {
            return LimitsJson.of(document);
        } catch (AfterimageException wrong) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the configuration has a wrong '" + where + "': " + wrong.getMessage(),
                    wrong.remedy(), wrong);
        }
    }

    /** Limits of single streams, by their names. */
    static Map<StreamId, Limits> keep(List<Source> sources) {
        Map<StreamId, Limits> keep = new LinkedHashMap<>();
        sources.stream().filter(source -> source.keep() != null).forEach(source ->
                keep.put(source.settings().stream(), limits("keep of source " + source.name(), source.keep())));
        return keep;
    }

    private static <E extends Enum<E>> E word(Class<E> words, String key, String written) {
        try {
            return written == null ? null : Enum.valueOf(words, written.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            String known = Arrays.stream(words.getEnumConstants()).map(word -> word.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the configuration has " + key + " '" + written + "'",
                    "write one of " + known);
        }
    }

    /** @throws AfterimageException for limits that cannot be */
    ServiceLimits serviceLimits() {
        return ServiceLimits.of(limits);
    }

    static ServeConfig read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "there is no configuration file " + file, "check the path after "
                    + "--config");
        }
        try (InputStream text = Files.newInputStream(file)) {
            return read(text, file.toString());
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "cannot read " + file + ": " + e.getMessage(), "check its permissions",
                    e);
        }
    }

    /**
     * @param name of the file, for messages
     * @return {@link #EMPTY} for an empty one
     * @throws AfterimageException for one that cannot be
     * @throws IOException         where it cannot be read at all
     */
    static ServeConfig read(InputStream text, String name) throws IOException {
        try {
            MappingIterator<ServeConfig> documents = MAPPER.readerFor(ServeConfig.class).readValues(text);
            ServeConfig config = documents.hasNextValue() ? documents.nextValue() : null;
            return config == null ? EMPTY : config;
        } catch (JsonProcessingException e) {
            throw ConfigErrors.of(name, e);
        } catch (CharConversionException notText) {
            throw ConfigErrors.notText(name, notText);
        }
    }

    /**
     * The sources of the file and of the command line; one of the command line takes the place of the file's of the same name.
     *
     * @throws AfterimageException for two of one name in one place: which of them is watched would be chance
     */
    List<Source> with(List<Source> flags) {
        Map<String, Source> all = named(sources);
        all.putAll(named(flags));
        return List.copyOf(all.values());
    }

    private static Map<String, Source> named(List<Source> sources) {
        Map<String, Source> named = new LinkedHashMap<>();
        for (Source source : sources) {
            if (named.put(source.settings().stream().toString(), source) != null) {
                throw new AfterimageException(ErrorCode.USAGE_CONFIG, "two sources have the name '" + source.name() + "'",
                        "give each source a name of its own");
            }
        }
        return named;
    }
}
