package dev.afterimage.ingest.recording;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.ingest.media.DecodedPicture;
import dev.afterimage.ingest.media.MediaException;
import dev.afterimage.ingest.media.PacketTap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a capture reads, as it is encoded, in pieces that begin with key frames. What browsers cannot play is encoded again: pictures
 * as H.264, sound as AAC. Nothing here ever stops a capture: what cannot be kept is told once, and tried again.
 *
 * <p>Used by the capture's thread alone.
 */
public final class Recorder implements PacketTap, AutoCloseable {

    /** Sees a decoded picture, where it is wanted. */
    @FunctionalInterface
    public interface Picture {
        DecodedPicture get() throws MediaException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    /** Held until the first picture tells what time it is. */
    private static final int MOST_WAITING = 4096;
    /** The stream's clock and the container's may differ by this much without a break, seconds. */
    private static final double SAME_CLOCK = 0.002;
    private static final String NO_KEY_FRAME = "the source has sent no key frame for long, and a piece of video begins with one; set the "
            + "camera's key frame interval to a few seconds";

    private final Recordings recordings;
    private final StreamId stream;
    private final Consumer<String> trouble;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private double offset = Double.NaN;
    /** Time of the last picture of a container without times; NaN before the first. */
    private double lastUntimed = Double.NaN;
    private Track video;
    private Track sound;
    private MissingTimes missing;
    private boolean copiesVideo;
    private boolean copiesSound;
    private PictureEncoder pictures;
    private SoundEncoder samples;
    private PieceRecorder piece;
    private long notBefore = Long.MIN_VALUE;
    private boolean troubled;

    private record Waiting(AVPacket packet, boolean ofVideo) { }

    /** @param trouble is told why nothing is recorded now, and with an empty text that it is again */
    public Recorder(Recordings recordings, StreamId stream, Consumer<String> trouble) {
        this.recordings = recordings;
        this.stream = stream;
        this.trouble = trouble;
    }

    @Override
    public void opened(AVStream videoStream, AVStream soundStream) {
        forget();
        if (recordings == Recordings.NONE) {
            return;
        }
        video = new Track(videoStream);
        sound = soundStream == null ? null : new Track(soundStream);
        missing = new MissingTimes(videoStream);
        copiesVideo = Playable.video(video.parameters());
        copiesSound = sound != null && Playable.sound(sound.parameters());
    }

    @Override
    public void packet(AVPacket packet, AVStream of) {
        if (video == null) {
            return;
        }
        boolean ofVideo = of.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO;
        if (ofVideo ? !copiesVideo : !copiesSound) {
            return;
        }
        if (Double.isNaN(offset)) {
            if (waiting.size() < MOST_WAITING) {
                waiting.add(new Waiting(av_packet_clone(packet), ofVideo));
            }
            return;
        }
        AVPacket mine = av_packet_clone(packet);
        timed(mine, ofVideo);
        av_packet_free(mine);
    }

    /**
     * A picture came out of the decoder: it tells how the container's clock and the stream's belong together.
     *
     * @param seconds          of the stream
     * @param containerSeconds of the same picture; NaN where the container has no clock, so that pictures have the time they came at
     */
    public void picture(double seconds, double containerSeconds, Picture decoded) {
        if (video == null) {
            return;
        }
        if (Double.isNaN(containerSeconds)) {
            spread(seconds);
        } else {
            setClock(seconds - containerSeconds);
        }
        if (!copiesVideo && (piece != null || mayBegin())) {
            guarded(() -> encode(seconds, decoded.get()));
        }
    }

    private void setClock(double now) {
        if (!Double.isNaN(offset) && Math.abs(now - offset) > SAME_CLOCK) {
            end();
        }
        if (Double.isNaN(offset) || Math.abs(now - offset) > SAME_CLOCK) {
            offset = now;
        }
        while (!waiting.isEmpty()) {
            Waiting next = waiting.poll();
            timed(next.packet, next.ofVideo);
            av_packet_free(next.packet);
        }
    }

    /** Packets without times lie evenly between the picture before and this one. */
    private void spread(double seconds) {
        double begin = Double.isNaN(lastUntimed) ? seconds : lastUntimed;
        int count = waiting.size();
        for (int k = 1; k <= count; k++) {
            Waiting next = waiting.poll();
            long time = Times.micros(begin + (seconds - begin) * k / count);
            next.packet.pts(time).dts(time).duration(Times.micros((seconds - begin) / count));
            keep(next.packet, next.ofVideo);
            av_packet_free(next.packet);
        }
        lastUntimed = seconds;
    }

