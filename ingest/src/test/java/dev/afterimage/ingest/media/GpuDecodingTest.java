package dev.afterimage.ingest.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GpuDecodingTest {

    private static final Path CLIP = Path.of(System.getProperty("afterimage.root", ".."), "media/car-detection.mp4");
    private final List<String> notices = new ArrayList<>();

    @AfterEach
    void theCpuAgain() {
        GpuDecoding.use(false);
    }

    private static int pictures() throws MediaException {
        try (Media media = Media.open(Input.of(CLIP.toString(), Map.of()), new Interrupt(), 320, 1, (seconds, samples) -> { })) {
            int pictures = 0;
            while (pictures < 40 && media.advance()) {
                pictures++;
            }
            return pictures;
        }
    }

    @Test
    void whatDecodesIsToldWhereAGpuIsWanted() {
        GpuDecoding.choose("cpu", notices::add);
        assertThat(notices).isEmpty();
        assertThat(GpuDecoding.decoder(avcodec.AV_CODEC_ID_H264)).isNull();
        GpuDecoding.choose("auto", notices::add);
        assertThat(notices).singleElement().asString().startsWith("Video is decoded by the ");
        assertThat(GpuDecoding.decoder(avcodec.AV_CODEC_ID_H264) != null).isEqualTo(notices.get(0).contains("by the GPU"));
    }

    @Test
    void aDecoderThatCannotBeOpenedIsReplacedByTheCpus() throws Exception {
        int onTheCpu = pictures();
        GpuDecoding.use(true);
        assertThat(GpuDecoding.decoder(avcodec.AV_CODEC_ID_H264)).as("this FFmpeg has it").isNotNull();
        assertThat(GpuDecoding.decoder(avcodec.AV_CODEC_ID_GIF)).isNull();
        assertThat(pictures()).isEqualTo(onTheCpu).isPositive();
    }
}
