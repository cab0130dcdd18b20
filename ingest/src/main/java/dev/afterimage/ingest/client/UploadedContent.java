package dev.afterimage.ingest.client;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVProbeData;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;

/**
 * Tells by the first bytes of an upload, whatever it is called, whether it is a film that consists of itself alone. So lists of files,
 * session descriptions and pictures are refused before the rest of them has come. What passes here is opened with the same formats.
 */
public final class UploadedContent {

    private static final Set<String> FORMATS = Set.of(ClientInputs.PLAIN.split(","));

    private UploadedContent() { }

    /** @throws AfterimageException {@link ErrorCode#INPUT_REFUSED} for anything else */
    public static void require(String file, byte[] beginning) {
        Optional<String> format = format(beginning);
        if (format.filter(name -> Arrays.stream(name.split(",")).anyMatch(FORMATS::contains)).isEmpty()) {
            throw new AfterimageException(ErrorCode.INPUT_REFUSED, "'" + file + "' is no video file: "
                    + format.map(name -> "it looks like '" + name.split(",")[0] + "', which is not taken")
                            .orElse("its content is of no known kind"),
                    "upload one film, for example in MP4, MOV, MKV, WebM, AVI or TS; lists of films and pictures are not taken");
        }
    }

    /** FFmpeg's name of the format, by the content alone. */
    private static Optional<String> format(byte[] beginning) {
        try (BytePointer bytes = new BytePointer(beginning.length + (long) avformat.AVPROBE_PADDING_SIZE);
             AVProbeData data = new AVProbeData();
             IntPointer score = new IntPointer(1)) {
            bytes.zero();
            bytes.put(beginning, 0, beginning.length);
            data.filename((BytePointer) null).mime_type((BytePointer) null).buf(bytes).buf_size(beginning.length);
            AVInputFormat found = avformat.av_probe_input_format3(data, 1, score);
            return found == null || found.isNull() ? Optional.empty() : Optional.of(found.name().getString());
        }
    }
}
