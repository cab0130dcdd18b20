package dev.afterimage.flink.copies;

import dev.afterimage.core.store.PortableStores.Copied;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the files of a stream's store lie in the checkpoint storage, as they were at one checkpoint. This is all that the job's state holds
 * of a store.
 *
 * @param lineage    of the store, see {@link Copied}
 * @param checkpoint that it was copied for
 * @param blocks     that the stream had by then
 * @param subtask    that keeps this in its state
 */
public record CopiedStore(StreamId stream, String lineage, long checkpoint, long blocks, int subtask, List<CopiedFile> files) {

    /**
     * One file, as the pieces that it was copied in, in their order.
     *
     * @param size of all pieces together
     */
    public record CopiedFile(String name, long size, List<Piece> pieces) {

        public CopiedFile {
            pieces = List.copyOf(pieces);
        }

        boolean liesIn(String base) {
            return pieces.stream().allMatch(piece -> piece.directory().startsWith(base + "/"));
        }

        Stream<String> paths() {
            return pieces.stream().map(piece -> piece.path(name));
        }
    }

    /**
     * Consecutive bytes of a file, in a file of their own.
     *
     * @param directory where it lies: a URI as Flink's file systems read it
     * @param checksum  CRC-32C
     */
    public record Piece(String directory, long from, long to, int checksum) {

        /** The same bytes always have the same name, so that a piece that is written again replaces itself. */
        String path(String file) {
            return directory + "/" + file + "." + from + "-" + to;
        }
    }

    public CopiedStore {
        files = List.copyOf(files);
    }

    Copied copied() {
        return new Copied(lineage, checkpoint, blocks);
    }

    Map<String, CopiedFile> byName() {
        return files.stream().collect(Collectors.toMap(CopiedFile::name, file -> file));
    }

    Stream<String> paths() {
        return files.stream().flatMap(CopiedFile::paths);
    }

    long bytes() {
        return files.stream().mapToLong(CopiedFile::size).sum();
    }
}
