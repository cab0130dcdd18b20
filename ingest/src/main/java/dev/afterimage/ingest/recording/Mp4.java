package dev.afterimage.ingest.recording;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;

import dev.afterimage.ingest.media.MediaException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Writes encoded packets into an MP4: in fragments, which are taken as bytes, or into a file whose index stands in front. What lies before
 * second 0, down to the key frame that is needed, is left out by players (an edit list).
 */
final class Mp4 implements AutoCloseable {

    static final AVRational MICROS = new AVRational().num(1).den(1_000_000);
    /** The tag of HEVC that Safari wants. */
    private static final int HVC1 = 'h' | 'v' << 8 | 'c' << 16 | '1' << 24;

    private final AVFormatContext context = new AVFormatContext(null);
    private final AVPacket packet = av_packet_alloc();
    private final boolean fragmented;
    private final long[] lastTicks;
    private boolean begun;
    private double end;

    /** In fragments. */
    static Mp4 inFragments(List<Track> tracks) throws MediaException {
        return new Mp4(tracks, null);
    }

    /** Into a file of the caller's. */
    static Mp4 into(Path file, List<Track> tracks) throws MediaException {
        return new Mp4(tracks, file);
    }

    private Mp4(List<Track> tracks, Path file) throws MediaException {
        fragmented = file == null;
        lastTicks = new long[tracks.size()];
        Arrays.fill(lastTicks, Long.MIN_VALUE);
        try {
            check(avformat_alloc_output_context2(context, null, "mp4", file == null ? null : file.toString()), "no MP4 can be written");
            // Else what newer codecs may be in is a warning away from an error.
            context.strict_std_compliance(avcodec.FF_COMPLIANCE_EXPERIMENTAL);
            tracks.forEach(this::add);
            open(file);
            writeHeader();
        } catch (MediaException failure) {
            close();
            throw failure;
        }
    }

    private void add(Track track) {
        AVStream stream = avformat_new_stream(context, null);
        avcodec_parameters_copy(stream.codecpar(), track.parameters());
        stream.codecpar().codec_tag(track.parameters().codec_id() == avcodec.AV_CODEC_ID_HEVC ? HVC1 : 0);
        stream.time_base(track.timeBase());
        stream.sample_aspect_ratio(track.pixelShape());
    }

    private void open(Path file) throws MediaException {
        AVIOContext out = new AVIOContext(null);
        check(file == null ? avio_open_dyn_buf(out) : avio_open(out, file.toString(), avformat.AVIO_FLAG_WRITE), "no file can be opened");
        context.pb(out);
    }

    private void writeHeader() throws MediaException {
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "movflags", fragmented ? "frag_custom+empty_moov+delay_moov+default_base_moof+skip_trailer"
                : "faststart", 0);
        int code = avformat_write_header(context, options);
        avutil.av_dict_free(options);
        check(code, "what is encoded so cannot be kept as MP4");
        begun = true;
    }

    private static void check(int code, String what) throws MediaException {
        if (code < 0) {
            throw new MediaException(MediaException.Reason.FAILED, what + ": " + MediaException.describe(code));
        }
    }

    /** @param given with times in microseconds; stays the caller's */
    void write(int track, AVPacket given) throws MediaException {
        av_packet_ref(packet, given);
        try {
            packet.stream_index(track);
            packet.pos(-1);
            avcodec.av_packet_rescale_ts(packet, MICROS, context.streams(track).time_base());
            if (!inOrder(track)) {
                return;
            }
            end = Math.max(end, track == 0 ? (given.pts() + Math.max(0, given.duration())) / 1e6 : 0);
            check(av_write_frame(context, packet), "a packet cannot be written");
        } finally {
            av_packet_unref(packet);
        }
    }

    /** Packets are written in the order of their decoding times; what an earlier piece held already is not written again. */
    private boolean inOrder(int track) {
        if (packet.dts() <= lastTicks[track]) {
            if (packet.pts() <= lastTicks[track]) {
                return false;
            }
            packet.dts(lastTicks[track] + 1);
        }
        packet.pts(Math.max(packet.pts(), packet.dts()));
        lastTicks[track] = packet.dts();
        return true;
    }

    /** Where the pictures end, seconds. */
    double end() {
        return end;
    }

    /** Ends the fragment, and takes what was written since the last call. */
    byte[] take() throws MediaException {
        check(av_write_frame(context, null), "a fragment cannot be written");
        byte[] written = drained();
        open(null);
        return written;
    }

    private byte[] drained() {
        PointerPointer<BytePointer> place = new PointerPointer<>(1);
        int length = avio_close_dyn_buf(context.pb(), place);
        context.pb(null);
        BytePointer buffer = place.get(BytePointer.class, 0);
        byte[] bytes = new byte[Math.max(0, length)];
        if (bytes.length > 0) {
            buffer.get(bytes);
        }
        avutil.av_free(buffer);
        place.close();
        return bytes;
    }

    /**
     * Ends the file.
     *
     * @return of one in fragments, what was not taken yet
     */
    byte[] finish() throws MediaException {
        begun = false;
        int code = av_write_trailer(context);
        byte[] rest = fragmented ? drained() : new byte[0];
        check(code, "the file cannot be ended");
        return rest;
    }

    /** Without {@link #finish}, what was not taken is lost. */
    @Override
    public void close() {
        if (begun) {
            // Frees what the muxer holds; nobody reads it.
            av_write_trailer(context);
            begun = false;
        }
        if (!context.isNull() && context.pb() != null && !context.pb().isNull()) {
            if (fragmented) {
                drained();
            } else {
                avio_closep(context.pb());
                context.pb(null);
            }
        }
        av_packet_free(packet);
        avformat_free_context(context);
    }
}
