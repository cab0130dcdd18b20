package dev.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avutil;

/** A cursor over the packets of a file, which are not decoded. */
public final class Packets implements AutoCloseable {

    private final Container container;
    private final Interrupt interrupt;
    private final AVPacket packet = av_packet_alloc();

    private Packets(Container container, Interrupt interrupt) {
        this.container = container;
        this.interrupt = interrupt;
    }

    public static Packets open(Input input, Interrupt interrupt) throws MediaException {
        return new Packets(Container.open(input, interrupt), interrupt);
    }

    public AVStream video() {
        return container.video();
    }

    /** Null when there is none. */
    public AVStream sound() {
        return container.sound();
    }

    /**
     * The next packet of the two, which holds until the next call; null at the end, or where the file is cut off.
     *
     * @throws MediaException where it cannot be read on
     */
    public AVPacket next() throws MediaException {
        do {
            av_packet_unref(packet);
            int code = av_read_frame(container.context(), packet);
            int fault = code == avutil.AVERROR_EOF && container.context().pb() != null ? container.context().pb().error() : code;
            if (fault < 0 && fault != avutil.AVERROR_EOF) {
                throw MediaException.of(fault, interrupt);
            }
            if (code < 0) {
                return null;
            }
        } while (Completeness.broken(packet) || !wanted(packet.stream_index()));
        return packet;
    }

    private boolean wanted(int stream) {
        return stream == container.video().index() || container.sound() != null && stream == container.sound().index();
    }

    @Override
    public void close() {
        av_packet_free(packet);
        container.close();
    }
}
