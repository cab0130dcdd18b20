package dev.afterimage.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.AddedSources;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sources that were added, and changes of configured ones, in {@code <data directory>/sources.json}: the one file that holds
 * the passwords in their addresses. Only its owner may read it, from its creation on, and it is replaced as a
 * whole, so that a crash leaves the old file or the new one.
 */
public final class SourcesFile implements AddedSources {

    private static final ObjectMapper JSON = new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final int VERSION = 1;

    private final Path file;
    private final StorageErrors errors;

    /** The file's whole content. */
    record Content(int version, List<Source> sources, List<Changed> changed) {

        Content {
            changed = changed == null ? List.of() : changed;
        }
    }

    /**
     * A source of the configuration that was changed.
     *
     * @param configured hash of how it was configured then
     * @param operators  whether the address is still the configured one
     */
    record Changed(String configured, boolean operators, Source source) {

        boolean of(StreamId stream) {
            return source.name().equals(stream.name());
        }

        SourceSettings settings() {
            return operators ? source.settings().ofOperator() : source.settings();
        }
    }

    record Source(String name, String uri, double fps, SourceSettings.Pace pace, boolean loop, Set<String> classes, Map<String,
            Double> thresholds,
                  double smallest, @JsonProperty("detect_objects") Boolean detectObjects, @JsonProperty("read_text") boolean readText,
                  @JsonProperty("hear_speech") boolean hearSpeech, @JsonProperty("record") Boolean recorded) {

        static Source of(SourceSettings settings) {
            ReadingSettings reading = settings.reading();
            return new Source(settings.stream().name(), settings.uri(), settings.fps(), settings.pace(), settings.loop(), reading.classes(),
                    reading.thresholds(), reading.smallest(), reading.detectObjects(), reading.readText(), reading.hearSpeech(),
                    settings.recorded());
        }

        /** With what has no order in the order of the alphabet. */
        static Source sorted(SourceSettings settings) {
            Source source = of(settings);
            return new Source(source.name, source.uri, source.fps, source.pace, source.loop, new TreeSet<>(source.classes),
                    source.thresholds, source.smallest, source.detectObjects, source.readText, source.hearSpeech, source.recorded);
        }

        /** What older versions wrote does not say whether objects are detected: they always were. Nor whether video is kept: it is now. */
        Source {
            detectObjects = detectObjects == null || detectObjects;
            recorded = recorded == null || recorded;
        }

        /** Clients named them all, so they are judged as clients' sources whenever they are opened. */
        SourceSettings settings() {
            return new SourceSettings(new StreamId(name), uri, fps, pace, loop,
                    new ReadingSettings(classes, thresholds, smallest, detectObjects, readText, hearSpeech)).recorded(recorded).ofClient();
        }
    }

    public SourcesFile(Path dataDirectory) {
        this.file = dataDirectory.resolve("sources.json");
        this.errors = new StorageErrors(dataDirectory);
    }

    /** @throws AfterimageException {@link ErrorCode#STORAGE_FORMAT} when the file is not one of this program's */
    @Override
    public synchronized List<SourceSettings> all() {
        return read().sources().stream().map(Source::settings).toList();
    }

    @Override
    public synchronized void keep(SourceSettings settings) {
        Content before = read();
        List<Source> sources = without(before, settings.stream());
        sources.add(Source.of(settings));
        write(new Content(VERSION, sources, before.changed()));
    }

    @Override
    public synchronized SourceSettings changed(SourceSettings configured) {
        String hash = hash(configured);
        return read().changed().stream().filter(changed -> changed.of(configured.stream()) && changed.configured().equals(hash))
                .map(Changed::settings).findFirst().orElse(configured);
    }

    @Override
    public synchronized void keepChanged(SourceSettings configured, SourceSettings settings) {
        Content before = read();
        List<Changed> changed = unchanged(before, settings.stream());
        changed.add(new Changed(hash(configured), settings.origin() == SourceSettings.Origin.OPERATOR, Source.of(settings)));
        write(new Content(VERSION, before.sources(), changed));
    }

    @Override
    public synchronized Optional<SourceSettings> of(StreamId stream) {
        Content content = read();
        return content.sources().stream().filter(source -> source.name().equals(stream.name())).map(Source::settings)
                .findFirst().or(() -> content.changed().stream().filter(changed -> changed.of(stream)).map(Changed::settings).findFirst());
    }

    @Override
    public synchronized void change(SourceSettings settings) {
        Content before = read();
        Optional<Changed> configured = before.changed().stream().filter(each -> each.of(settings.stream())).findFirst();
        if (configured.isEmpty()) {
            keep(settings);
            return;
        }
        List<Changed> changed = unchanged(before, settings.stream());
        changed.add(new Changed(configured.get().configured(), settings.origin() == SourceSettings.Origin.OPERATOR, Source.of(settings)));
        write(new Content(VERSION, before.sources(), changed));
    }

    private static String hash(SourceSettings settings) {
        try {
            byte[] whole = JSON.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).writeValueAsBytes(Source.sorted(settings));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole));
        } catch (JsonProcessingException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public synchronized void forget(StreamId stream) {
        Content before = read();
        Content rest = new Content(VERSION, without(before, stream), unchanged(before, stream));
        if (!rest.equals(before)) {
            write(rest);
        }
    }

    private static List<Source> without(Content content, StreamId stream) {
        List<Source> sources = new ArrayList<>(content.sources());
        sources.removeIf(source -> source.name().equals(stream.name()));
        return sources;
    }

    private static List<Changed> unchanged(Content content, StreamId stream) {
        List<Changed> changed = new ArrayList<>(content.changed());
        changed.removeIf(each -> each.of(stream));
        return changed;
    }

    private Content read() {
        try {
            Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
            if (content.version() != VERSION || content.sources() == null) {
                throw unreadable("it is of version " + content.version(), null);
            }
            return content;
        } catch (NoSuchFileException none) {
            return new Content(VERSION, List.of(), List.of());
        } catch (JsonProcessingException malformed) {
            // What the parser says may quote a password.
            throw unreadable("it is malformed", null);
        } catch (IOException failure) {
            throw errors.of(failure, file.toString());
        }
    }

    private AfterimageException unreadable(String why, Exception cause) {
        return new AfterimageException(ErrorCode.STORAGE_FORMAT, "cannot read the added sources in " + file + ": " + why,
                "use the program version that wrote it, or remove the file and add the sources again", cause);
    }

    private void write(Content content) {
        try {
            PrivateFile.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
        } catch (IOException failure) {
            throw errors.of(failure, "the list of added sources");
        }
    }
}
