package dev.afterimage.ingest.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Decoded frames to RGB24 as a player shows them: without interlacing, with square pixels, upright and not mirrored (a phone notes how it
 * was held), HDR brought down to what a screen shows, and no side longer than a given length. FFmpeg's filters do all of it; they are made
 * anew where the frames' size or format changes in the middle of a stream.
 */
final class PictureConverter implements AutoCloseable {

    /**
     * HDR to the usual range: linear light, the usual primaries, and the Moebius curve, which leaves
     * ordinary colours as they are.
     */
    private static final String TONE_MAPPED = ",zscale=tin=%s:min=bt2020nc:pin=bt2020:rin=tv:t=linear:npl=100,format=gbrpf32le,"
            + "zscale=p=bt709,tonemap=tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv444p";

    private final AVFormatContext container;
    private final AVStream stream;
    private final int longestSide;
    private final String orientation;
    private final boolean sideways;
    private FilterGraph graph;
    private String described = "";

    PictureConverter(AVFormatContext container, AVStream stream, int longestSide) {
        this.container = container;
        this.stream = stream;
        this.longestSide = longestSide;
        this.orientation = orientation(stream);
        this.sideways = orientation.contains("transpose");
    }

    DecodedPicture convert(AVFrame source) throws MediaException {
        boolean interlaced = (source.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0;
        String wanted = described(source, interlaced);
        if (!wanted.equals(described)) {
            close();
            graph = new FilterGraph(source, filters(source, interlaced));
            described = wanted;
        }
        try (FilterGraph.Filtered picture = graph.filter(source, interlaced)) {
            return packed(picture.frame());
        } finally {
            if (interlaced) {
                // It was told that this was the last one, since it would wait for the next.
                described = "";
            }
        }
    }

    private static String described(AVFrame frame, boolean interlaced) {
        return frame.width() + "x" + frame.height() + " " + frame.format() + " " + frame.color_trc() + " " + frame.colorspace() + " "
                + frame.color_range() + " " + interlaced;
    }

    private String filters(AVFrame source, boolean interlaced) {
        int[] size = size(source.width(), source.height(), shape(source), longestSide);
        // No accuracy flags: like FFmpeg's own tools and OpenCV, through which detectors were measured, and several times as fast.
        String scaled = "scale=" + size[0] + ":" + size[1] + ":flags=bicubic";
        String hdr = switch (source.color_trc()) {
            case avutil.AVCOL_TRC_SMPTE2084 -> String.format(Locale.ROOT, TONE_MAPPED, "smpte2084");
            case avutil.AVCOL_TRC_ARIB_STD_B67 -> String.format(Locale.ROOT, TONE_MAPPED, "arib-std-b67");
            default -> "";
        };
        // One that needs no neighbours: of many pictures one is looked at, and to filter all would cost more than to decode them.
        return (interlaced ? "estdif=mode=frame:deint=interlaced," : "") + scaled + hdr + (hdr.isEmpty() ? "" : ",scale")
                + ",format=rgb24" + orientation;
    }

    /** The container's word on the shape of pixels goes before the codec's. */
    private AVRational shape(AVFrame frame) {
        return avformat.av_guess_sample_aspect_ratio(container, stream, frame);
    }

    /** FFmpeg pads its rows for its own speed; ours have no padding. */
    private static DecodedPicture packed(AVFrame picture) {
        int width = picture.width();
        int height = picture.height();
        byte[] rgb = new byte[width * height * 3];
        BytePointer rows = picture.data(0);
        int stride = picture.linesize(0);
        for (int y = 0; y < height; y++) {
            rows.position((long) y * stride).get(rgb, y * width * 3, width * 3);
        }
        return new DecodedPicture(width, height, rgb);
    }

    /** (width, height) with square pixels within the bound; never enlarged along the height. */
    private static int[] size(int width, int height, AVRational pixelShape, int longestSide) {
        double shape = pixelShape.num() > 0 && pixelShape.den() > 0 ? (double) pixelShape.num() / pixelShape.den() : 1;
        double scale = Math.min(1, longestSide / Math.max(width * shape, height));
        return new int[] {Math.max(1, (int) Math.round(width * shape * scale)), Math.max(1, (int) Math.round(height * scale))};
    }

    /** Filters that turn and mirror as the display matrix says; the same cases as in FFmpeg's own tool. */
    private static String orientation(AVStream stream) {
        AVPacketSideData side = avcodec.av_packet_side_data_get(stream.codecpar().coded_side_data(),
                stream.codecpar().nb_coded_side_data(), avcodec.AV_PKT_DATA_DISPLAYMATRIX);
        if (Pointer.isNull(side)) {
            return "";
        }
        IntPointer matrix = new IntPointer(side.data());
        double anticlockwise = avutil.av_display_rotation_get(matrix);
        int quarters = Double.isNaN(anticlockwise) ? 0 : Math.floorMod((int) Math.round(-anticlockwise / 90), 4);
        List<String> filters = new ArrayList<>();
        switch (quarters) {
            case 1 -> filters.add("transpose=" + (matrix.get(3) > 0 ? "cclock_flip" : "clock"));
            case 3 -> filters.add("transpose=" + (matrix.get(3) < 0 ? "clock_flip" : "cclock"));
            default -> {
                if (matrix.get(0) < 0) {
                    filters.add("hflip");
                }
                if (matrix.get(4) < 0) {
                    filters.add("vflip");
                }
            }
        }
        return filters.isEmpty() ? "" : "," + String.join(",", filters);
    }

    /** (width, height) that pictures of this stream will have, as far as its header tells. */
    int[] expectedSize() {
        int[] size = size(stream.codecpar().width(), stream.codecpar().height(), shape(null), longestSide);
        return sideways ? new int[] {size[1], size[0]} : size;
    }

    @Override
    public void close() {
        if (graph != null) {
            graph.close();
            graph = null;
        }
        described = "";
    }
}
