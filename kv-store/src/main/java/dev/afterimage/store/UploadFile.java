package dev.afterimage.store;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.upload.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One upload: a directory with what is known of it, and its bytes. */
final class UploadFile {

    static final String FILM = "film";
    private static final String ABOUT = "about.json";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Logger LOG = LoggerFactory.getLogger(UploadFile.class);
    private static final ObjectMapper JSON = new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final Path directory;
    private About about;
    private long received;
    private Instant changed;
    /** Whether this process has looked at what it begins with. */
    private volatile boolean checked;

    record About(SourcesFile.Source source, String file, long length, String mark, boolean begun) { }

    private UploadFile(Path directory, About about) throws IOException {
        this.directory = directory;
        this.about = about;
        this.received = Files.size(film());
        this.changed = Files.getLastModifiedTime(film()).toInstant();
    }

    static UploadFile begin(Path root, String id, SourceSettings settings, String file, long length, String mark) throws IOException {
        PrivateDirectory.prepare(root, true).ifPresent(LOG::warn);
        Path directory = root.resolve(id);
        PrivateDirectory.prepare(directory, true).ifPresent(LOG::warn);
        PrivateFile.replace(directory.resolve(FILM), new byte[0]);
        About about = new About(SourcesFile.Source.of(settings), file, length, mark, false);
        // Last: what has it is whole.
        PrivateFile.replace(directory.resolve(ABOUT), JSON.writeValueAsBytes(about));
        return new UploadFile(directory, about);
    }

    /** What was left, by this process or another. Whatever else lies there stays. */
    static List<UploadFile> findAll(Path root) throws IOException {
        List<UploadFile> found = new ArrayList<>();
        if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> directories;
            try (Stream<Path> all = Files.list(root)) {
                directories = all.toList();
            }
            for (Path directory : directories) {
                if (ID.matcher(directory.getFileName().toString()).matches()
                        && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                    read(directory).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static Optional<UploadFile> read(Path directory) {
        try {
            About about = JSON.readValue(Files.readAllBytes(directory.resolve(ABOUT)), About.class);
            about.source().settings();
            return Optional.of(new UploadFile(directory, about));
        } catch (NoSuchFileException unfinished) {
            removeUnlessBegun(directory);
        } catch (IOException | AfterimageException | NullPointerException unreadable) {
            // The film may be whole: a disk that fails now, or a version that writes more, must not cost it.
            LOG.warn("the upload in {} cannot be read, and is left as it is: {}; delete that directory if it is not needed", directory,
                    unreadable.toString());
        }
        return Optional.empty();
    }

    private static void removeUnlessBegun(Path directory) {
        try {
            if (Files.notExists(directory.resolve(ABOUT), LinkOption.NOFOLLOW_LINKS)) {
                LOG.info("an upload that was not even begun is removed: {}", directory);
                remove(directory);
            } else {
                LOG.warn("the upload in {} has lost its film, and is left as it is; delete that directory if it is not needed", directory);
            }
        } catch (IOException failure) {
            LOG.warn("what is left of an upload in {} cannot be removed: {}", directory, failure.toString());
        }
    }

    private Path film() {
        return directory.resolve(FILM);
    }

    String id() {
        return directory.getFileName().toString();
    }

    synchronized Upload upload() {
        return new Upload(id(), about.source().settings(), about.file(), about.length(), received, about.mark(), about.begun(), changed);
    }

    synchronized long append(long at, byte[] bytes) throws IOException {
        if (at != received || at + bytes.length > about.length()) {
            throw new IllegalStateException("bytes from " + at + " on do not continue the " + received + " that are there");
        }
        try (FileChannel channel = FileChannel.open(film(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            channel.position(at);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            if (at + bytes.length == about.length()) {
                channel.force(false);
            }
        } catch (IOException cut) {
            // Some of it may have been written: what is there is what counts.
            received = Files.exists(film()) ? Math.min(about.length(), Files.size(film())) : received;
            throw cut;
        }
        received = at + bytes.length;
        changed = Instant.now();
        return received;
    }

    byte[] beginning(int most) throws IOException {
        try (InputStream in = Files.newInputStream(film(), LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(most);
        }
    }

    boolean checked() {
        return checked;
    }

    void pass() {
        checked = true;
    }

    synchronized void begun() throws IOException {
        about = new About(about.source(), about.file(), about.length(), about.mark(), true);
        PrivateFile.replace(directory.resolve(ABOUT), JSON.writeValueAsBytes(about));
    }

    synchronized void remove() throws IOException {
        remove(directory);
    }

    /** What says that it is an upload goes first. */
    private static void remove(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(directory);
            return;
        }
        Files.deleteIfExists(directory.resolve(ABOUT));
        try (Stream<Path> rest = Files.list(directory)) {
            for (Path file : rest.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
