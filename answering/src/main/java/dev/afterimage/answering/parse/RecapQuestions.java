package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

import java.util.Set;

/**
 * {@code Give me a quick summary of what happened}, {@code what happened in the garden}: an account of the window, put together from its
 * parts. The place that the camera shows is no narrower than what it shows.
 */
final class RecapQuestions {

    private static final Set<String> ACCOUNTS = Set.of("timeline", "log", "chronology", "run-through", "wrap-up", "summary", "recap",
            "overview", "rundown", "gist", "outline", "description",
            "account", "update", "report", "highlights", "synopsis", "digest", "sitrep", "debrief", "breakdown", "version", "story",
            "précis", "precis", "brief", "briefing", "resume", "roundup", "lowdown", "short", "handover", "picture", "essentials", "guts",
            "bones", "skinny",
            "headlines", "craic", "nub", "low-down", "goss", "news", "substance", "main points", "basics", "review", "readout", "minutes");
    private static final Set<String> VERBS = Set.of("summarise", "describe", "recap", "outline", "explain", "relate", "narrate", "recount");
    private static final Set<String> LEADING = Set.of("give", "gives", "me", "us", "just", "can", "could", "i", "we", "have", "get", "want",
            "need", "would", "like", "do", "write", "make", "show", "what", "is", "provide", "briefly", "quickly", "tell", "you", "please",
            "offer", "produce", "may", "might", "let", "and", "in", "on", "to", "with", "hit", "run", "through", "will", "be", "some");
    private static final Set<String> DESCRIBING = Set.of("potted", "two-line", "one-line", "three-line", "minute-by-minute", "blow-by-blow",
            "running", "condensed", "quick", "short", "brief", "little", "general", "rough", "full", "one", "line",
            "two", "three", "sentence", "sentences", "lines", "word", "simple", "very", "basic", "concise", "main", "whole", "complete",
            "overall", "wee", "small", "tiny", "nice", "proper", "entire", "detailed", "real", "long", "and", "of", "super", "good");
    private static final String[][] TOLD = {{"happened"}, {"happens"}, {"was", "happening"}, {"has", "happened"}, {"went", "on"},
        {"goes", "on"}, {"is", "happened"}, {"is", "been", "going", "on"}, {"is", "been", "happening"}, {"is", "gone", "on"}, {"was",
                "going", "on"}, {"has", "been", "going", "on"}, {"has", "been", "happening"}, {"has", "gone", "on"},
        {"kicked", "off"}, {"unfolded"}, {"came", "about"}, {"took", "place"}, {"has", "taken", "place"}, {"occurred"}, {"has",
                "occurred"}, {"you", "saw"}, {"you", "see"},
        {"you", "have", "seen"}, {"i", "missed"}, {"we", "missed"}, {"i", "have", "missed"}, {"went", "down"}, {"did", "happen"},
        {"all", "happened"}, {"came", "to", "pass"}, {"had", "happened"}, {"you", "can", "see"}, {"we", "can", "see"}, {"is", "in", "it"},
        {"did", "i", "miss"}, {"did", "we", "miss"}, {"have", "i", "missed"}, {"have", "we", "missed"}, {"is", "the", "story"},
        {"was", "the", "story"}, {"all", "went", "on"}, {"all", "has", "happened"}, {"is", "new"}, {"is", "to", "report"},
        {"transpired"}, {"was", "on"}, {"did", "you", "see"}, {"is", "it", "about"}, {"have", "you", "seen"}};
    private static final String[][] GOING = {{"is", "going", "on"}, {"is", "happening"}, {"is", "up"}, {"is", "occurring"},
        {"is", "on"}, {"is", "cooking"}, {"is", "afoot"}, {"goes", "on"}, {"happens"}, {"is", "all", "this", "going", "on"}};
    /** What a camera may look at. */
    private static final Set<String> SCENES = Set.of(
            "garden", "yard", "shop", "store", "office", "kitchen", "room", "house", "street", "road", "hall", "hallway", "lobby",
            "porch", "drive", "driveway", "lawn", "park", "lot", "car park", "parking lot", "barn", "stable", "field", "pen",
            "workshop", "garage", "warehouse", "library", "museum", "gallery", "ward", "corridor", "shed", "back garden",
            "front garden", "back yard", "front yard", "playground", "pitch", "court", "ring", "lane", "junction", "crossing",
            "square", "place", "entrance", "door", "front door", "back door", "gate", "terrace", "café", "bar", "restaurant", "lab",
            "classroom", "gym", "pool", "beach", "harbour", "stairwell", "reception", "foyer", "studio", "cellar", "attic", "roof",
            "salon", "saloon", "bank", "cafe", "diner", "bakery", "pharmacy", "chemist", "hotel", "dressing room", "changing room",
            "tack room", "stables", "arena", "paddock", "newsroom", "courtroom", "piazza", "church", "chapel", "market", "town",
            "village", "basement", "loft", "lounge", "sitting room", "dining room", "nursery", "bathroom", "laundry", "utility room",
            "pantry", "landing", "depot", "canteen", "clinic", "surgery", "school", "schoolyard", "farm", "farmyard", "orchard",
            "marina", "dock", "docks", "platform", "station", "concourse", "terminal", "building", "premises", "neighbourhood", "area",
            "pub", "club", "living room", "bedroom", "front room", "waiting room", "reading room", "bay", "yard here", "compound",
            "forecourt");

