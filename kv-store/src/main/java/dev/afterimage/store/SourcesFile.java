package dev.afterimage.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sources in {@code <data directory>/sources.json}: the one file that holds the passwords in their addresses. Only its
 * owner may read it, from its creation on, and it is replaced as a whole, so that a crash leaves the old file or the
 * new one.
 */
public final class SourcesFile implements AddedSources {

    private static final ObjectMapper JSON = new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final int VERSION = 1;

    private final Path file;
    private final StorageErrors errors;

    /** The file's whole content. */
    record Content(int version, List<Source> sources) { }

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
        return read().stream().map(Source::settings).toList();
    }

    @Override
    public synchronized void keep(SourceSettings settings) {
        List<Source> sources = without(settings.stream());
        sources.add(Source.of(settings));
        write(sources);
    }

    @Override
    public synchronized void forget(StreamId stream) {
        List<Source> rest = without(stream);
        if (rest.size() < read().size()) {
            write(rest);
        }
    }

    private List<Source> without(StreamId stream) {
        List<Source> sources = new ArrayList<>(read());
        sources.removeIf(source -> source.name().equals(stream.name()));
        return sources;
    }

    private List<Source> read() {
        try {
            Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
            if (content.version() != VERSION || content.sources() == null) {
                throw unreadable("it is of version " + content.version(), null);
            }
            return content.sources();
        } catch (NoSuchFileException none) {
            return List.of();
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

    private void write(List<Source> sources) {
        try {
            PrivateFile.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Content(VERSION, sources)));
        } catch (IOException failure) {
            throw errors.of(failure, "the list of added sources");
        }
    }
}
