package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.evidence.Spot;
import dev.afterimage.core.evidence.Traits;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.ReaderCosts;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.Signal;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.core.watch.Watching.WatchSummary;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Streams, scenes, blocks and summaries as JSON: what {@code streams --json} and {@code watch --json} print and
 * {@code /api/streams} sends.
 */
public final class StreamJson {

    private StreamJson() { }

    /** {@code {id, name, uri, fps, started, width, height, live, status, frames, blocks, tokens, kv_bytes, last_seconds, failure}}. */
    public static ObjectNode of(StreamInfo info) {
        return Json.object()
                .put("id", info.stream().name())
                .put("name", info.name())
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

    /**
     * A stream with how it keeps up while it is watched: {@code load: {frames_sampled, frames_dropped, skipped, keeps_up, lag_seconds,
     * reconnects, queued}, readers: {objects_ms, text_ms, speech_ms}, signal?}.
     */
    public static ObjectNode of(StreamInfo info, StreamLoad counted) {
        StreamLoad.Snapshot load = counted.now();
        ObjectNode json = of(info).put("failure", WithoutCommands.line(info.failure()));
        if (info.status() == StreamInfo.Status.WATCHING) {
            json.putObject("load")
                    .put("frames_sampled", load.sampled())
                    .put("frames_dropped", load.dropped())
                    .put("skipped", Json.rounded(load.skipped()))
                    .put("keeps_up", load.keepsUp())
                    .put("lag_seconds", Json.rounded(load.lagSeconds()))
                    .put("reconnects", load.reconnects())
                    .put("queued", load.queued());
            json.set("readers", of(counted.readers()));
            if (info.live()) {
                json.set("signal", of(counted.signal()));
            }
        }
        return json;
    }

    /** {@code {picture, picture_since, sound, sound_since}}: {@code fine}, {@code black}, {@code frozen} or {@code silent}. */
    private static ObjectNode of(Signal signal) {
        boolean seen = signal.picture() == Signal.Picture.FINE;
        boolean heard = signal.sound() == Signal.Hearing.FINE;
        return Json.object().put("picture", signal.picture().name().toLowerCase(Locale.ROOT))
                .put("picture_since", seen ? null : (Double) Json.rounded(signal.pictureSince()))
                .put("sound", signal.sound().name().toLowerCase(Locale.ROOT))
                .put("sound_since", heard ? null : (Double) Json.rounded(signal.soundSince()));
    }

    /**
     * {@code watching}, {@code ended}, {@code failed}, {@code interrupted} or {@code paused}; of a stream that ought to be watched and
     * is not, {@code starting}, {@code reconnecting} or {@code disk_full}.
     */
    public static String status(StreamInfo.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@code {stream, frames, blocks, segments: [{start, end}], tokens, tokens_dropped, kv_bytes, encode_fps, seconds,
     * readers: {objects_ms, text_ms, speech_ms}}}; the readers' milliseconds are those of a frame.
     */
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
                .put("seconds", Json.rounded(summary.seconds()))
                .set("readers", of(summary.readers()));
    }

    /** {@code {objects_ms, text_ms, speech_ms}}, each a frame. */
    public static ObjectNode of(ReaderCosts costs) {
        return Json.object()
                .put("objects_ms", Json.rounded(costs.objectsMillis()))
                .put("text_ms", Json.rounded(costs.textMillis()))
                .put("speech_ms", Json.rounded(costs.speechMillis()));
    }

    /** {@code [{start, end, cause, reason}]}; {@code end} is null of a gap that still lasts. */
    public static ArrayNode gaps(List<Gap> gaps) {
        ArrayNode array = Json.array();
        gaps.forEach(gap -> array.add(Json.object()
                .put("start", Json.rounded(gap.start()))
                .put("end", gap.open() ? null : (Double) Json.rounded(gap.end()))
                .put("cause", gap.cause().name().toLowerCase(Locale.ROOT))
                .put("reason", gap.cause().reason())));
        return array;
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
     * {@code {number, seconds, tokens, note, evidence: [{kind, label, count, places, score, things: [{track, since,
     * until, colour, from, to, traits?}]}]}}; of things that are gone {@code count} is 0.
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
        json.put("colour", thing.colour()).put("from", thing.from()).put("to", thing.to());
        if (thing.traits().known()) {
            json.set("traits", of(thing.traits()));
        }
        return json;
    }

    private static ObjectNode of(Traits traits) {
        Spot spot = traits.spot();
        ObjectNode json = Json.object().put("sights", traits.sights()).put("seen", Json.rounded(traits.seen()))
                .put("best", Json.rounded(traits.best()));
        json.putArray("box").add(Json.rounded(spot.left())).add(Json.rounded(spot.top())).add(Json.rounded(spot.right()))
                .add(Json.rounded(spot.bottom()));
        json.put("motion", traits.motion().way().name().toLowerCase(Locale.ROOT))
                .put("motion_since", Json.rounded(traits.motion().since()));
        ArrayNode shades = json.putArray("shades");
        traits.shades().forEach(shade -> shades.addObject().put("part", shade.part().name().toLowerCase(Locale.ROOT))
                .put("colour", shade.colour()).put("share", Json.rounded(shade.share())));
        return json;
    }

    /** The name of a constant as JSON has it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Wall-clock time of a second of a stream, ISO 8601 in UTC. */
    static String wall(StreamInfo info, double seconds) {
        return info.started().plusMillis(Math.round(seconds * 1000)).toString();
    }

    /** A stream's name in a URL's path. */
    public static String pathSegment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Of something of a stream. */
    static String address(StreamId stream, String what) {
        return "/api/streams/" + stream.inPath() + "/" + what;
    }

    static String thumbnail(String stream, double seconds) {
        return "/api/streams/" + pathSegment(stream) + "/thumbnails/" + Json.rounded(seconds);
    }
}
