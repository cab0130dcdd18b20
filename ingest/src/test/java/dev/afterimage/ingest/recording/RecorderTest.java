package dev.afterimage.ingest.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.ingest.media.DecodedPicture;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;

/** What the recorder does where it cannot record. */
class RecorderTest {

    private static final StreamId DESK = new StreamId("desk");

    private final List<String> told = new ArrayList<>();

    @Test
    void anEncoderThatFailsIsNotTriedAgainAtOnce() {
        AVFormatContext container = avformat.avformat_alloc_context();
        try (Recorder recorder = new Recorder(new NeverWritten(), DESK, told::add)) {
            AVStream video = avformat.avformat_new_stream(container, null);
            video.codecpar().codec_type(avutil.AVMEDIA_TYPE_VIDEO).codec_id(avcodec.AV_CODEC_ID_MJPEG);
            recorder.opened(video, null);
            int[] decoded = {0};
            for (int k = 0; k < 20; k++) {
                recorder.picture(k, Double.NaN, () -> {
                    decoded[0]++;
                    // Wider than H.264 allows.
                    return new DecodedPicture(20_000, 2, new byte[20_000 * 2 * 3]);
                });
            }
            assertThat(decoded[0]).isEqualTo(1);
        } finally {
            avformat.avformat_free_context(container);
        }
        assertThat(told).singleElement().asString().contains("cannot be encoded");
    }

    private static final class NeverWritten implements Recordings {

        @Override
        public Writer begin(StreamId stream, double startSeconds) {
            throw new AssertionError("there is nothing to write");
        }

        @Override
        public List<Piece> pieces(StreamId stream, double fromSeconds, double toSeconds) {
            return List.of();
        }

        @Override
        public SeekableByteChannel read(Piece piece) {
            throw new AssertionError("there is nothing to read");
        }

        @Override
        public long bytes(StreamId stream) {
            return 0;
        }

        @Override
        public Path scratch() {
            throw new AssertionError("there is nothing to cut");
        }

        @Override
        public void delete(StreamId stream) { }
    }
}
