package dev.afterimage.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.retention.Limit;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Limits of streams in {@code <data directory>/limits.json}, replaced as a whole. */
final class LimitsFile {

    private static final ObjectMapper JSON = new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final int VERSION = 1;
    private static final String ALL = "all";

    private final Path file;
    private final StorageErrors errors;

    /** Null for no limit. */
    record Written(Long bytes, Double days) {

        static Written of(Limit limit) {
            return new Written(limit.bytes() == Long.MAX_VALUE ? null : limit.bytes(),
                    Double.isInfinite(limit.days()) ? null : limit.days());
        }

        Limit limit() {
            return new Limit(bytes == null ? Long.MAX_VALUE : bytes, days == null ? Double.POSITIVE_INFINITY : days);
        }
    }

    /**
     * @param streams    by stream, then by {@code all} or a kind's name
     * @param configured streams whose limits the configuration of the last run gave
     */
    record Content(int version, Map<String, Map<String, Written>> streams, Set<String> configured) {

        Content {
            streams = streams == null ? null : new TreeMap<>(streams);
            configured = configured == null ? new TreeSet<>() : new TreeSet<>(configured);
        }

        private Content copy() {
            return new Content(version, streams, configured);
        }

        private void put(StreamId stream, Limits limits) {
            Map<String, Written> written = written(limits);
            if (written.isEmpty()) {
                streams.remove(stream.name());
            } else {
                streams.put(stream.name(), written);
            }
        }
    }

    LimitsFile(Path dataDirectory) {
        this.file = dataDirectory.resolve("limits.json");
        this.errors = new StorageErrors(dataDirectory);
    }

    synchronized Map<StreamId, Limits> all() {
        return limits(read());
    }

    /** Somebody set the limits of a stream: they stay, whatever a configuration gave before. */
    synchronized void keep(StreamId stream, Limits limits) {
        change(content -> {
            content.put(stream, limits);
            content.configured().remove(stream.name());
        });
    }

    /**
     * Keeps the limits of a configuration, and lifts those that an earlier one gave and this one does not.
     *
     * @return the limits that hold now of all streams that either of them names
     */
    synchronized Map<StreamId, Limits> configure(Map<StreamId, Limits> configured) {
        Map<StreamId, Limits> changed = new TreeMap<>();
        read().configured().forEach(name -> changed.put(new StreamId(name), Limits.NONE));
        changed.putAll(configured);
        change(content -> {
            changed.forEach(content::put);
            content.configured().clear();
            configured.keySet().forEach(stream -> content.configured().add(stream.name()));
        });
        return changed;
    }

    void forget(StreamId stream) {
        keep(stream, Limits.NONE);
    }

    private void change(Consumer<Content> change) {
        Content before = read();
        Content after = before.copy();
        change.accept(after);
        if (!after.equals(before)) {
            write(after);
        }
    }

    private static Map<StreamId, Limits> limits(Content content) {
        Map<StreamId, Limits> all = new TreeMap<>();
        content.streams().forEach((name, written) -> all.put(new StreamId(name), limits(written)));
        return all;
    }

    private static Limits limits(Map<String, Written> written) {
        Map<Kept, Limit> each = new EnumMap<>(Kept.class);
        for (Kept kind : Kept.values()) {
            Written one = written.get(kind.key());
            if (one != null) {
                each.put(kind, one.limit());
            }
        }
        return new Limits(written.containsKey(ALL) ? written.get(ALL).limit() : Limit.NONE, each);
    }

    private static Map<String, Written> written(Limits limits) {
        Map<String, Written> written = new TreeMap<>();
        if (!limits.all().none()) {
            written.put(ALL, Written.of(limits.all()));
        }
        limits.each().forEach((kind, limit) -> written.put(kind.key(), Written.of(limit)));
        return written;
    }

    private Content read() {
        try {
            Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
            if (content.version() != VERSION || content.streams() == null) {
                throw unreadable(null);
            }
            return content;
        } catch (NoSuchFileException none) {
            return new Content(VERSION, Map.of(), Set.of());
        } catch (JsonProcessingException malformed) {
            throw unreadable(malformed);
        } catch (IOException failure) {
            throw errors.of(failure, file.toString());
        }
    }

    private AfterimageException unreadable(Exception cause) {
        return new AfterimageException(ErrorCode.STORAGE_FORMAT, "cannot read the limits in " + file,
                "use the program version that wrote it, or remove the file and set the limits again", cause);
    }

    private void write(Content content) {
        try {
            PrivateFile.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
        } catch (IOException failure) {
            throw errors.of(failure, "the limits");
        }
    }
}