    /** Sound at 16 kHz, mono, at a time of the stream. */
    public void sound(double seconds, short[] heard) {
        if (sound != null && !copiesSound && piece != null) {
            guarded(() -> samples.encode(seconds, heard, packet -> piece.sound(packet)));
        }
    }

    private void timed(AVPacket packet, boolean ofVideo) {
        if (ofVideo) {
            missing.fill(packet, each -> copy(each, true));
        } else {
            copy(packet, false);
        }
    }

    private void copy(AVPacket packet, boolean ofVideo) {
        Track track = ofVideo ? video : sound;
        if (Times.toStream(packet, track, offset)) {
            keep(packet, ofVideo);
        }
    }

    /** @param packet in microseconds of the stream */
    private void keep(AVPacket packet, boolean ofVideo) {
        guarded(() -> {
            if (!ofVideo) {
                if (piece != null) {
                    piece.sound(packet);
                }
                return;
            }
            boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
            if (key && (piece == null || piece.isLongEnough(packet.pts() / 1e6))) {
                begin(packet.pts() / 1e6, video);
            }
            if (piece != null && piece.isTooLong(packet.pts() / 1e6)) {
                end();
                tell(NO_KEY_FRAME);
            }
            if (piece != null) {
                piece.video(packet);
            }
        });
    }

    private void encode(double seconds, DecodedPicture picture) throws MediaException {
        if (pictures == null || !pictures.fits(picture)) {
            end();
            closePictures();
            pictures = new PictureEncoder(picture.width(), picture.height());
        }
        boolean begins = piece == null || piece.isLongEnough(seconds);
        pictures.encode(seconds, picture, begins, packet -> {
            if ((packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0 && (piece == null || piece.isLongEnough(packet.pts() / 1e6))) {
                begin(packet.pts() / 1e6, pictures.track());
            }
            if (piece != null) {
                piece.video(packet);
            }
        });
    }

    private void begin(double seconds, Track pictureTrack) throws MediaException {
        end();
        if (!mayBegin()) {
            return;
        }
        if (sound != null && !copiesSound && samples == null) {
            samples = new SoundEncoder();
        }
        Track soundTrack = sound == null ? null : copiesSound ? sound : samples.track();
        piece = new PieceRecorder(recordings, stream, seconds, pictureTrack, soundTrack);
    }

    /** After a failure not at once. */
    private boolean mayBegin() {
        return notBefore == Long.MIN_VALUE || System.nanoTime() - notBefore >= 0;
    }

    /** What may fail here. */
    @FunctionalInterface
    private interface Step {
        void run() throws MediaException;
    }

    /** A failure costs the piece from there on; the next key frame after a while begins another. */
    private void guarded(Step step) {
        try {
            step.run();
            if (troubled && piece != null && piece.stored()) {
                recovered();
            }
        } catch (AfterimageException | MediaException failure) {
            failed(failure);
            // It may be an encoder that failed, and one that has failed once encodes no more.
            closeEncoders();
        }
    }

    private void recovered() {
        troubled = false;
        LOG.info("{}: video is recorded again", stream);
        trouble.accept("");
    }

    private void failed(Exception failure) {
        notBefore = System.nanoTime() + TRY_AGAIN.toNanos();
        abandon();
        tell(failure instanceof AfterimageException told ? told.line() : "the video cannot be recorded: " + failure.getMessage());
    }

    private void tell(String why) {
        if (!troubled) {
            LOG.warn("{}: video is not recorded, and is tried again: {}", stream, why);
        }
        troubled = true;
        trouble.accept(why);
    }

    private void abandon() {
        PieceRecorder left = piece;
        piece = null;
        if (left != null) {
            left.abandon();
        }
    }

    /** The piece ends with what came last. */
    private void end() {
        PieceRecorder whole = piece;
        piece = null;
        if (whole != null) {
            try {
                whole.close();
                if (troubled && whole.stored()) {
                    recovered();
                }
            } catch (AfterimageException | MediaException failure) {
                failed(failure);
            }
        }
    }

    @Override
    public void interrupted() {
        end();
        offset = Double.NaN;
        lastUntimed = Double.NaN;
        waiting.forEach(each -> av_packet_free(each.packet));
        waiting.clear();
        if (missing != null) {
            missing.close();
        }
        if (samples != null) {
            samples.forget();
        }
    }

    private void forget() {
        interrupted();
        if (video != null) {
            video.close();
            video = null;
        }
        if (sound != null) {
            sound.close();
            sound = null;
        }
    }

    private void closePictures() {
        if (pictures != null) {
            pictures.close();
            pictures = null;
        }
    }

    @Override
    public void close() {
        forget();
        closeEncoders();
    }

    private void closeEncoders() {
        closePictures();
        if (samples != null) {
            samples.close();
            samples = null;
        }
    }
}
