package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Map;

/** What is done with a stream that is there: {@code streams rename | pause | resume | retry | edit}. */
final class LifetimeCommands {

    private LifetimeCommands() { }

    /** Tells the stream as it is behind the change. */
    private abstract static class OnOne extends StreamsCommand.OnStreams {

        @Parameters(index = "0", paramLabel = "NAME")
        private String name;

        abstract JsonNode result(StreamCatalogue streams, StreamId stream);

        @Override
        final JsonNode result(StreamCatalogue streams) {
            return result(streams, new StreamId(name));
        }

        @Override
        String told(JsonNode stream) {
            return stream.path("name").asText() + ": " + stream.path("status").asText();
        }
    }

    @Command(name = "rename", mixinStandardHelpOptions = true,
            description = "Show a stream by another name. The name that it was begun with goes on to mean it, too.")
    static final class Rename extends OnOne {

        @Parameters(index = "1", paramLabel = "NEW", description = "up to 64 characters of any script, without / and \\")
        private String renamed;

        /** A name that begins with a dash is refused as a name, not taken for an option. */
        @Spec
        void take(CommandSpec spec) {
            spec.parser().unmatchedOptionsArePositionalParams(true);
        }

        @Override
        JsonNode result(StreamCatalogue streams, StreamId stream) {
            return streams.rename(stream, new StreamId(renamed).name());
        }
    }

    @Command(name = "pause", mixinStandardHelpOptions = true,
            description = "Stop watching until it is resumed, also when 'serve' starts again. The time in between is a gap.")
    static final class Pause extends OnOne {

        @Override
        JsonNode result(StreamCatalogue streams, StreamId stream) {
            return streams.pause(stream);
        }
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Watch a paused stream again.")
    static final class Resume extends OnOne {

        @Override
        JsonNode result(StreamCatalogue streams, StreamId stream) {
            return streams.resume(stream);
        }
    }

    @Command(name = "retry", mixinStandardHelpOptions = true,
            description = "Try a stream now that is lost or was given up, instead of waiting for its next try.")
    static final class Retry extends OnOne {

        @Override
        JsonNode result(StreamCatalogue streams, StreamId stream) {
            return streams.retry(stream);
        }
    }

    @Command(name = "edit", mixinStandardHelpOptions = true,
            description = "Watch a camera from another address or with other settings. What was stored of it stays.")
    static final class Edit extends OnOne {

        @Option(names = "--uri", paramLabel = "URI", description = "the camera's address")
        private String uri;
        @Option(names = "--fps", paramLabel = "N", description = "frames sampled a second")
        private Double fps;
        @Option(names = "--classes", paramLabel = "CLASS", split = ",", description = "detector classes to watch; 'all' for all")
        private List<String> classes;
        @Option(names = "--threshold", paramLabel = "CLASS=SCORE", split = ",", description = "lowest score of a class, 0..1")
        private Map<String, Double> thresholds;
        @Option(names = "--smallest", paramLabel = "SHARE", description = "smallest share of the picture that a thing must cover, 0..1")
        private Double smallest;
        @Option(names = "--objects", negatable = true, description = "whether objects are detected and followed")
        private Boolean objects;
        @Option(names = "--text", negatable = true, description = "whether on-screen text is read")
        private Boolean text;
        @Option(names = "--speech", negatable = true, description = "whether what is said is written down")
        private Boolean speech;
        @Option(names = "--recording", negatable = true, description = "whether the original video is kept")
        private Boolean recording;

        @Override
        JsonNode result(StreamCatalogue streams, StreamId stream) {
            ObjectNode changes = changes();
            if (changes.isEmpty()) {
                throw new AfterimageException(ErrorCode.USAGE, "nothing is to be changed",
                        "give at least one option, such as --uri or --fps");
            }
            return streams.edit(stream, changes);
        }

        private ObjectNode changes() {
            ObjectNode changes = JsonNodeFactory.instance.objectNode();
            put(changes, "uri", uri == null ? null : changes.textNode(uri));
            put(changes, "fps", fps == null ? null : changes.numberNode(fps));
            put(changes, "smallest", smallest == null ? null : changes.numberNode(smallest));
            put(changes, "detect_objects", objects == null ? null : changes.booleanNode(objects));
            put(changes, "read_text", text == null ? null : changes.booleanNode(text));
            put(changes, "hear_speech", speech == null ? null : changes.booleanNode(speech));
            put(changes, "record", recording == null ? null : changes.booleanNode(recording));
            if (classes != null) {
                ArrayNode named = changes.putArray("classes");
                classes.stream().filter(name -> !name.equals("all")).forEach(named::add);
            }
            if (thresholds != null) {
                ObjectNode scores = changes.putObject("thresholds");
                thresholds.forEach(scores::put);
            }
            return changes;
        }

        private static void put(ObjectNode changes, String key, JsonNode value) {
            if (value != null) {
                changes.set(key, value);
            }
        }
    }
}
