package dev.afterimage.ingest.media;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.afterimage.core.frame.Sound;

/** The sound beside the pictures: decoded, resampled and put on the pictures' clock. */
final class SoundTrack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SoundTrack.class);

    private final Decoder decoder;
    private final SoundConverter converter = new SoundConverter();
    private final SoundSink sink;
    /** Sound met before the first picture, whose time decides where second 0 is; on the container's clock. */
    private final List<Sound> early = new ArrayList<>();
    private double origin = Double.NaN;
    private double next = Double.NaN;

    private SoundTrack(Decoder decoder, SoundSink sink) {
        this.decoder = decoder;
        this.sink = sink;
    }

    /** Null when the sound's codec is unknown: the pictures are worth having without it. */
    static SoundTrack open(AVStream stream, SoundSink sink) {
        try {
            return new SoundTrack(new Decoder(stream, 1), sink);
        } catch (MediaException e) {
            LOG.warn("the sound is left out: {}", e.getMessage());
            return null;
        }
    }

    int index() {
        return decoder.index();
    }

    /** @param seconds the first picture's time on the container's clock */
    void startAt(double seconds) {
        origin = seconds;
        early.forEach(piece -> sink.accept(piece.seconds() - origin, piece.samples()));
        early.clear();
    }

    void decode(AVPacket packet) {
        decoder.send(packet);
        while (decoder.receive()) {
            long ticks = decoder.ticks();
            double begin = ticks == avutil.AV_NOPTS_VALUE ? next : decoder.seconds(ticks) - converter.delay();
            if (!Double.isNaN(begin)) {
                deliver(begin, converter.convert(decoder.frame()));
            }
        }
    }

    /** Brings out what the decoder and the resampler still hold. */
    void finish() {
        decode(null);
        if (!Double.isNaN(next)) {
            deliver(next, converter.convert(null));
        }
    }

    private void deliver(double begin, short[] samples) {
        next = begin + (double) samples.length / Sound.SAMPLE_RATE;
        if (samples.length == 0) {
            return;
        }
        if (Double.isNaN(origin)) {
            early.add(new Sound(begin, samples));
        } else {
            sink.accept(begin - origin, samples);
        }
    }

    /** After a seek. */
    void forget() {
        decoder.forget();
        converter.convert(null);
        next = Double.NaN;
    }

    @Override
    public void close() {
        converter.close();
        decoder.close();
    }
}
