package dev.afterimage.ingest.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.List;
import java.util.Set;

import dev.afterimage.ingest.media.ByteSource;

/** A regular file that lies below an allowed directory wherever links lead, also when they are changed while it is opened. */
final class FileBytes implements ByteSource {

    private final SeekableByteChannel channel;
    private final long size;

    private FileBytes(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    /** @throws IOException for any file that may not be read, or is none */
    static FileBytes open(Path path, List<Path> directories) throws IOException {
        Path real = path.toRealPath();
        for (Path directory : directories) {
            if (Files.isDirectory(directory) && real.startsWith(directory.toRealPath())) {
                Path root = directory.toRealPath();
                try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
                    return new FileBytes(below(stream, root.relativize(real)));
                }
            }
        }
        throw new NoSuchFileException(path + " leads out of the allowed directories");
    }

    /** Goes down name by name from an open directory and follows no link: the path was real a moment ago. */
    private static SeekableByteChannel below(DirectoryStream<Path> directory, Path rest) throws IOException {
        if (!(directory instanceof SecureDirectoryStream<Path> secure)) {
            throw new IOException("this file system cannot open files safely");
        }
        Path first = rest.getName(0);
        if (rest.getNameCount() > 1) {
            try (SecureDirectoryStream<Path> next = secure.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
                return below(next, rest.subpath(1, rest.getNameCount()));
            }
        }
        // A pipe would block its opener, and a device may do anything.
        if (!secure.getFileAttributeView(first, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes().isRegularFile()) {
            throw new IOException("it is no regular file");
        }
        return secure.newByteChannel(first, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public int read(byte[] into, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(into, 0, length));
    }

    @Override
    public void seek(long position) throws IOException {
        channel.position(position);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
