package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.upload.FileNames;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;

/**
 * What a client wants to upload. Metadata that is not known here is passed over: clients of the protocol add their own.
 *
 * @param settings of the stream, not yet with the address of the film
 * @param mark     what tells this version of the film from others
 */
record UploadRequest(SourceSettings settings, String file, long length, String mark) {

    private static final int LONGEST_MARK = 100;
    /** As {@link StreamId} takes them. */
    private static final int LONGEST_NAME = 64;
    private static final int MOST_NAME_BYTES = 180;

    static UploadRequest of(long length, Map<String, String> metadata) {
        String file = FileNames.shown(metadata.getOrDefault("filename", metadata.getOrDefault("name", "")));
        if (length == 0) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, "'" + file + "' is empty (0 bytes)", "choose a film");
        }
        String mark = metadata.getOrDefault("mark", "");
        if (mark.length() > LONGEST_MARK) {
            throw HttpFailure.usage("'mark' is longer than " + LONGEST_MARK + " characters",
                    "send the time when the file was changed last");
        }
        StreamId stream = new StreamId(metadata.getOrDefault("name", suggested(file)));
        SourceSettings settings = new SourceSettings(stream, SourceSettings.UPLOAD,
                number(metadata, "fps", SourceSettings.DEFAULT_FPS), pace(metadata), false, ReadingSettings.DEFAULT).ofClient();
        return new UploadRequest(settings.recorded(flag(metadata, "record", true)), file, length, mark);
    }

    /** The file's name as the name of a stream, in whatever script it is written. */
    private static String suggested(String file) {
        String name = Normalizer.normalize(file, Normalizer.Form.NFC).replaceFirst("\\.[A-Za-z0-9]{1,5}$", "")
                .replaceAll("[^\\p{L}\\p{M}\\p{N}._-]+", "-").replaceFirst("^[^\\p{L}\\p{N}]+", "");
        StringBuilder fitting = new StringBuilder();
        name.codePoints().limit(LONGEST_NAME).forEach(fitting::appendCodePoint);
        while (fitting.toString().getBytes(StandardCharsets.UTF_8).length > MOST_NAME_BYTES) {
            fitting.setLength(fitting.offsetByCodePoints(fitting.length(), -1));
        }
        try {
            return new StreamId(fitting.toString()).name();
        } catch (AfterimageException noName) {
            return "video";
        }
    }

    private static double number(Map<String, String> metadata, String key, double otherwise) {
        try {
            return metadata.containsKey(key) ? Double.parseDouble(metadata.get(key)) : otherwise;
        } catch (NumberFormatException unreadable) {
            throw HttpFailure.usage("'" + key + "' is '" + metadata.get(key) + "'", "write a number");
        }
    }

    private static boolean flag(Map<String, String> metadata, String key, boolean otherwise) {
        return switch (metadata.getOrDefault(key, Boolean.toString(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw HttpFailure.usage("'" + key + "' is '" + metadata.get(key) + "'", "write true or false");
        };
    }

    /** As fast as it can be read, unless it is to be looked at like a camera. */
    private static SourceSettings.Pace pace(Map<String, String> metadata) {
        return switch (metadata.getOrDefault("pace", "asap")) {
            case "asap" -> SourceSettings.Pace.ASAP;
            case "realtime" -> SourceSettings.Pace.REALTIME;
            default -> throw HttpFailure.usage("'" + metadata.get("pace") + "' is not a pace", "use realtime or asap");
        };
    }
}
