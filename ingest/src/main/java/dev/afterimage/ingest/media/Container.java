package dev.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;

import java.util.Map;
import java.util.Set;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** An opened file or connection and its streams of interest. */
final class Container implements AutoCloseable {

    /** Demuxers that make pictures of any text or bytes (ANSI art): they would take a text file for a film. */
    private static final Set<String> NOT_FILMS = Set.of("tty", "bin", "xbin", "adf", "idf");

    private final AVFormatContext context;
    private final AVStream video;
    private final AVStream sound;

    private Container(AVFormatContext context) throws MediaException {
        this.context = context;
        this.video = best(avutil.AVMEDIA_TYPE_VIDEO);
        this.sound = best(avutil.AVMEDIA_TYPE_AUDIO);
        if (NOT_FILMS.contains(format()) || video == null && sound == null) {
            throw new MediaException(MediaException.Reason.NOT_MEDIA, "it holds neither pictures nor sound");
        }
        if (video == null) {
            throw new MediaException(MediaException.Reason.NO_VIDEO, "it holds sound but no pictures");
        }
    }

    static Container open(String url, Map<String, String> options, Interrupt interrupt) throws MediaException {
        FfmpegLog.redirect();
        AVFormatContext context = avformat_alloc_context();
        interrupt.watch(context);
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((name, value) -> avutil.av_dict_set(dictionary, name, value, 0));
        int code = avformat_open_input(context, url, null, dictionary);
        avutil.av_dict_free(dictionary);
        if (code < 0) {
            throw MediaException.of(code, interrupt);
        }
        try {
            code = avformat_find_stream_info(context, (AVDictionary) null);
            if (code < 0 || interrupt.expired()) {
                throw MediaException.of(code, interrupt);
            }
            return new Container(context);
        } catch (MediaException e) {
            avformat_close_input(context);
            throw e;
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

    /** As its header states it, seconds; NaN when it doesn't. */
    double duration() {
        return context.duration() == avutil.AV_NOPTS_VALUE || context.duration() <= 0 ? Double.NaN : context.duration() / 1e6;
    }

    @Override
    public void close() {
        avformat_close_input(context);
    }
}
