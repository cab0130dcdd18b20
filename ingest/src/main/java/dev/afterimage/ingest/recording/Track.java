package dev.afterimage.ingest.recording;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** How the pictures or the sound of a file are encoded; a copy that outlives the container it was taken from. */
final class Track implements AutoCloseable {

    private final AVCodecParameters parameters = avcodec_parameters_alloc();
    private final AVRational timeBase;
    private final AVRational pixelShape;

    Track(AVStream stream) {
        this(stream.codecpar(), stream.time_base(), stream.sample_aspect_ratio());
    }

    Track(AVCodecParameters of, AVRational timeBase, AVRational pixelShape) {
        avcodec_parameters_copy(parameters, of);
        this.timeBase = rational(timeBase);
        this.pixelShape = rational(pixelShape);
    }

    static AVRational rational(AVRational of) {
        return new AVRational().num(of.num()).den(of.den());
    }

    AVCodecParameters parameters() {
        return parameters;
    }

    AVRational timeBase() {
        return timeBase;
    }

    AVRational pixelShape() {
        return pixelShape;
    }

    double seconds(long ticks) {
        return ticks * (double) timeBase.num() / timeBase.den();
    }

    boolean video() {
        return parameters.codec_type() == avutil.AVMEDIA_TYPE_VIDEO;
    }

    /** Whether one file can hold both, one after the other. */
    boolean sameAs(Track other) {
        AVCodecParameters a = parameters;
        AVCodecParameters b = other.parameters;
        return a.codec_id() == b.codec_id() && a.width() == b.width() && a.height() == b.height() && a.sample_rate() == b.sample_rate()
                && a.ch_layout().nb_channels() == b.ch_layout().nb_channels() && Arrays.equals(header(a), header(b));
    }

    private static byte[] header(AVCodecParameters of) {
        byte[] bytes = new byte[of.extradata_size()];
        if (bytes.length > 0) {
            new BytePointer(of.extradata()).get(bytes);
        }
        return bytes;
    }

    @Override
    public void close() {
        avcodec_parameters_free(parameters);
    }
}
