package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Query.Unwatched.Of;
import dev.afterimage.answering.query.Query.Unwatched.Why;
import dev.afterimage.answering.query.Window;

import java.util.Set;

/**
 * {@code Was the camera offline?} {@code When did the stream drop out?} {@code How often was the connection lost?} {@code Were there any
 * outages?} {@code Was it recording?} Every word has to be one that such a question is made of.
 */
final class OutageQuestions {

    /** What shows the pictures. */
    private static final Set<String> CAMERA = Set.of("camera", "cameras", "cam", "webcam", "stream", "feed", "connection", "signal", "link",
            "device", "contact", "video", "livestream");
    /** Who watches. */
    private static final Set<String> WATCHER = Set.of("you", "afterimage", "service", "system", "recorder", "server", "recording",
            "coverage", "footage");
    /** They say so of whatever they are said of. */
    private static final Set<String> PLAIN = Set.of("offline", "disconnected", "unreachable", "disconnect", "disconnects", "disconnecting",
            "disconnections", "disconnection", "outage", "outages", "dropouts", "dropout", "downtime", "unavailable", "reconnect",
            "reconnected", "unresponsive");
    /** They say so of a camera only. */
    private static final Set<String> OF_CAMERA = Set.of("down", "lost", "lose", "loses", "losing", "off", "dead", "dropped", "drop",
            "drops", "dropping", "cut", "fail", "failed", "fails", "failure", "failures", "broken", "broke", "break", "breaks",
            "crash", "crashed",
            "loss", "losses", "unplugged", "interrupted", "interrupt", "gone", "inactive", "died", "die", "dark", "stopped", "stop");
    private static final Set<String> PAUSED = Set.of("paused", "pause", "pauses", "pausing");
    /** Whatever the reason was. */
    private static final Set<String> GAP = Set.of("gap", "gaps", "unwatched", "interruption", "interruptions", "unrecorded", "blackout",
            "blackouts", "blind");
    /** With a {@code not} they say so. */
    private static final Set<String> WELL = Set.of("online", "connected", "reachable", "available", "working", "work", "responding",
            "respond", "up", "alive", "live", "active", "functioning", "operational");
    private static final Set<String> WATCHED = Set.of("recording", "record", "recorded", "watching", "watch", "watched", "running",
            "monitoring", "monitored");
    private static final Set<String> FILLERS = Set.of("was", "were", "is", "are", "did", "do", "does", "has", "have", "had", "been", "be",
            "being", "the", "a", "an", "this", "that", "my", "our", "your", "any", "some", "there", "ever", "at", "all", "it", "its", "go",
            "went", "going", "goes", "get", "got", "in", "to", "for", "of", "on", "from", "with", "out", "time", "times", "moment",
            "moments", "period", "periods", "point", "which", "where", "and", "or", "come", "came", "become", "became", "happen",
            "happened", "occur",
            "occurred", "turned", "switched", "shut", "powered", "turn", "switch", "last", "back", "just", "currently", "still", "take",
            "took", "place", "again", "nobody", "no", "one", "noone", "not", "never", "by", "anything", "experience", "suffer", "longest",
            "total", "during", "into", "we", "i");
    private static final Set<String> AUXILIARIES = Set.of("was", "were", "is", "are", "did", "do", "does", "has", "have", "had", "any");

    private OutageQuestions() { }

    static Query read(Sentence s, Window window) {
        int from = 0;
        Of of = null;
        if (s.phrase(0, "for", "how", "long") || s.phrase(0, "how", "long") || s.phrase(0, "how", "much", "time") || s.is(0, "how")
                && s.is(1, "many") && s.is(2, "minutes", "seconds", "hours")) {
            of = Of.HOW_LONG;
            from = s.is(0, "for") || s.is(1, "much", "many") ? 3 : 2;
        } else if (s.phrase(0, "how", "often") || s.phrase(0, "how", "many")) {
            of = Of.TIMES;
            from = 2;
        } else if (s.is(0, "when") || s.phrase(0, "since", "when") || s.phrase(0, "at", "what") || s.phrase(0, "what", "time")) {
            of = Of.WHEN;
            from = s.is(0, "when") ? 1 : s.is(2, "time", "times") ? 3 : 2;
        } else if (s.is(0, "why") || s.phrase(0, "how", "come")) {
            of = Of.REASON;
            from = s.is(0, "why") ? 1 : 2;
        } else if (AUXILIARIES.contains(s.at(0))) {
            of = Of.WHETHER;
        }
        boolean present = of == Of.WHETHER && s.is(0, "is", "are") && window.equals(Window.ALL);
        return of == null ? null : read(s.part(from, s.length()), of, present ? Window.CURRENT : window);
    }

    private static Query read(Sentence s, Of of, Window window) {
        boolean camera = has(s, CAMERA);
        boolean watcher = has(s, WATCHER);
        boolean denied = s.find(0, "not", "never", "nobody", "no", "noone") >= 0;
        boolean plain = has(s, PLAIN);
        boolean paused = has(s, PAUSED);
        boolean gap = has(s, GAP);
        boolean lost = camera && has(s, OF_CAMERA) || watcher && s.find(0, "down", "off", "interrupted", "stopped", "stop", "cut") >= 0;
        boolean well = (camera || s.find(0, "it", "you") >= 0) && s.find(0, "online", "connected", "reachable") >= 0
                || camera && has(s, WELL);
        boolean watched = (camera || watcher || s.find(0, "it", "nobody", "noone") >= 0 || s.phrase(s.find(0, "no"), "no", "one"))
                && has(s, WATCHED);
        boolean asks = plain || lost || well || paused || gap || watched;
        if (!asks || !known(s)) {
            return null;
        }
        Why why = paused ? Why.PAUSED : plain || lost && !watcher || well ? Why.CAMERA : Why.ANY;
        boolean good = !plain && !lost && !paused && !gap && (well || watched);
        return good ? positive(of, why, denied, window) : denied && !gap ? null : new Query.Unwatched(of, why, window);
    }

    /** Of being online, or watched, it can be asked whether that was so all of the time; denied it asks what {@code offline} asks. */
    private static Query positive(Of of, Why why, boolean denied, Window window) {
        if (denied) {
            return new Query.Unwatched(of, why, window);
        }
        return of == Of.WHETHER ? new Query.Unwatched(Of.WATCHED, why, window) : null;
    }

    private static boolean has(Sentence s, Set<String> words) {
        return s.words().stream().anyMatch(words::contains);
    }

    private static boolean known(Sentence s) {
        return s.words().stream().allMatch(word -> FILLERS.contains(word) || CAMERA.contains(word) || WATCHER.contains(word)
                || PLAIN.contains(word) || OF_CAMERA.contains(word) || PAUSED.contains(word) || GAP.contains(word) || WELL.contains(word)
                || WATCHED.contains(word));
    }
}
