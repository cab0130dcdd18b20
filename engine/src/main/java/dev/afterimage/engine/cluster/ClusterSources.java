package dev.afterimage.engine.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The file that says what a cluster watches, YAML or JSON: {@code sources} as in the configuration of {@code serve}. */
final class ClusterSources {

    /** One meaning a file: no key twice, none unknown. */
    private static final YAMLMapper MAPPER = YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    /** A user and a password that are no reference to a secret. */
    private static final Pattern PASSWORD = Pattern.compile("^[a-z][a-z0-9+.-]*://[^/@]*:[^/@]*@"
            + "|[?&](pass|passwd|password|passphrase|token)=(?!\\$\\{)", Pattern.CASE_INSENSITIVE);

    private ClusterSources() { }

    /** The whole file. */
    record Content(List<Source> sources) { }

    /** @param paused whether it is not watched for the time being; its state stays */
    record Source(String name, String uri, Double fps, String pace, boolean loop, Set<String> classes, Map<String, Double> thresholds,
                  Double smallest, @JsonProperty("detect_objects") Boolean detectObjects, @JsonProperty("read_text") Boolean readText,
                  @JsonProperty("hear_speech") Boolean hearSpeech, @JsonProperty("record") Boolean recorded, boolean paused) {

        SourceSettings settings() {
            if (name == null || uri == null) {
                throw wrong("a source has no name or no uri", "give every entry of 'sources' both");
            }
            if (PASSWORD.matcher(uri).find()) {
                throw wrong("the address of '" + name + "' holds a password",
                        "write a reference such as rtsp://${door}@camera/stream, and the user and password into the file 'door' of"
                                + " AFTERIMAGE_SECRETS on each task manager");
            }
            ReadingSettings reading = new ReadingSettings(classes == null ? Set.of() : classes, thresholds == null ? Map.of() : thresholds,
                    smallest == null ? -1 : smallest, detectObjects == null || detectObjects, readText == null || readText,
                    hearSpeech == null || hearSpeech);
            return new SourceSettings(new StreamId(name), uri, fps == null ? SourceSettings.DEFAULT_FPS : fps, parsedPace(), loop, reading)
                    .recorded(recorded == null || recorded);
        }

        private SourceSettings.Pace parsedPace() {
            return switch (pace == null ? "realtime" : pace.toLowerCase(Locale.ROOT)) {
                case "realtime" -> SourceSettings.Pace.REALTIME;
                case "asap" -> SourceSettings.Pace.ASAP;
                default -> throw wrong("the source '" + name + "' has the pace '" + pace + "'", "write realtime or asap");
            };
        }
    }

    /**
     * What is to be watched now.
     *
     * @throws AfterimageException where the file cannot be read, or holds what must not be in it
     */
    static List<SourceSettings> read(Path file) {
        Content content;
        try {
            content = MAPPER.readValue(Files.readAllBytes(file), Content.class);
        } catch (JsonProcessingException malformed) {
            throw wrong("the sources' file " + file + " is malformed: " + malformed.getOriginalMessage(),
                    "see docs/cluster.md for its form");
        } catch (IOException unreadable) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the sources' file " + file + " cannot be read",
                    "see that the job manager finds it there", unreadable);
        }
        List<SourceSettings> all = content == null || content.sources() == null ? List.of()
                : content.sources().stream().filter(source -> !source.paused()).map(Source::settings).toList();
        Set<StreamId> names = new HashSet<>();
        all.stream().filter(source -> !names.add(source.stream())).findFirst().ifPresent(twice -> {
            throw wrong("two sources are called '" + twice.stream() + "'", "give each a name of its own");
        });
        return all;
    }

    private static AfterimageException wrong(String what, String remedy) {
        return new AfterimageException(ErrorCode.USAGE_CONFIG, what, remedy);
    }
}
