package dev.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;

import java.util.Optional;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * A cursor over the decoded pictures of a file or connection, in presentation order; sound met on the way goes to a {@link SoundSink}.
 * FFmpeg is driven through JavaCV's presets and not its {@code FFmpegFrameGrabber}, which tells neither a stall from an end nor a
 * cut file from a whole one, cannot be broken off, and turns every picture to RGB though one in ten is wanted.
 *
 * <p>Times are seconds from the first picture, or from the container's start where that lies well before. Native memory is that of one
 * packet and a few frames, used again and again.
 */
public final class Media implements AutoCloseable {

    private final Container container;
    private final Interrupt interrupt;
    private final Completeness completeness;
    private final AVPacket packet = av_packet_alloc();
    private final Decoder video;
    private final PictureConverter pictures;
    private final SoundTrack sound;
    private final Continuity continuity = new Continuity();
    private final DamagedPictures damage = new DamagedPictures();
    private PacketTap tap;
    private double origin = Double.NaN;
    private long originTicks;
    private long ticks = avutil.AV_NOPTS_VALUE;
    private long changedAt = -1;
    private boolean ended;
    private boolean closed;

    private Media(Container container, Interrupt interrupt, Decoder video, int longestSide, SoundSink sink, PacketTap tap) {
        this.container = container;
        this.interrupt = interrupt;
        this.completeness = new Completeness(container);
        this.video = video;
        this.pictures = new PictureConverter(container.context(), container.video(), longestSide);
        this.sound = container.sound() == null ? null : SoundTrack.open(container.sound(), sink);
        this.tap = tap;
        tap.opened(container.video(), sound == null ? null : container.sound());
    }

    /**
     * @param longestSide of the pictures, pixels
     * @param threads     that decode
     */
    public static Media open(Input input, Interrupt interrupt, int longestSide, int threads, SoundSink sink)
            throws MediaException {
        return open(input, interrupt, longestSide, threads, sink, PacketTap.NONE);
    }

    /** The same, where {@code tap} sees the packets before they are decoded. */
    public static Media open(Input input, Interrupt interrupt, int longestSide, int threads, SoundSink sink, PacketTap tap)
            throws MediaException {
        Container container = Container.open(input, interrupt);
        try {
            return new Media(container, interrupt, new Decoder(container.video(), threads), longestSide, sink, tap);
        } catch (MediaException e) {
            container.close();
            throw e;
        }
    }

    /**
     * Decodes the next picture.
     *
     * @return false at the end; {@link #fault} says whether it is a good one
     * @throws MediaException when the limit in time ran out
     */
    public boolean advance() throws MediaException {
        do {
            while (!video.receive()) {
                if (ended || interrupt.stopped()) {
                    return false;
                }
                read();
            }
            ticks = nextTicks();
            completeness.decoded(video.seconds(ticks));
        } while (damage.hides(video.frame(), video.seconds(ticks)));
        if (Double.isNaN(origin)) {
            beginAt(container.startOr(video.seconds(ticks)));
        }
        return true;
    }

    private void beginAt(double seconds) {
        AVRational base = video.stream().time_base();
        originTicks = Math.round(seconds * base.den() / base.num());
        origin = seconds;
        if (sound != null) {
            sound.startAt(origin);
        }
    }

    /** A container without times gets them from its frame rate: an elementary stream has none but those that FFmpeg makes up. */
    private long nextTicks() {
        if (container.timed() && video.ticks() != avutil.AV_NOPTS_VALUE) {
            return video.ticks();
        }
        AVRational base = video.stream().time_base();
        return ticks == avutil.AV_NOPTS_VALUE ? 0 : ticks + Math.max(1, Math.round(base.den() / (framesPerSecond() * base.num())));
    }

    private void read() throws MediaException {
        int code = av_read_frame(container.context(), packet);
        if (code == avutil.AVERROR_EAGAIN()) {
            return;
        }
        if (code < 0) {
            end(code);
            return;
        }
        AVStream stream = container.context().streams(packet.stream_index());
        if (container.timed()) {
            continuity.correct(packet, stream.time_base());
        }
        long start = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (start != avutil.AV_NOPTS_VALUE) {
            completeness.read(packet, start * (double) stream.time_base().num() / stream.time_base().den());
        }
        if (!Completeness.broken(packet)) {
            decode();
        } else if (packet.stream_index() == video.index()) {
            damage.lost();
        }
        av_packet_unref(packet);
    }

