package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.util.Map;
import java.util.regex.Pattern;

/** Messages for callers over HTTP, who have no command line: what they can do instead of running a command. */
final class WithoutCommands {

    private static final Pattern COMMAND = Pattern.compile("\\bafterimage [a-z]|(?<![\\w-])--[a-z]");
    private static final Pattern ASIDE = Pattern.compile("\\s*\\([^()]*(?:\\bafterimage [a-z]|(?<![\\w-])--[a-z])[^()]*\\)");
    private static final Pattern CLAUSE = Pattern.compile(";[^;]*(?:\\bafterimage [a-z]|(?<![\\w-])--[a-z])[^;]*$");

    private static final String OPERATOR = "ask whoever runs the service to look at its log";
    private static final Map<ErrorCode, String> REMEDIES = Map.ofEntries(
            Map.entry(ErrorCode.STREAM_UNKNOWN, "list all streams with GET /api/streams"),
            Map.entry(ErrorCode.USAGE, "see the documentation of this address"),
            Map.entry(ErrorCode.USAGE_STREAM_STATE, "see its 'status' with GET /api/streams/NAME; POST .../resume watches a paused stream"
                    + " again"),
            Map.entry(ErrorCode.USAGE_TIME, "send seconds from the stream's start"),
            Map.entry(ErrorCode.USAGE_STREAM_EXISTS, "choose another name, or delete the stream first with DELETE /api/streams/NAME"),
            Map.entry(ErrorCode.USAGE_TOO_MANY_STREAMS, "delete a stream, or ask whoever runs the service to allow more (max_streams)"),
            Map.entry(ErrorCode.STORAGE_CORRUPT, "everything else stays readable; delete that stream and watch it again"),
            Map.entry(ErrorCode.MODEL_UNKNOWN, "take one of GET /v1/models"),
            Map.entry(ErrorCode.MODEL_NOT_INSTALLED, "ask whoever runs the service to install the model pack"));

    private WithoutCommands() { }

    static String message(AfterimageException failure) {
        return ASIDE.matcher(failure.getMessage()).replaceAll("");
    }

    static String remedy(AfterimageException failure) {
        return COMMAND.matcher(failure.remedy()).find() ? REMEDIES.getOrDefault(failure.code(), OPERATOR) : failure.remedy();
    }

    /** A line that ends with its remedy, without one that names a command. */
    static String line(String line) {
        return CLAUSE.matcher(ASIDE.matcher(line).replaceAll("")).replaceAll(".");
    }
}