    private static final String[][] FRAMES = {{"talk", "me", "through"}, {"walk", "me", "through"}, {"run", "me", "through"}, {"take", "me",
            "through"}, {"guide", "me", "through"}, {"talk", "us", "through"}, {"walk", "us", "through"}, {"take", "us", "through"},
        {"fill", "me", "in", "on"}, {"fill", "us", "in", "on"}, {"catch", "me", "up", "on"}, {"catch", "us", "up", "on"},
        {"bring", "me", "up", "to", "speed", "on"}, {"bring", "me", "up", "to", "date", "on"}, {"get", "me", "up", "to", "speed", "on"},
        {"update", "me", "on"}, {"update", "us", "on"}, {"brief", "me", "on"}, {"report", "on"}, {"report"}, {"catch", "up", "on"},
        {"quick", "catch", "up", "on"}, {"quick", "catch", "up"}, {"quick", "catch-up", "on"}, {"quick", "catch-up"}, {"catch-up"},
        {"long", "and", "short", "of"}, {"give", "me", "the", "long", "and", "short", "of"}, {"give", "us", "the", "long", "and",
                "short", "of"},
        {"fill", "me", "in"}, {"catch", "me", "up"}, {"talk", "me", "through", "it"}, {"give", "me", "an", "idea", "of"},
        {"give", "us", "an", "idea", "of"}, {"give", "me", "a", "feel", "for"}, {"give", "me", "a", "quick", "catch", "up", "on"},
        {"give", "me", "the", "headlines", "for"}, {"give", "me", "the", "headlines", "from"}, {"give", "me", "the", "headlines"},
        {"put", "me", "in", "the", "picture", "about"}, {"summary"}, {"quick", "summary"}, {"short", "summary"}};
    /** What ends the name of a place that a camera may show: {@code the play area}, {@code bay 2}. */
    private static final Set<String> PLACES = Set.of("corner", "section", "area", "aisle", "department", "surgery", "clinic", "theatre",
            "cubicle", "paddock", "exhibition", "wing", "floor", "basement", "site", "yard", "ramp", "bay", "dock", "platform", "station",
            "stop", "roundabout", "bridge", "underpass", "path", "track", "trail", "counter", "desk", "till", "checkout", "nursery",
            "canteen", "cafeteria", "pub", "club", "church", "school", "stage", "arena", "stadium", "pavilion", "zoo", "enclosure",
            "kennels", "coop", "sty", "byre", "parlour", "milking", "orchard", "allotment", "greenhouse", "conservatory", "patio",
                    "balcony",
            "landing", "staircase", "stairs", "lift", "lobby", "archive", "stacks", "vault", "store", "storeroom", "stockroom", "depot",
            "room", "ward", "gallery", "hall", "office", "shop", "lane", "street", "road", "junction", "lights", "crossing", "gate",
            "garden", "kitchen", "barn", "field", "shed", "pen", "stable", "car park", "park");

