package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Limit;
import picocli.CommandLine.Option;

/** How much of a stream is kept; {@code none} lifts a limit. */
final class LimitOptions {

    private static final String NONE = "none";

    @Option(names = "--keep-days", paramLabel = "N", description = "keep nothing that is older than N days, evidence apart; or 'none'")
    private String days;
    @Option(names = "--keep-bytes", paramLabel = "SIZE", description = "keep at most this in all, for example 500MB or 20GB; or 'none'")
    private String bytes;
    @Option(names = "--keep-recording-days", paramLabel = "N", description = "the same of recorded video alone")
    private String recordingDays;
    @Option(names = "--keep-recording-bytes", paramLabel = "SIZE", description = "the same of recorded video alone")
    private String recordingBytes;
    @Option(names = "--keep-kv-days", paramLabel = "N", description = "the same of the KV cache, which the model reads")
    private String kvDays;
    @Option(names = "--keep-kv-bytes", paramLabel = "SIZE", description = "the same of the KV cache, which the model reads")
    private String kvBytes;
    @Option(names = "--keep-thumbnails-days", paramLabel = "N", description = "the same of the pictures")
    private String thumbnailsDays;
    @Option(names = "--keep-thumbnails-bytes", paramLabel = "SIZE", description = "the same of the pictures")
    private String thumbnailsBytes;

    /** What is to change, as the service takes it. */
    ObjectNode changes() {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        put(changes, days, bytes);
        put(changes, "recording", recordingDays, recordingBytes);
        put(changes, "kv", kvDays, kvBytes);
        put(changes, "thumbnails", thumbnailsDays, thumbnailsBytes);
        if (changes.isEmpty()) {
            throw new AfterimageException(ErrorCode.USAGE, "nothing is to be set", "give for example --keep-days 30 --keep-bytes 20GB");
        }
        return changes;
    }

    private static void put(ObjectNode changes, String kind, String daysOf, String bytesOf) {
        if (daysOf != null || bytesOf != null) {
            put(changes.putObject(kind), daysOf, bytesOf);
        }
    }

    private static void put(ObjectNode changes, String daysOf, String bytesOf) {
        if (daysOf != null) {
            changes.set("days", number(daysOf));
        }
        if (bytesOf != null) {
            changes.set("bytes", bytesOf.equals(NONE) ? JsonNodeFactory.instance.nullNode()
                    : JsonNodeFactory.instance.numberNode(Limit.parseBytes(bytesOf)));
        }
    }

    private static JsonNode number(String text) {
        try {
            return text.equals(NONE) ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.numberNode(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new AfterimageException(ErrorCode.USAGE, "'" + text + "' is not a number of days", "write for example 30, or none", e);
        }
    }
}
