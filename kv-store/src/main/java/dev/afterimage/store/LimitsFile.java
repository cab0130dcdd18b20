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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

    /** By stream, then by {@code all} or a kind's name. */
    record Content(int version, Map<String, Map<String, Written>> streams) { }

    LimitsFile(Path dataDirectory) {
        this.file = dataDirectory.resolve("limits.json");
        this.errors = new StorageErrors(dataDirectory);
    }

    synchronized Map<StreamId, Limits> all() {
        Map<StreamId, Limits> all = new TreeMap<>();
        read().forEach((name, written) -> all.put(new StreamId(name), limits(written)));
        return all;
    }

    synchronized void keep(StreamId stream, Limits limits) {
        Map<String, Map<String, Written>> streams = read();
        Map<String, Written> written = written(limits);
        if (written.isEmpty() ? streams.remove(stream.name()) != null : !written.equals(streams.put(stream.name(), written))) {
            write(streams);
        }
    }

    void forget(StreamId stream) {
        keep(stream, Limits.NONE);
    }

    private static Limits limits(Map<String, Written> written) {
        Map<Kept, Limit> each = new EnumMap<>(Kept.class);
        for (Kept kind : Kept.values()) {
            Written one = written.get(name(kind));
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
        limits.each().forEach((kind, limit) -> written.put(name(kind), Written.of(limit)));
        return written;
    }

    private static String name(Kept kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private Map<String, Map<String, Written>> read() {
        try {
            Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
            if (content.version() != VERSION || content.streams() == null) {
                throw unreadable(null);
            }
            return new TreeMap<>(content.streams());
        } catch (NoSuchFileException none) {
            return new TreeMap<>();
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

    private void write(Map<String, Map<String, Written>> streams) {
        Path written = file.resolveSibling("limits.json.tmp");
        try {
            Files.deleteIfExists(written);
            try (FileChannel channel = FileChannel.open(written, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer left = ByteBuffer.wrap(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Content(VERSION, streams)));
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw errors.of(failure, "the limits");
        }
    }
}
