package dev.afterimage.ingest.media;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.afterimage.core.error.AfterimageException;

/**
 * Lets a container read {@link ByteSource}s: the one it is opened with, and through an {@link Input.Opener} all that a
 * demuxer asks for. The callbacks are one for all containers, since JavaCPP can hold only a handful of a kind; who is
 * meant is told by the opaque pointer.
 */
final class JavaIo implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JavaIo.class);

    private static final int BUFFER_BYTES = 1 << 15;
    private static final int FAILED = -5;
    private static final int REFUSED = -13;
    private static final int INVALID = -22;

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Map<Long, JavaIo> CONTAINERS = new ConcurrentHashMap<>();
    private static final Map<Long, Stream> STREAMS = new ConcurrentHashMap<>();

    private static final Read_packet_Pointer_BytePointer_int READ = new Read_packet_Pointer_BytePointer_int() {
        @Override
        public int call(Pointer opaque, BytePointer buffer, int length) {
            Stream stream = STREAMS.get(opaque.address());
            return stream == null ? FAILED : stream.read(buffer, length);
        }
    };

    private static final Seek_Pointer_long_int SEEK = new Seek_Pointer_long_int() {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            Stream stream = STREAMS.get(opaque.address());
            return stream == null ? FAILED : stream.seek(offset, whence);
        }
    };

    private static final AVFormatContext.Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer OPEN =
            new AVFormatContext.Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer() {
                @Override
                public int call(AVFormatContext context, PointerPointer opened, BytePointer url, int flags, PointerPointer options) {
                    JavaIo io = CONTAINERS.get(context.opaque().address());
                    return io == null || (flags & avformat.AVIO_FLAG_WRITE) != 0 ? REFUSED : io.openNext(opened, url.getString(), options);
                }
            };

    private static final AVFormatContext.Io_close2_AVFormatContext_AVIOContext CLOSE =
            new AVFormatContext.Io_close2_AVFormatContext_AVIOContext() {
                @Override
                public int call(AVFormatContext context, AVIOContext opened) {
                    JavaIo io = CONTAINERS.get(context.opaque().address());
                    if (io != null) {
                        io.free(opened);
                    }
                    return 0;
                }
            };

    private final long number = NUMBERS.incrementAndGet();
    private final Interrupt interrupt;
    private final Input.Opener opener;
    private final Map<Long, AVIOContext> open = new ConcurrentHashMap<>();

    private JavaIo(Interrupt interrupt, Input.Opener opener) {
        this.interrupt = interrupt;
        this.opener = opener;
    }

    /** Before the container is opened. */
    static JavaIo attach(AVFormatContext container, Input.Opening opening, Interrupt interrupt) {
        JavaIo io = new JavaIo(interrupt, opening.opener());
        CONTAINERS.put(io.number, io);
        container.opaque(new Token(io.number));
        container.io_open(OPEN);
        container.io_close2(CLOSE);
        container.pb(io.context(opening.bytes()));
        return io;
    }

    private AVIOContext context(ByteSource bytes) {
        Stream stream = new Stream(bytes, interrupt);
        STREAMS.put(stream.number, stream);
        BytePointer buffer = new BytePointer(avutil.av_malloc(BUFFER_BYTES));
        AVIOContext context = avformat.avio_alloc_context(buffer, BUFFER_BYTES, 0, new Token(stream.number), READ, null, bytes.seekable()
                ? SEEK : null);
        open.put(stream.number, context);
        return context;
    }

    private int openNext(PointerPointer<?> opened, String url, PointerPointer<?> options) {
        try {
            opened.put(0, context(opener.open(url, told(options))));
            return 0;
        } catch (IOException e) {
            LOG.info("something that a source refers to was not opened: {}", AfterimageException.maskPasswords(e.getMessage()));
            return e instanceof SocketTimeoutException ? MediaException.TIMED_OUT : FAILED;
        } catch (RuntimeException | Error e) {
            LOG.warn("something that a source refers to could not be opened", e);
            return FAILED;
        }
    }

    private static Map<String, String> told(PointerPointer<?> options) {
        Map<String, String> told = new HashMap<>();
        Pointer given = options == null || options.isNull() ? null : options.get(0);
        if (given != null && !given.isNull()) {
            AVDictionary dictionary = new AVDictionary(given);
            for (AVDictionaryEntry entry = avutil.av_dict_iterate(dictionary, null); entry != null && !entry.isNull();
                    entry = avutil.av_dict_iterate(dictionary, entry)) {
                told.put(entry.key().getString(), entry.value().getString());
            }
        }
        return told;
    }

    private void free(AVIOContext context) {
        long stream = context.opaque().address();
        if (open.remove(stream) == null) {
            return;
        }
        STREAMS.remove(stream).close();
        avutil.av_free(context.buffer());
        avformat.avio_context_free(context);
    }

    /** After the container is closed; what it left open is closed as well. */
    @Override
    public void close() {
        open.values().forEach(this::free);
        CONTAINERS.remove(number);
    }

    /** A byte source as FFmpeg's callbacks see it. No exception may pass into native code. */
    private static final class Stream {

        private final long number = NUMBERS.incrementAndGet();
        private final ByteSource bytes;
        private final Interrupt interrupt;
        private byte[] buffer = new byte[BUFFER_BYTES];

        Stream(ByteSource bytes, Interrupt interrupt) {
            this.bytes = bytes;
            this.interrupt = interrupt;
        }

        int read(BytePointer into, int length) {
            try {
                if (interrupt.due()) {
                    return avutil.AVERROR_EXIT();
                }
                buffer = buffer.length < length ? new byte[length] : buffer;
                int count = bytes.read(buffer, length);
                if (count < 0) {
                    return avutil.AVERROR_EOF;
                }
                into.put(buffer, 0, count);
                return count == 0 ? FAILED : count;
            } catch (IOException e) {
                return failed(e);
            } catch (RuntimeException | Error e) {
                LOG.warn("reading a source failed", e);
                return FAILED;
            }
        }

        long seek(long offset, int whence) {
            try {
                if ((whence & avformat.AVSEEK_SIZE) != 0) {
                    return bytes.size() < 0 ? INVALID : bytes.size();
                }
                if (whence != 0 || offset < 0) {
                    return INVALID;
                }
                bytes.seek(offset);
                return offset;
            } catch (IOException e) {
                return failed(e);
            } catch (RuntimeException | Error e) {
                LOG.warn("seeking in a source failed", e);
                return FAILED;
            }
        }

        private int failed(IOException e) {
            LOG.debug("reading a source failed", e);
            return interrupt.due() ? avutil.AVERROR_EXIT() : e instanceof SocketTimeoutException ? MediaException.TIMED_OUT : FAILED;
        }

        void close() {
            try {
                bytes.close();
            } catch (IOException gone) {
                LOG.debug("closing a source failed", gone);
            }
        }
    }
}
