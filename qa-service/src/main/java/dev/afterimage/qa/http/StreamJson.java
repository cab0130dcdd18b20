package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.Evidence;
import dev.afterimage.core.Scene;
import dev.afterimage.core.Sighting;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Watching.WatchSummary;
import java.util.Locale;

/** Streams, scenes, blocks and summaries as JSON: what {@code streams --json} and {@code watch --json} print and {@code /api/streams} sends. */
public final class StreamJson {

    private StreamJson() { }

    /** {@code {name, uri, fps, started, width, height, live, status, frames, blocks, tokens, kv_bytes, last_seconds, failure}}. */
    public static ObjectNode of(StreamInfo info) {
        return Json.object()
                .put("name", info.stream().name())
                .put("uri", info.uri())
                .put("fps", info.fps())
                .put("started", info.started().toString())
                .put("width", info.width())
                .put("height", info.height())
                .put("live", info.live())
                .put("status", status(info.status()))
                .put("frames", info.frames())
                .put("blocks", info.blocks())
                .put("tokens", info.tokens())
                .put("kv_bytes", info.kvBytes())
                .put("last_seconds", Json.rounded(info.lastSeconds()))
                .put("failure", info.failure());
    }

    /** {@code watching}, {@code ended}, {@code failed} or {@code interrupted}. */
    public static String status(StreamInfo.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** {@code {stream, frames, blocks, segments: [{start, end}], tokens, tokens_dropped, kv_bytes, encode_fps, seconds}}. */
    public static ObjectNode of(WatchSummary summary) {
        ObjectNode json = Json.object()
                .put("stream", summary.stream().name())
                .put("frames", summary.frames())
                .put("blocks", summary.blocks());
        ArrayNode segments = json.putArray("segments");
        summary.segments().forEach(scene -> segments.addObject()
                .put("start", Json.rounded(scene.start())).put("end", Json.rounded(scene.end())));
        return json.put("tokens", summary.tokens())
                .put("tokens_dropped", summary.tokensDropped())
                .put("kv_bytes", summary.kvBytes())
                .put("encode_fps", Json.rounded(summary.encodeFps()))
                .put("seconds", Json.rounded(summary.seconds()));
    }

    /** {@code {number, start, end, note, closed, thumbnail}}. */
    public static ObjectNode of(Scene scene) {
        return Json.object()
                .put("number", scene.number())
                .put("start", Json.rounded(scene.start()))
                .put("end", Json.rounded(scene.end()))
                .put("note", scene.note())
                .put("closed", scene.closed())
                .put("thumbnail", thumbnail(scene.stream().name(), scene.start()));
    }

    /**
     * {@code {number, seconds, tokens, note, evidence: [{kind, label, count, places, score, things: [{track, since, until, colour, from, to}]}]}};
     * of things that are gone {@code count} is 0.
     */
    public static ObjectNode of(BlockEntry entry) {
        ObjectNode json = Json.object()
                .put("number", entry.number())
                .put("seconds", Json.rounded(entry.seconds()))
                .put("tokens", entry.tokens())
                .put("note", entry.note());
        ArrayNode evidence = json.putArray("evidence");
        entry.evidence().forEach(seen -> evidence.add(of(seen)));
        return json;
    }

    private static ObjectNode of(Evidence seen) {
        ObjectNode json = Json.object()
                .put("kind", seen.kind().name().toLowerCase(Locale.ROOT))
                .put("label", seen.label())
                .put("count", seen.count());
        ArrayNode places = json.putArray("places");
        seen.places().forEach(places::add);
        json.put("score", Json.rounded(seen.score()));
        if (!seen.things().isEmpty()) {
            ArrayNode things = json.putArray("things");
            seen.things().forEach(thing -> things.add(of(thing)));
        }
        return json;
    }

    private static ObjectNode of(Sighting thing) {
        ObjectNode json = Json.object().put("track", thing.track()).put("since", Json.rounded(thing.since()));
        if (thing.gone()) {
            json.put("until", Json.rounded(thing.until()));
        }
        return json.put("colour", thing.colour()).put("from", thing.from()).put("to", thing.to());
    }

    private static String thumbnail(String stream, double seconds) {
        return "/api/streams/" + stream + "/thumbnails/" + Json.rounded(seconds);
    }
}
