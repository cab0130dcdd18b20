package dev.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.Pointer;

/** Whether video is decoded by an NVIDIA GPU (NVDEC), where it can be. Chosen once, before the first source is opened. */
public final class GpuDecoding {

    private static final Map<Integer, String> DECODERS = Map.of(avcodec.AV_CODEC_ID_H264, "h264_cuvid", avcodec.AV_CODEC_ID_HEVC,
            "hevc_cuvid", avcodec.AV_CODEC_ID_AV1, "av1_cuvid", avcodec.AV_CODEC_ID_VP9, "vp9_cuvid", avcodec.AV_CODEC_ID_VP8, "vp8_cuvid",
            avcodec.AV_CODEC_ID_MPEG2VIDEO, "mpeg2_cuvid", avcodec.AV_CODEC_ID_MPEG4, "mpeg4_cuvid", avcodec.AV_CODEC_ID_MJPEG,
            "mjpeg_cuvid");

    private static volatile boolean wanted;

    private GpuDecoding() { }

    /**
     * @param wish    {@code cpu}, {@code gpu} or {@code auto}; the last two use a GPU where one can be used
     * @param notices is told what decodes, unless nobody asked for a GPU
     */
    public static void choose(String wish, Consumer<String> notices) {
        if (wish.equals("cpu")) {
            use(false);
            return;
        }
        Optional<String> against = reasonAgainst();
        use(against.isEmpty());
        notices.accept(against.map(reason -> "Video is decoded by the CPU: " + reason + ".")
                .orElse("Video is decoded by the GPU (NVDEC)."));
    }

    private static Optional<String> reasonAgainst() {
        AVCodec codec = avcodec_find_decoder_by_name("h264_cuvid");
        if (Pointer.isNull(codec)) {
            return Optional.of("this build's FFmpeg has no decoder for NVIDIA's GPUs");
        }
        AVCodecContext trial = avcodec_alloc_context3(codec);
        int code = avcodec_open2(trial, codec, (AVDictionary) null);
        avcodec_free_context(trial);
        return code >= 0 ? Optional.empty() : Optional.of("no GPU decodes here (" + MediaException.text(code) + ")");
    }

    /** For tests, and {@link #choose}. */
    static void use(boolean gpu) {
        wanted = gpu;
    }

    /** Null where the GPU is not to be used, or does not know the codec. */
    static AVCodec decoder(int codec) {
        String name = wanted ? DECODERS.get(codec) : null;
        AVCodec found = name == null ? null : avcodec_find_decoder_by_name(name);
        return Pointer.isNull(found) ? null : found;
    }
}