    private void decode() {
        if (packet.stream_index() == video.index()) {
            if (container.video().codecpar().codec_id() == video.codec()) {
                if (!container.timed()) {
                    // Made up, and not those that the pictures get.
                    packet.pts(avutil.AV_NOPTS_VALUE).dts(avutil.AV_NOPTS_VALUE);
                }
                tap.packet(packet, container.video());
                video.send(packet);
            } else {
                // FFmpeg's own reading does not get over this: what follows has to be opened anew.
                video.send(null);
                ended = true;
                changedAt = container.position();
                // What is opened for the rest has the same tap, before this is closed.
                tap.interrupted();
                tap = PacketTap.NONE;
            }
        } else if (sound != null && packet.stream_index() == sound.index()) {
            tap.packet(packet, container.sound());
            sound.decode(packet);
        }
    }

    private void end(int code) throws MediaException {
        ended = true;
        completeness.ended(code);
        video.send(null);
        if (sound != null) {
            sound.finish();
        }
        if (interrupt.expired() || code == MediaException.TIMED_OUT) {
            throw MediaException.of(code, interrupt);
        }
    }

    /** Presentation time of the picture, seconds from the first one. */
    public double seconds() {
        return video.seconds(ticks - originTicks);
    }

    /** The same on the container's own clock. */
    public double containerSeconds() {
        return video.seconds(ticks);
    }

    /** The picture as RGB. */
    public DecodedPicture picture() throws MediaException {
        return pictures.convert(video.frame());
    }

    /**
     * Goes to a key frame at or before {@code seconds}. Only after a first {@link #advance}, which fixes where second 0 is.
     *
     * @return false when this container cannot do it surely; nothing has moved then
     */
    public boolean seek(double seconds) {
        if (!container.indexed() || seconds <= 0) {
            return false;
        }
        AVRational base = video.stream().time_base();
        long target = originTicks + (long) Math.floor(seconds * base.den() / base.num());
        if (av_seek_frame(container.context(), video.index(), target, AVSEEK_FLAG_BACKWARD) < 0) {
            return false;
        }
        ended = false;
        continuity.forget();
        damage.forget();
        tap.interrupted();
        video.forget();
        if (sound != null) {
            sound.forget();
        }
        return true;
    }

    /** How often the container's clock jumped back; times run on. */
    public int clockJumps() {
        return continuity.jumps();
    }

    /** The byte at which another codec begins, in the middle of a stream, which ends this; -1 for none. */
    public long changedAt() {
        return changedAt;
    }

    /** Second 0 on the container's own clock; NaN before the first picture. */
    public double origin() {
        return origin;
    }

    /** Counts from a second 0 that was found in an earlier part of the same file. Before the first {@link #advance}. */
    public void countFrom(double earlierOrigin) {
        beginAt(earlierOrigin);
    }

    /** Whether the container tells times. */
    public boolean timed() {
        return container.timed();
    }

    /** What is wrong with the end that was reached; empty for a good one. */
    public Optional<String> fault() {
        return completeness.fault();
    }

    /** (width, height) of the pictures to come, as far as the header tells. */
    public int[] size() {
        return pictures.expectedSize();
    }

    /** The video's mean rate; 25 when unknown. */
    public double framesPerSecond() {
        AVRational exported = video.framesPerSecond();
        AVRational rate = container.timed() || exported.num() <= 0 ? container.video().avg_frame_rate() : exported;
        return rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : 25;
    }

    /** Seconds as the container states them; NaN when it does not. */
    public double duration() {
        return container.duration();
    }

    public boolean hasSound() {
        return sound != null;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        tap.interrupted();
        if (sound != null) {
            sound.close();
        }
        pictures.close();
        video.close();
        av_packet_free(packet);
        container.close();
    }
}
