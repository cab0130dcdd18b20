package dev.afterimage.ingest.recording;

import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** What browsers play as it is. All else is encoded again. */
final class Playable {

    private static final Set<Integer> VIDEO = Set.of(avcodec.AV_CODEC_ID_H264, avcodec.AV_CODEC_ID_HEVC, avcodec.AV_CODEC_ID_VP9,
            avcodec.AV_CODEC_ID_AV1);
    private static final Set<Integer> SOUND = Set.of(avcodec.AV_CODEC_ID_AAC, avcodec.AV_CODEC_ID_MP3, avcodec.AV_CODEC_ID_OPUS,
            avcodec.AV_CODEC_ID_FLAC);
    /** H.264 with more bits or less subsampling is for studios; browsers refuse it. */
    private static final Set<Integer> H264_PIXELS = Set.of(avutil.AV_PIX_FMT_NONE, avutil.AV_PIX_FMT_YUV420P, avutil.AV_PIX_FMT_YUVJ420P);

    private Playable() { }

    /** HEVC too: encoding it again takes more than it gives, and most browsers play it where the machine has a decoder. */
    static boolean video(AVCodecParameters parameters) {
        return VIDEO.contains(parameters.codec_id()) && (parameters.codec_id() != avcodec.AV_CODEC_ID_H264
                || H264_PIXELS.contains(parameters.format()));
    }

    static boolean sound(AVCodecParameters parameters) {
        return SOUND.contains(parameters.codec_id());
    }
}
