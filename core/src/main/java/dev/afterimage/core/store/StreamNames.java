package dev.afterimage.core.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How streams are named. A stream is stored under the name that it was begun with, and is shown by the name that it has now. Both name it,
 * and no other stream may take either: so configurations, addresses and tokens that know the old name go on to mean the same stream.
 */
public final class StreamNames {

    private StreamNames() { }

    /**
     * The stream that somebody means.
     *
     * @param seen whose streams are looked at: of others nobody may find out how they are called
     * @return where there is none, an id under which nothing is stored
     * @throws AfterimageException {@link ErrorCode#USAGE_STREAM_NAME} where there can be no such name
     */
    public static StreamId find(SegmentStore store, String name, Predicate<StreamId> seen) {
        StreamId begun = new StreamId(name);
        return store.stream(begun).filter(info -> shownAs(info, begun)).map(StreamInfo::stream).or(() -> store.streams().stream()
                .filter(info -> shownAs(info, begun) && seen.test(info.stream())).map(StreamInfo::stream).findFirst()).orElse(begun);
    }

    /** The same, where everybody may see everything. */
    public static StreamId find(SegmentStore store, String name) {
        return find(store, name, stream -> true);
    }

    /** The name that a stream is shown by; of one that is not stored, the one that it is meant by. */
    public static String shown(SegmentStore store, StreamId stream) {
        return store.stream(stream).map(StreamInfo::name).orElse(stream.name());
    }

    /** The same as it is written on a command line. */
    public static String argument(SegmentStore store, StreamId stream) {
        String name = shown(store, stream);
        return name.matches("[\\p{L}\\p{N}._-]+") ? name : '"' + name.replaceAll("[\"$`]", "\\\\$0") + '"';
    }

    /**
     * Renames a stream.
     *
     * @return the name as it is kept
     * @throws AfterimageException {@link ErrorCode#USAGE_STREAM_NAME}, {@link ErrorCode#USAGE_STREAM_EXISTS} where another stream has
     *                             or had the name, {@link ErrorCode#STREAM_UNKNOWN}
     */
    public static String rename(SegmentStore store, StreamId stream, String name) {
        StreamId wanted = new StreamId(name);
        synchronized (store) {
            requireFree(store, stream, wanted);
            store.rename(stream, wanted.name());
        }
        return wanted.name();
    }

    /**
     * @param stream which may have the name
     * @throws AfterimageException {@link ErrorCode#USAGE_STREAM_EXISTS} where the name means another one
     */
    public static void requireFree(SegmentStore store, StreamId stream, StreamId wanted) {
        Optional<StreamInfo> taken = store.streams().stream().filter(info -> !info.stream().equals(stream))
                .filter(info -> info.stream().equals(wanted) || shownAs(info, wanted)).findFirst();
        taken.ifPresent(other -> {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "'" + wanted + "' names another stream"
                    + (shownAs(other, wanted) ? "" : ", which is shown as '" + other.name() + "' now"), "choose another name");
        });
    }

    private static boolean shownAs(StreamInfo info, StreamId name) {
        return info.name().equals(name.name());
    }
}
