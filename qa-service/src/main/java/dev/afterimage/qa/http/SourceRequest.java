package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.Secrets;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings.Pace;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads {@code {name, uri, fps?, loop?, pace?, classes?, thresholds?, smallest?, detect_objects?, read_text?, hear_speech?, record?}}. */
final class SourceRequest {

    private SourceRequest() { }

    static SourceSettings of(Fields fields) {
        fields.only("name", "uri", "fps", "loop", "pace", "classes", "thresholds", "smallest",
                "detect_objects", "read_text", "hear_speech", "record");
        String uri = fields.text("uri").strip();
        if (uri.isEmpty()) {
            throw HttpFailure.usage("'uri' is empty", "give a file's path or a camera's address, e.g. rtsp://host/stream");
        }
        requireWhole(uri);
        return new SourceSettings(new StreamId(fields.text("name")), uri,
                fields.number("fps").orElse(SourceSettings.DEFAULT_FPS), pace(fields), fields.flag("loop", false), reading(fields))
                        .recorded(fields.flag("record", true)).ofClient();
    }

    /**
     * The same source with what the fields say: {@code {uri?, fps?, classes?, thresholds?, smallest?, detect_objects?, read_text?,
     * hear_speech?, record?}}. Another address is the client's.
     */
    static SourceSettings changed(SourceSettings before, Fields fields) {
        fields.only("uri", "fps", "classes", "thresholds", "smallest", "detect_objects", "read_text", "hear_speech", "record");
        String uri = fields.optionalText("uri").map(String::strip).orElse(before.maskedUri());
        if (uri.isEmpty()) {
            throw HttpFailure.usage("'uri' is empty", "give a camera's address, or leave it out");
        }
        // The address as it is shown, without its password, is the address as it is.
        boolean moved = !uri.equals(before.maskedUri());
        if (moved) {
            requireWhole(uri);
        }
        ReadingSettings was = before.reading();
        ReadingSettings reading = new ReadingSettings(fields.body().has("classes") ? classes(fields) : was.classes(),
                fields.body().has("thresholds") ? thresholds(fields) : was.thresholds(), fields.number("smallest").orElse(was.smallest()),
                fields.flag("detect_objects", was.detectObjects()), fields.flag("read_text", was.readText()),
                fields.flag("hear_speech", was.hearSpeech()));
        SourceSettings after = new SourceSettings(before.stream(), moved ? uri : before.uri(), fields.number("fps").orElse(before.fps()),
                before.pace(), before.loop(), reading, before.origin(), fields.flag("record", before.recorded()));
        return moved ? after.ofClient() : after;
    }

    /** An address with a part that is not shown cannot be connected to. */
    private static void requireWhole(String uri) {
        if (Secrets.holdsMask(uri)) {
            throw HttpFailure.usage("'uri' holds *** in place of a password or a token", "give the whole address, with its secrets");
        }
    }

    /** {@code {uri, fps, loop, pace, classes, thresholds, smallest, detect_objects, read_text, hear_speech, record}}, masked. */
    static ObjectNode shown(SourceSettings settings) {
        ReadingSettings reading = settings.reading();
        ObjectNode json = Json.object().put("uri", settings.maskedUri()).put("fps", settings.fps()).put("loop", settings.loop())
                .put("pace", StreamJson.word(settings.pace()));
        ArrayNode classes = json.putArray("classes");
        reading.classes().stream().sorted().forEach(classes::add);
        ObjectNode thresholds = json.putObject("thresholds");
        reading.thresholds().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(entry -> thresholds.put(entry.getKey(), entry.getValue()));
        json.put("smallest", reading.smallest() < 0 ? null : reading.smallest());
        return json.put("detect_objects", reading.detectObjects())
                .put("read_text", reading.readText()).put("hear_speech", reading.hearSpeech()).put("record", settings.recorded());
    }

    private static Pace pace(Fields fields) {
        String pace = fields.optionalText("pace").orElse("realtime");
        return switch (pace) {
            case "realtime" -> Pace.REALTIME;
            case "asap" -> Pace.ASAP;
            default -> throw HttpFailure.usage("'" + pace + "' is not a pace", "use realtime or asap");
        };
    }

    private static ReadingSettings reading(Fields fields) {
        ReadingSettings usual = ReadingSettings.DEFAULT;
        return new ReadingSettings(classes(fields), thresholds(fields), fields.number("smallest").orElse(usual.smallest()),
                fields.flag("detect_objects", usual.detectObjects()), fields.flag("read_text", usual.readText()),
                fields.flag("hear_speech", usual.hearSpeech()));
    }

    private static Set<String> classes(Fields fields) {
        Set<String> classes = new HashSet<>();
        for (JsonNode name : fields.array("classes")) {
            if (!name.isTextual()) {
                throw HttpFailure.usage("'classes' holds something that is not a string", "name detector classes, e.g. [\"car\"]");
            }
            classes.add(name.textValue());
        }
        return classes;
    }

    private static Map<String, Double> thresholds(Fields fields) {
        Fields given = fields.object("thresholds");
        Map<String, Double> thresholds = new HashMap<>();
        given.body().fieldNames().forEachRemaining(name ->
                given.number(name).ifPresent(score -> thresholds.put(name, score)));
        return thresholds;
    }
}
