package dev.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;

import java.util.Set;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** An opened file or connection and its streams of interest. */
final class Container implements AutoCloseable {

    /** Demuxers that make pictures of any text or bytes (ANSI art): they would take a text file for a film. */
    private static final Set<String> NOT_FILMS = Set.of("tty", "bin", "xbin", "adf", "idf");

    /** Formats that have no times, or whose times FFmpeg makes up from a rate that it guesses. */
    private static final Set<String> UNTIMED = Set.of("mpjpeg", "mjpeg", "mjpeg_2000", "h264", "hevc", "vvc", "m4v", "mpegvideo", "vc1",
            "obu", "cavsvideo", "dirac", "jpeg_pipe", "h261", "h263", "image2", "image2pipe");
    /** A first picture this much later than the container's start, seconds, is late and not only rounded. */
    private static final double LATE = 0.5;
    /** To look at a stream without times for longer would only hold its pictures back, microseconds. */
    private static final long UNTIMED_LOOK = 100_000;

    private final AVFormatContext context;
    private final AVStream video;
    private final AVStream sound;
    private final JavaIo io;

    private Container(AVFormatContext context, JavaIo io) throws MediaException {
        this.context = context;
        this.io = io;
        this.video = best(avutil.AVMEDIA_TYPE_VIDEO);
        this.sound = best(avutil.AVMEDIA_TYPE_AUDIO);
        if (NOT_FILMS.contains(format()) || video == null && sound == null) {
            throw new MediaException(MediaException.Reason.NOT_MEDIA, "it holds neither pictures nor sound");
        }
        if (video == null) {
            throw new MediaException(MediaException.Reason.NO_VIDEO, "it holds sound but no pictures");
        }
    }

    static Container open(Input input, Interrupt interrupt) throws MediaException {
        FfmpegLog.redirect();
        Input.Opening opening = input.open(interrupt);
        AVFormatContext context = avformat_alloc_context();
        interrupt.watch(context);
        JavaIo io = opening.bytes() == null ? null : JavaIo.attach(context, opening, interrupt);
        try {
            connect(context, opening, interrupt);
        } catch (MediaException e) {
            close(io);
            throw e;
        }
        try {
            if (UNTIMED.contains(context.iformat().name().getString())) {
                context.max_analyze_duration(UNTIMED_LOOK);
            }
            int code = avformat_find_stream_info(context, (AVDictionary) null);
            if (code < 0 || interrupt.expired()) {
                throw MediaException.of(code, interrupt);
            }
            return new Container(context, io);
        } catch (MediaException e) {
            avformat_close_input(context);
            close(io);
            throw e;
        }
    }

    /** Frees the context where it fails. */
    private static void connect(AVFormatContext context, Input.Opening opening, Interrupt interrupt) throws MediaException {
        AVDictionary dictionary = new AVDictionary(null);
        opening.options().forEach((name, value) -> avutil.av_dict_set(dictionary, name, value, 0));
        if (opening.guarded()) {
            interrupt.guard();
            interrupt.watchOneConnection(context);
        }
        AVInputFormat format = opening.format().isEmpty() ? null : avformat.av_find_input_format(opening.format());
        int code = avformat_open_input(context, opening.url(), format, dictionary);
        avutil.av_dict_free(dictionary);
        interrupt.opened(code < 0 ? null : context);
        if (code < 0) {
            throw MediaException.of(code, interrupt);
        }
    }

    private static void close(JavaIo io) {
        if (io != null) {
            io.close();
        }
    }

    /** The cover picture of a piece of music is no video. */
    private AVStream best(int type) {
        int index = av_find_best_stream(context, type, -1, -1, (AVCodec) null, 0);
        AVStream stream = index < 0 ? null : context.streams(index);
        return stream == null || (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0 ? null : stream;
    }

    AVFormatContext context() {
        return context;
    }

    AVStream video() {
        return video;
    }

    /** Null when there is none. */
    AVStream sound() {
        return sound;
    }

    /** FFmpeg's short name of the container's format; several, comma-separated, for a family. */
    String format() {
        return context.iformat().name().getString();
    }

    /** Whether a seek finds its way by an index, and so lands on a key frame that is surely at or before the time asked for. */
    boolean indexed() {
        return format().contains("mp4") || format().contains("matroska");
    }

    /** Whether it tells when its pictures are shown. */
    boolean timed() {
        return !UNTIMED.contains(format());
    }

    /** How many bytes were read. */
    long position() {
        return context.pb() == null ? 0 : avformat.avio_tell(context.pb());
    }

    /** When the container starts, where its first picture comes late; else when that comes. */
    double startOr(double firstPicture) {
        double start = context.start_time() == avutil.AV_NOPTS_VALUE ? firstPicture : context.start_time() / 1e6;
        return timed() && firstPicture - start > LATE ? start : firstPicture;
    }

    /** As its header states it, seconds; NaN when it doesn't. */
    double duration() {
        return context.duration() == avutil.AV_NOPTS_VALUE || context.duration() <= 0 ? Double.NaN : context.duration() / 1e6;
    }

    @Override
    public void close() {
        avformat_close_input(context);
        close(io);
    }
}
