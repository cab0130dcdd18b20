package dev.afterimage.ingest.recording;

import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.ingest.media.ByteSource;
import dev.afterimage.ingest.media.Input;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.MediaException;
import dev.afterimage.ingest.media.Packets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avutil;

/** The packets of one piece. FFmpeg reads its bytes and opens nothing itself. */
final class PieceReader implements AutoCloseable {

    private final double start;
    private final Interrupt interrupt = new Interrupt();
    private final Packets packets;
    private final Track video;
    private final Track sound;
    private double end;

    PieceReader(Recordings recordings, Piece piece) throws MediaException {
        this.start = piece.start();
        this.end = start;
        SeekableByteChannel channel = recordings.read(piece);
        Input input = none -> new Input.Opening("piece.mp4", Map.of(), "mp4", new ChannelBytes(channel), (url, options) -> {
            throw new IOException("a piece refers to nothing else");
        }, false);
        try {
            packets = Packets.open(input, interrupt);
        } catch (MediaException failure) {
            interrupt.close();
            throw failure;
        }
        video = new Track(packets.video());
        sound = packets.sound() == null ? null : new Track(packets.sound());
    }

    double start() {
        return start;
    }

    AVStream video() {
        return packets.video();
    }

    /** Null when there is none. */
    AVStream sound() {
        return packets.sound();
    }

    Track track(boolean picture) {
        return picture ? video : sound;
    }

    /** Null at the end; holds until the next call. */
    AVPacket next() throws MediaException {
        AVPacket packet = packets.next();
        if (packet != null && packet.stream_index() == video().index() && packet.pts() != avutil.AV_NOPTS_VALUE) {
            end = Math.max(end, start + video.seconds(packet.pts() + packet.duration()));
        }
        return packet;
    }

    /** Where the pictures end that were read so far, seconds of the stream. */
    double end() {
        return end;
    }

    @Override
    public void close() {
        video.close();
        if (sound != null) {
            sound.close();
        }
        packets.close();
        interrupt.close();
    }

    /** A channel as FFmpeg reads it. */
    private record ChannelBytes(SeekableByteChannel channel) implements ByteSource {

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
            try {
                return channel.size();
            } catch (IOException unknown) {
                return -1;
            }
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
}