    /** What tells one such place from another. */
    private static final Set<String> NEARER = Set.of("children", "'s", "front", "back", "main", "side", "waiting", "reading", "staff",
            "top",
            "bottom", "upper", "lower", "north", "south", "east", "west", "left", "right", "left-hand", "right-hand", "first", "second",
            "local", "reference", "public", "loading", "changing", "dining", "meeting", "engine", "operating", "outer", "inner", "whole",
            "feed", "milking", "show", "sale", "sick", "day", "night");

    /** What a whole film may show. */
    private static final Set<String> OCCASIONS = Set.of("conference", "meeting", "match", "game", "race", "ride", "drive", "trip", "walk",
            "journey", "visit", "party", "wedding", "ceremony", "service", "lesson", "class", "lecture", "talk", "show", "concert",
            "episode",
            "session", "interview", "debate", "hearing", "trial", "operation", "procedure", "experiment", "demonstration", "tour", "parade",
            "festival", "gig", "rehearsal", "practice", "training", "workout", "inspection", "delivery", "shift", "call", "presentation",
            "briefing", "launch", "event", "fight", "chase", "scene", "morning", "afternoon", "evening", "night", "week", "weekend");

    private RecapQuestions() { }

    static Query read(Sentence s, Window window) {
        Query asked = s.is(0, "what", "whatever") ? what(s, 0, window, false) : null;
        return asked != null ? asked : account(s, window);
    }

    private static Query account(Sentence s, Window window) {
        int told = Cues.behind(s, FRAMES);
        if (told > 0) {
            return about(s, told, window);
        }
        int next = 0;
        while (LEADING.contains(s.at(next))) {
            next++;
        }
        if (s.phrase(next, "sum", "up")) {
            return about(s, next + 2, window);
        }
        if (s.phrase(next - 1, "tell", "me") || s.is(next - 1, "through") || s.phrase(next - 2, "tell", "me", "what")) {
            return about(s, s.is(next - 1, "what") ? next - 1 : next, window);
        }
        if (VERBS.contains(s.at(next))) {
            return about(s, s.is(next + 1, "briefly", "quickly", "shortly", "for") ? next + 2 : next + 1, window);
        }
        next = s.is(next, "a", "an", "the", "your", "my") ? next + 1 : next;
        while (DESCRIBING.contains(s.at(next)) && !s.end(next + 1)) {
            next++;
        }
        if (!ACCOUNTS.contains(s.at(next))) {
            return s.is(next - 1, "short") && s.is(next, "of") ? about(s, s.is(next + 1, "it", "what") ? next + 1 : next, window) : null;
        }
        return s.is(next + 1, "of", "about", "on", "for", "from") ? about(s, next + 2, window) : s.end(next + 1)
                ? new Query.Recap(Query.Recap.Of.ALL, window) : null;
    }

    /** {@code what happened}, {@code the video}, {@code everything that happened}, {@code it}, nothing. */
    private static Query about(Sentence s, int i, Window window) {
        if (s.is(i, "what", "whatever")) {
            return what(s, i, window, true);
        }
        int noun = s.is(i, "the", "this", "that", "these", "all", "whole", "my") ? i + 1 : i;
        noun = s.is(noun, "the") ? noun + 1 : noun;
        noun = s.is(noun, "whole", "entire", "main", "full", "survey") ? noun + 1 : noun;
        if (s.end(noun) || place(s, i)) {
            return new Query.Recap(Query.Recap.Of.ALL, window);
        }
        boolean all = TimePhrases.VIDEO.contains(s.at(noun))
                || s.is(noun, "it", "this", "that", "everything", "events", "day", "activity", "action", "happenings", "picture",
                "footage", "bit", "period", "part", "all", "thing", "story", "cartoon", "goings", "proceedings", "shift", "time",
                "session");
        int next = s.is(noun + 1, "that", "which", "on", "in") ? noun + 2 : noun + 1;
        if (all && s.is(next, "went") && s.end(next + 1)) {
            return new Query.Recap(Query.Recap.Of.ALL, window);
        }
        boolean occasion = !all && s.is(i, "the", "this", "that", "my", "our") && s.is(i - 1, "of", "about", "on", "through")
                && NounPhrases.bare(s, i).stream().anyMatch(one -> s.end(one.next()) && !one.value().reference()
                        && Kinds.coco().of(one.value().thing().name()).isEmpty() && !Speakers.are(one.value().thing().name())
                        && OCCASIONS.contains(one.value().thing().name().substring(one.value().thing().name().lastIndexOf(' ') + 1)));
        if (occasion) {
            return new Query.Recap(Query.Recap.Of.ALL, window);
        }
        boolean told = s.end(next) || next > noun + 1 && place(s, noun + 1) || Cues.behind(s, next, TOLD) > next
                && place(s, Cues.behind(s, next, TOLD)) || s.is(next, "again", "short", "briefly", "but") && s.end(Math.max(next + 1,
                        s.length()));
        return all && told ? new Query.Recap(Query.Recap.Of.ALL, window) : null;
    }

