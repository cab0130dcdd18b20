package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.store.codec.MalformedValueException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.function.Function;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB, the file system and the codecs report, put into words for the user. */
final class StorageErrors {

    private static final String NO_SPACE = "No space left on device";

    private final Path directory;

    StorageErrors(Path directory) {
        this.directory = directory;
    }

    /** @param what the thing that was read or written: {@code block 7 of stream 'table'} */
    AfterimageException of(RocksDBException failure, String what) {
        Status status = failure.getStatus();
        String detail = String.valueOf(failure.getMessage());
        if (detail.contains(NO_SPACE) || status != null && status.getSubCode() == Status.SubCode.NoSpace) {
            return full(what, failure);
        }
        if (status != null && status.getCode() == Status.Code.Corruption) {
            return corrupt(what, detail, failure);
        }
        if (status != null && status.getCode() == Status.Code.IOError && detail.contains("lock")) {
            return inUse(failure);
        }
        return failed(what, detail, failure);
    }

    private AfterimageException of(MalformedValueException failure, String what) {
        if (failure.newer()) {
            return new AfterimageException(ErrorCode.STORAGE_FORMAT, "cannot read " + what + " in " + directory + ": "
                    + failure.getMessage(),
                    "use the program version that wrote it", failure);
        }
        return corrupt(what, failure.getMessage(), failure);
    }

    AfterimageException of(IOException failure, String what) {
        return String.valueOf(failure.getMessage()).contains(NO_SPACE) ? full(what, failure) : failed(what, detail(failure), failure);
    }

    /** What the file system said, without the names of Java's classes. */
    private static String detail(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException || failure instanceof FileAlreadyExistsException) {
            return "there is something else in its place that is no directory";
        }
        if (failure instanceof NoSuchFileException) {
            return "it is not there and cannot be made";
        }
        String said = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return said == null ? "the system gave no reason" : said;
    }

    AfterimageException failed(String what, String detail, Exception cause) {
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot reach " + what
                + (what.startsWith(directory.toString()) ? "" : " in " + directory) + ": " + detail,
                "check that the directory is there and can be read and written", cause);
    }

    AfterimageException full(String what) {
        return full(what, null);
    }

    AfterimageException nothingThere() {
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "nothing is stored in " + directory + " yet",
                "watch something first (afterimage watch), or give the right directory with --data");
    }

    AfterimageException readOnly(String what) {
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot write " + what + ": the store in " + directory
                + " is open for reading",
                "write through the process that watches");
    }

    AfterimageException closed() {
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "the store in " + directory + " is closed", "start again");
    }

    /** @param stored null when it is missing though it should be there */
    <T> T decoded(byte[] stored, String what, Function<byte[], T> decoder) {
        if (stored == null) {
            throw corrupt(what, "it is missing", null);
        }
        try {
            return decoder.apply(stored);
        } catch (MalformedValueException malformed) {
            throw of(malformed, what);
        }
    }

    /** @param what that was kept once */
    AfterimageException removed(String what) {
        return new AfterimageException(ErrorCode.STORAGE_REMOVED, what + " has been removed to keep within the limits of " + directory,
                "keep more of a stream with 'afterimage streams set NAME --keep-days N --keep-bytes SIZE'");
    }

    static AfterimageException unknown(StreamId stream) {
        return new AfterimageException(ErrorCode.STREAM_UNKNOWN, "there is no stream '" + stream + "'",
                "see what there is: afterimage streams list");
    }

    private AfterimageException corrupt(String what, String detail, Exception cause) {
        return new AfterimageException(ErrorCode.STORAGE_CORRUPT, what + " in " + directory + " is damaged: " + detail,
                "everything else stays readable; to remove the damage, delete that stream (afterimage streams delete NAME) and watch it "
                + "again", cause);
    }

    private AfterimageException full(String what, Exception cause) {
        return new AfterimageException(ErrorCode.STORAGE_FULL,
                "the disk that holds " + directory + " is full, so " + what + " was not stored; every block committed before is",
                "free some space on that disk; a service that watches then goes on by itself", cause);
    }

    AfterimageException inUse() {
        return inUse(null);
    }

    private AfterimageException inUse(Exception cause) {
        return new AfterimageException(ErrorCode.STORAGE_IN_USE, "another process is writing to " + directory,
                "stop that process, ask it instead, or choose another directory with --data", cause);
    }
}
