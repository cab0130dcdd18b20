package dev.afterimage.model.binary;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A checkpoint in one little-endian file: a header read front to back, and data read wherever the header says they lie.
 * Nothing in it is trusted: every length is held against the file's before it is used, and faults name what was being
 * read.
 */
public final class CheckpointFile implements AutoCloseable {

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Path path;
    private final FileChannel channel;
    private final long length;
    private final ByteBuffer window = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long windowEnd;
    private String reading = "the header";

    private CheckpointFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.length = channel.size();
    }

    /** Makes what a format needs of the open file. */
    public interface Format<T> {
        T read(CheckpointFile file) throws IOException;
    }

    /** @param give what to give instead of a file that cannot be read, e.g. {@code a readable .gguf file} */
    public static <T> T open(Path path, String give, Format<T> format) {
        try {
            LfsPointer.refuse(path);
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return format.read(new CheckpointFile(path, channel));
            } catch (IOException | RuntimeException fault) {
                closeAfter(fault, channel);
                throw fault;
            }
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "cannot read the checkpoint " + path + ": " + e.getMessage(),
                    "give the path of " + give, e);
        }
    }

    private static void closeAfter(Exception fault, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            fault.addSuppressed(e);
        }
    }

    public long length() {
        return length;
    }

    /** Where the header has been read up to. */
    public long position() {
        return windowEnd - window.remaining();
    }

    public long remaining() {
        return length - position();
    }

    /** @param what is read from here on, for messages */
    public void reading(String what) {
        reading = what;
    }

    public String reading() {
        return reading;
    }

    /** A count of things that take at least {@code leastBytes} each, and so cannot be more than the rest of the file holds. */
    public long counted(String what, long count, int leastBytes) {
        if (count < 0 || count > Math.min(remaining() / leastBytes, LARGEST_ARRAY)) {
            throw malformed(what + " claims " + Long.toUnsignedString(count) + " entries, more than the file holds");
        }
        return count;
    }

    public int u8() throws IOException {
        return take(1).get() & 0xff;
    }

    public int u16() throws IOException {
        return take(2).getShort() & 0xffff;
    }

    public long u32() throws IOException {
        return take(4).getInt() & 0xffffffffL;
    }

    public long i64() throws IOException {
        return take(8).getLong();
    }

    /** The bytes of a text, whose length is held against the file and against {@code most}. */
    public byte[] text(long size, long most) throws IOException {
        if (size < 0 || size > Math.min(remaining(), Math.min(most, LARGEST_ARRAY))) {
            throw malformed(reading + " claims a text of " + Long.toUnsignedString(size) + " bytes, more than the file holds");
        }
        byte[] bytes = new byte[(int) size];
        for (int done = 0; done < bytes.length; ) {
            int part = Math.min(bytes.length - done, window.capacity());
            take(part).get(bytes, done, part);
            done += part;
        }
        return bytes;
    }

    /** The window with at least this many bytes in it. */
    public ByteBuffer take(int bytes) throws IOException {
        if (window.remaining() < bytes) {
            window.compact();
            while (window.position() < bytes) {
                int read = channel.read(window, windowEnd);
                if (read < 0) {
                    throw new EOFException("the file ends within " + reading);
                }
                windowEnd += read;
            }
            window.flip();
        }
        return window;
    }

    /** Passes over data in the midst of a header. @param bytes no more than {@link #remaining} */
    public void skip(long bytes) {
        if (bytes <= window.remaining()) {
            window.position(window.position() + (int) bytes);
        } else {
            windowEnd = position() + bytes;
            window.limit(0);
        }
    }

    /**
     * Data of a place that lies within the file.
     *
     * @param what whose they are, for messages
     */
    public ByteBuffer data(String what, long offset, long bytes) {
        if (bytes > LARGEST_ARRAY) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, what + " has " + bytes + " bytes", "import a checkpoint whose "
                    + "tensors are below 2 GiB");
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw malformed(what + " ends beyond the file");
                }
            }
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "cannot read " + what + " of " + path + ": " + e.getMessage(),
                    "check the disk and fetch the file again", e);
        }
        return buffer.flip();
    }

    public AfterimageException unsupported(String what, String remedy) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, path.getFileName() + ": " + what, remedy);
    }

    public AfterimageException malformed(String what) {
        return new AfterimageException(ErrorCode.MODEL_MALFORMED, path.getFileName() + ": " + what, "fetch the file again, or give "
                + "another checkpoint");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "cannot close " + path + ": " + e.getMessage(), "check the disk", e);
        }
    }
}
