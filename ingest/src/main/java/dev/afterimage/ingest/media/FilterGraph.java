package dev.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_KEEP_REF;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;

import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A chain of FFmpeg's video filters, with one picture coming out for each that goes in. */
final class FilterGraph implements AutoCloseable {

    private final AVFilterGraph graph = avfilter_graph_alloc();
    private final AVFilterContext source = new AVFilterContext();
    private final AVFilterContext sink = new AVFilterContext();
    private final AVFrame target = avutil.av_frame_alloc();

    /**
     * @param like   has the size and the format of all frames to come
     * @param chain  in FFmpeg's own notation
     */
    FilterGraph(AVFrame like, String chain) throws MediaException {
        graph.nb_threads(1);
        try {
            require(avfilter_graph_create_filter(source, avfilter_get_by_name("buffer"), "in", arguments(like), null, graph));
            require(avfilter_graph_create_filter(sink, avfilter_get_by_name("buffersink"), "out", null, null, graph));
            parse(chain);
            require(avfilter_graph_config(graph, null));
        } catch (MediaException e) {
            close();
            throw e;
        }
    }

    private static String arguments(AVFrame like) {
        return "video_size=" + like.width() + "x" + like.height() + ":pix_fmt=" + like.format() + ":time_base=1/1000000:pixel_aspect=1/1"
                + ":colorspace=" + like.colorspace() + ":range=" + like.color_range();
    }

    private void parse(String chain) throws MediaException {
        AVFilterInOut from = end("in", source);
        AVFilterInOut to = end("out", sink);
        try {
            require(avfilter_graph_parse_ptr(graph, chain, to, from, null));
        } finally {
            avfilter_inout_free(from);
            avfilter_inout_free(to);
        }
    }

    private static AVFilterInOut end(String name, AVFilterContext filter) {
        AVFilterInOut end = avfilter_inout_alloc();
        end.name(avutil.av_strdup(new BytePointer(name)));
        end.filter_ctx(filter);
        end.pad_idx(0);
        end.next(null);
        return end;
    }

    /** @param last whether no other frame will follow, so that what waits for it comes out */
    Filtered filter(AVFrame frame, boolean last) throws MediaException {
        require(av_buffersrc_add_frame_flags(source, frame, AV_BUFFERSRC_FLAG_KEEP_REF));
        if (last) {
            require(av_buffersrc_add_frame_flags(source, null, 0));
        }
        require(av_buffersink_get_frame(sink, target));
        return new Filtered(target);
    }

    /** A picture that holds until it is closed. */
    record Filtered(AVFrame frame) implements AutoCloseable {

        @Override
        public void close() {
            avutil.av_frame_unref(frame);
        }
    }

    private static void require(int code) throws MediaException {
        if (code < 0) {
            throw new MediaException(MediaException.Reason.NOT_SHOWN, MediaException.text(code));
        }
    }

    @Override
    public void close() {
        avutil.av_frame_free(target);
        if (!Pointer.isNull(graph)) {
            avfilter_graph_free(graph);
        }
    }
}