    /** {@code what happened in the shop}, {@code what is going on}. */
    private static Query what(Sentence s, int i, Window window, boolean account) {
        int start = s.is(i + 1, "all", "else") && !s.is(i + 2, "is") ? i + 2 : i + 1;
        int going = Cues.behind(s, start, GOING);
        boolean now = window instanceof Window.Now || !window.bounded() && s.is(start, "is");
        if (going > start && place(s, going) && now) {
            return new Query.Recap(Query.Recap.Of.NOW, Window.ALL);
        }
        int told = Cues.behind(s, start, TOLD);
        boolean all = told > start && place(s, told) && (account || !s.is(start, "you", "we", "i"))
                && !(s.is(start, "was") && s.is(start + 1, "on") && !account);
        boolean current = all && window instanceof Window.Now;
        return current ? new Query.Recap(Query.Recap.Of.NOW, Window.ALL) : all ? new Query.Recap(Query.Recap.Of.ALL, window) : null;
    }

    /** {@code at the drain}, {@code by the loading chute}: where the camera looks, unless it may look at many such things. */
    private static boolean shown(Sentence s, int i) {
        return s.is(i, "at", "by", "near", "around", "outside", "inside", "behind", "beside") && s.is(i + 1, "the", "my", "our", "this",
                "that") && NounPhrases.bare(s, i + 1).stream().anyMatch(noun -> (s.end(noun.next()) || s.is(noun.next(), "there", "here")
                        && s.end(noun.next() + 1)) && noun.value().thing().plain() && !noun.value().reference()
                        && Kinds.coco().of(noun.value().thing().name()).isEmpty() && !Speakers.are(noun.value().thing().name()));
    }

    /** {@code in the garden}, {@code at home}, {@code outside}, nothing. */
    static boolean place(Sentence s, int i) {
        if (s.end(i) || s.is(i, "outside", "inside", "there", "here", "out", "indoors", "outdoors", "overall", "exactly", "again",
                "briefly")
                && s.end(i + 1)) {
            return true;
        }
        if (shown(s, s.is(i, "out", "down", "up", "over", "back", "round") ? i + 1 : i)) {
            return true;
        }
        int start = s.is(i, "out", "down", "up", "over") ? i + 1 : i;
        int noun = s.is(start, "in", "at", "on", "outside", "inside", "around") ? start + 1 : -1;
        noun = s.is(noun, "the", "my", "our", "this", "that") ? noun + 1 : noun;
        String last = s.at(s.length() - 1);
        boolean scene = noun > 0 && noun < s.length() && (SCENES.contains(last) || PLACES.contains(last) || last.matches("\\d{1,3}|[a-z]")
                && PLACES.contains(s.at(s.length() - 2))) && s.words().subList(noun, s.length() - 1).stream()
                        .allMatch(word -> PLACES.contains(word) || NEARER.contains(word));
        return scene || noun > 0 && (SCENES.contains(String.join(" ", s.words().subList(Math.min(noun, s.length()), s.length())))
                || s.is(noun, "there", "here", "home") && s.end(noun + 1));
    }
}
