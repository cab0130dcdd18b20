package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Window;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Phrases that name a time: {@code between 10 and 20 seconds}, {@code in the last minute}, {@code at 00:20},
 * {@code right now}, {@code yesterday morning}. Each rule reads at one position; of the rules the first that reads
 * wins, so the more specific stand first.
 */
final class TimePhrases {

    /** "Just now", "a moment ago". */
    private static final double MOMENT_AGO = 5;
    static final Set<String> VIDEO = Set.of("video", "clip", "film", "movie", "footage", "recording", "stream", "tape", "feed", "sequence",
            "scene", "cartoon", "vid");

    private static final List<BiFunction<Sentence, Integer, Match<Window>>> RULES = List.of(
            ClockTimes::at, TimePhrases::between, TimePhrases::edge, TimePhrases::firstOrLast, TimePhrases::half, TimePhrases::ago,
                    TimePhrases::from, TimePhrases::until,
            TimePhrases::at, TimePhrases::now, TimePhrases::all);

    private TimePhrases() { }

    static Match<Window> at(Sentence s, int i, boolean any) {
        for (BiFunction<Sentence, Integer, Match<Window>> rule : RULES) {
            Match<Window> found = rule.apply(s, i);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * A time from the stream's start: {@code 00:20}, {@code 20 seconds}, {@code the 20 second mark}, {@code second 20}, {@code 1 minute 5}.
     */
    private static Match<Double> time(Sentence s, int i) {
        int start = i;
        while (s.is(start, "the", "about", "around", "roughly", "exactly", "approximately", "say", "like", "time", "timestamp", "mark",
                "minute", "second", "seconds", "t")
                && !(s.is(start, "time", "t") && start == i && !s.is(i - 1, "at", "around", "about", "after", "before", "until", "by"))) {
            if (s.is(start, "minute", "second", "seconds") && !s.phrase(start, "second", "one")) {
                Match<Double> number = Numbers.number(s, start + 1);
                return number == null ? null : new Match<>(number.value() * (s.is(start, "minute") ? 60 : 1), number.next());
            }
            start++;
        }
        if (Numbers.isClock(s.at(start))) {
            return s.is(start + 1, "am", "pm") ? null : tail(s, Numbers.clock(s.at(start)), start + 1);
        }
        if (s.is(start, "a", "an") && !s.phrase(start, "a", "minute") && !s.phrase(start, "an", "hour")) {
            return null;
        }
        Match<Double> length = Numbers.length(s, start);
        return length == null ? null : tail(s, length.value(), length.next());
    }

    /** What may stand behind a time: {@code mark}, {@code in}, {@code into the video}. */
    private static Match<Double> tail(Sentence s, double seconds, int next) {
        int end = s.is(next, "mark", "point", "timestamp") ? next + 1 : next;
        if (s.is(end, "in", "into")) {
            int of = s.is(end + 1, "the", "this") ? end + 2 : end + 1;
            if (VIDEO.contains(s.at(of))) {
                return new Match<>(seconds, of + 1);
            }
            return s.is(end + 1, "the", "a", "this", "that", "my", "view", "sight", "frame")
                    ? new Match<>(seconds, end) : new Match<>(seconds, end + 1);
        }
        return new Match<>(seconds, end);
    }

    private static int ofVideo(Sentence s, int i) {
        if (s.is(i, "of")) {
            int noun = s.is(i + 1, "the", "this") ? i + 2 : i + 1;
            noun = s.is(noun, "whole", "entire") ? noun + 1 : noun;
            if (VIDEO.contains(s.at(noun))) {
                return noun + 1;
            }
        }
        return i;
    }

    private static Match<Window> between(Sentence s, int i) {
        int period = s.is(i, "during", "in", "for", "over") && s.is(i + 1, "the", "a") && s.is(i + 2, "period", "time", "interval", "span",
                "stretch", "part", "section") ? i + 3 : i;
        int start = s.is(period, "between", "from") ? period + 1 : i;
        boolean said = start > i;
        if (s.is(start, "seconds", "second") && Numbers.number(s, start + 1) != null) {
            start++;
        }
        start = s.is(start, "about", "around", "roughly", "the") ? start + 1 : start;
        Match<Double> from = time(s, start);
        boolean bare = false;
        if (from == null) {
            from = Numbers.number(s, start);
            bare = true;
        }
        if (from == null || !s.is(from.next(), "and", "to", "until", "-", "through")) {
            return null;
        }
        int second = s.is(from.next() + 1, "about", "the", "second", "around") ? from.next() + 2 : from.next() + 1;
        Match<Double> to = time(s, second);
        if (to == null) {
            Match<Double> number = Numbers.number(s, second);
            to = number != null && (said || !bare) && Numbers.unit(s, number.next()) == null ? number : null;
        }
        if (to == null || !said && s.is(from.next(), "and")) {
            return null;
        }
        double unit = bare && s.is(to.next() - 1, "minutes", "minute") ? 60 : 1;
        return span(from.value() * unit, to.value(), to.next());
    }

    private static Match<Window> span(double from, double to, int next) {
        return new Match<>(new Window.Between(Math.min(from, to), Math.max(from, to)), next);
    }

    /**
     * {@code at the start}, {@code in the very beginning}, {@code towards the end}, {@code initially}, {@code in the middle of the video}.
     */
    private static Match<Window> edge(Sentence s, int i) {
        if (s.is(i, "initially")) {
            return part(Window.Part.Name.START, i + 1);
        }
        if (s.phrase(i, "at", "first") && !s.noun(i + 2) || s.phrase(i, "to", "begin", "with") || s.phrase(i, "to", "start", "with")) {
            return part(Window.Part.Name.START, s.is(i, "at") ? i + 2 : i + 3);
        }
        if (s.phrase(i, "before", "the", "end")) {
            return new Match<>(Window.ALL, ofVideo(s, i + 3));
        }
        if (s.phrase(i, "half", "way") || s.is(i, "halfway", "midway")) {
            int next = s.is(i, "half") ? i + 2 : i + 1;
            if (s.is(next, "up", "down", "along", "across")) {
                return null;
            }
            next = s.is(next, "through", "into", "in") ? next + 1 : next;
            next = s.is(next, "the", "this") && VIDEO.contains(s.at(next + 1)) ? next + 2 : next;
            return part(Window.Part.Name.MIDDLE, next);
        }
        if (!s.is(i, "at", "in", "by", "near", "towards", "toward", "right", "on") || s.is(i, "right") && s.is(i - 1, "the")) {
            return null;
        }
        int start = s.phrase(i, "right", "at") ? i + 2 : i + 1;
        start = s.is(start, "the") ? start + 1 : start;
        start = s.is(start, "very") ? start + 1 : start;
        if (s.is(start, "start", "end", "beginning") && s.is(start + 1, "of") && ofVideo(s, start + 1) == start + 1 && s.is(i, "on",
                "near")) {
            return null;
        }
        if (s.is(start, "start", "beginning", "outset", "begin", "commencement", "onset") || s.is(start, "first") && s.is(start + 1,
                "frame", "picture", "image")) {
            return part(Window.Part.Name.START, ofVideo(s, s.is(start, "first") ? start + 2 : start + 1));
        }
        if (s.is(start, "end") || s.is(start, "last", "final") && s.is(start + 1, "frame", "picture", "image")) {
            return part(Window.Part.Name.END, ofVideo(s, s.is(start, "end") ? start + 1 : start + 2));
        }
        int of = s.is(start, "middle") ? ofVideo(s, start + 1) : start;
        return s.is(start, "middle") && of > start + 1 ? part(Window.Part.Name.MIDDLE, of) : null;
    }

    private static Match<Window> part(Window.Part.Name name, int next) {
        return new Match<>(new Window.Part(name), next);
    }

    /** {@code in the last ten seconds}, {@code the first half minute}, {@code over the past hour}. */
    private static Match<Window> firstOrLast(Sentence s, int i) {
        int start = s.is(i, "in", "during", "over", "within", "for", "from") ? i + 1 : i;
        start = s.is(start, "the", "these", "this") ? start + 1 : start;
        start = s.is(start, "very") ? start + 1 : start;
        Match<Double> many = Numbers.number(s, start);
        if (many != null && s.is(many.next(), "last", "first", "past") && Numbers.unit(s, many.next() + 1) != null) {
            Match<Double> unit = Numbers.unit(s, many.next() + 1);
            double seconds = many.value() * unit.value();
            return unit.as(s.is(many.next(), "first") ? new Window.First(seconds) : new Window.Last(seconds));
        }
        boolean last = s.is(start, "last", "past", "previous", "final");
        if (!last && !s.is(start, "first", "opening", "initial")) {
            return null;
        }
        Match<Double> length = Numbers.length(s, start + 1);
        if (length == null) {
            Match<Double> unit = Numbers.unit(s, start + 1);
            length = unit == null || s.is(start, "second") ? null : unit;
        }
        if (length == null) {
            return null;
        }
        int next = s.phrase(length.next(), "or", "so") ? length.next() + 2 : length.next();
        return new Match<>(last ? new Window.Last(length.value()) : new Window.First(length.value()), ofVideo(s, next));
    }

    private static Match<Window> half(Sentence s, int i) {
        int start = s.is(i, "in", "during", "over", "for") ? i + 1 : i;
        start = s.is(start, "the") ? start + 1 : start;
        if (!s.is(start, "first", "second", "last", "latter", "other") || !s.is(start + 1, "half") || Numbers.unit(s, start + 2) != null) {
            return null;
        }
        return part(s.is(start, "first") ? Window.Part.Name.FIRST_HALF : Window.Part.Name.SECOND_HALF, ofVideo(s, start + 2));
    }

    private static Match<Window> ago(Sentence s, int i) {
        int start = s.is(i, "about", "around", "roughly", "just") ? i + 1 : i;
        if (s.phrase(start, "a", "moment", "ago") || s.phrase(start, "a", "little", "while", "ago") || s.phrase(start, "moments", "ago")) {
            return new Match<>(new Window.Ago(MOMENT_AGO), s.is(start, "moments") ? start + 2 : s.is(start + 1, "little") ? start
                    + 4 : start + 3);
        }
        Match<Double> length = Numbers.length(s, start);
        if (length == null || !s.is(length.next(), "ago", "earlier", "back")) {
            return null;
        }
        return new Match<>(new Window.Ago(length.value()), length.next() + 1);
    }

    private static Match<Window> from(Sentence s, int i) {
        boolean starting = s.phrase(i, "starting", "at") || s.phrase(i, "starting", "from") || s.phrase(i, "later", "than");
        if (!starting && !s.is(i, "after", "since", "past", "from")) {
            return null;
        }
        Match<Double> time = time(s, starting ? i + 2 : i + 1);
        if (time == null) {
            return null;
        }
        int next = s.is(time.next(), "on", "onwards", "onward") ? time.next() + 1 : time.next();
        return new Match<>(new Window.Between(time.value(), Double.POSITIVE_INFINITY), next);
    }

    private static Match<Window> until(Sentence s, int i) {
        int start = s.phrase(i, "up", "to") || s.phrase(i, "up", "until") || s.phrase(i, "earlier", "than") || s.phrase(i, "prior", "to")
                || s.phrase(i, "no", "later") ? i + 2
                : s.is(i, "before", "until", "by") ? i + 1 : -1;
        Match<Double> time = start < 0 ? null : time(s, start);
        return time == null ? null : new Match<>(new Window.Between(0, time.value()), time.next());
    }

    /** {@code at 00:20}, {@code around the 20 second mark}, {@code 20 seconds in}; a clock time by itself. */
    private static Match<Window> at(Sentence s, int i) {
        boolean said = s.is(i, "at", "around", "about", "near", "by", "round") || s.is(i, "in")
                && s.is(s.is(i + 1, "the") ? i + 2 : i + 1, "minute", "second") || s.is(i, "on") && !s.is(i + 1, "at") || s.phrase(i,
                        "right", "at")
                && !s.is(i - 1, "the", "to")
                || s.phrase(i, "exactly", "at");
        int start = said ? (s.is(i + 1, "at") ? i + 2 : i + 1) : i;
        start = s.is(start, "about", "around", "exactly", "roughly", "approximately", "approx", "precisely") ? start + 1 : start;
        Match<Double> time = time(s, start);
        if (time == null) {
            Match<Double> bare = said && !s.is(i, "on", "by") ? Numbers.number(s, start) : null;
            boolean alone = bare != null && !s.noun(bare.next()) && !s.adjective(bare.next());
            return alone ? new Match<>(new Window.At(bare.value()), bare.next()) : null;
        }
        boolean marked = said || Numbers.isClock(s.at(time.next() - 1)) || s.is(time.next() - 1, "in", "mark", "point")
                || VIDEO.contains(s.at(time.next() - 1))
                || Numbers.isClock(s.at(start));
        return marked || s.is(start, "second", "minute") ? new Match<>(new Window.At(time.value()), time.next()) : null;
    }

    private static Match<Window> now(Sentence s, int i) {
        String[][] phrases = {{"right", "now"}, {"right", "about", "now"}, {"just", "at", "the", "moment"}, {"in", "this", "moment"},
                {"at", "the", "minute"}, {"at", "the", "moment"}, {"at", "present"}, {"at", "this", "moment"}, {"at", "this", "point"},
                {"at", "this", "time"},
            {"right", "this", "second"}, {"right", "this", "minute"}, {"this", "minute"}, {"this", "very", "minute"}, {"this", "instant"},
            {"right", "this", "instant"}, {"at", "this", "instant"}, {"as", "we", "speak"}, {"as", "things", "stand"}, {"as", "it",
            "stands"},
            {"for", "the", "time", "being"}, {"just", "this", "minute"}, {"as", "it", "stands", "this", "minute"}, {"here", "and", "now"},
            {"at", "the", "very", "moment"}, {"this", "moment"}, {"at", "this", "hour"}, {"this", "second"}, {"as", "of", "now"},
            {"these", "days"}, {"at", "this", "very", "moment"},
            {"this", "very", "moment"}, {"now"},
            {"currently"}, {"presently"}, {"still"}, {"at", "the", "present", "time"}};
        boolean gone = s.is(i, "still") && s.find(0, "is", "are", "'s", "does", "do", "has", "have") < 0
                && s.find(0, "was", "were", "did") >= 0;
        int now = gone ? i : Cues.behind(s, i, phrases);
        if (now > i) {
            return new Match<>(Window.NOW, now);
        }
        if (s.is(i, "just") && s.is(i + 1, "happened", "changed")) {
            return new Match<>(new Window.Last(MOMENT_AGO), i + 1);
        }
        if (s.phrase(i, "just", "now")) {
            boolean past = s.find(0, "was", "were", "did", "has", "have", "had", "came", "left", "went") >= 0;
            boolean present = s.find(0, "is", "are", "'s") >= 0 && s.find(0, "is", "are", "'s") < i || s.is(0, "any", "anyone", "anybody",
                    "anything") && !past;
            return new Match<>(present ? Window.NOW : new Window.Ago(MOMENT_AGO), i + 2);
        }
        boolean deed = s.is(i, "just") && s.verb(i + 1) && !s.verbBase(i + 1).equals(s.at(i + 1)) && !s.at(i + 1).endsWith("ing")
                && !s.at(i + 1).endsWith("s");
        boolean helped = s.is(i, "just") && s.is(0, "did", "has", "have", "had") && s.verb(i + 1) && Verbs.known(s.at(i + 1));
        return deed || helped ? new Match<>(new Window.Ago(MOMENT_AGO), i + 1) : null;
    }

    /** All of the time so far, said in so many words. */
    private static Match<Window> all(Sentence s, int i) {
        String[][] phrases = {{"so", "far"}, {"up", "to", "now"}, {"until", "now"}, {"since", "the", "start"},
                {"since", "the", "beginning"}, {"from", "the", "start"},
            {"at", "any", "time"}, {"at", "any", "point"}, {"at", "some", "point"}, {"at", "some", "time"}, {"at", "any", "moment"},
            {"at", "any", "stage"},
            {"at", "some", "moment"}, {"the", "whole", "time"}, {"all", "the", "time"}, {"overall"}, {"altogether"}, {"in", "total"},
            {"in", "all"}, {"all", "together"},
            {"all", "in", "all"}, {"from", "start", "to", "end"}, {"from", "beginning", "to", "end"},
            {"between", "the", "start", "and", "the", "end"}, {"between", "the", "beginning", "and", "the", "end"},
            {"between", "start", "and", "end"}, {"from", "the", "start", "to", "the", "end"}, {"from", "the", "beginning", "to", "the",
                    "end"}, {"throughout"}};
        int next = Cues.behind(s, i, phrases);
        return next > i ? new Match<>(Window.ALL, next) : null;
    }
}
