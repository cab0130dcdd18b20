package dev.afterimage.answering.time;

import dev.afterimage.answering.time.TimeReference.Kind;
import dev.afterimage.core.stream.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the words of time in an English question and puts them on the stream's clock: {@code at 00:12}, {@code in the last ten seconds},
 * {@code between 00:10 and 00:20}, {@code a minute ago}, {@code right now}.
 */
public final class TimeExpressions {

    /** A moment given to the second lasts that second. */
    static final double MOMENT_SECONDS = 1;
    /** How long "the start", "the end" are. */
    static final double EDGE_SECONDS = 2;
    private static final double FEW = 5;

    private static final Map<String, Double> NUMBERS = Map.ofEntries(Map.entry("a", 1.0), Map.entry("an", 1.0), Map.entry("one", 1.0),
            Map.entry("two", 2.0), Map.entry("three", 3.0), Map.entry("four", 4.0), Map.entry("five", 5.0), Map.entry("six", 6.0),
            Map.entry("seven", 7.0), Map.entry("eight", 8.0), Map.entry("nine", 9.0), Map.entry("ten", 10.0), Map.entry("twelve", 12.0),
            Map.entry("fifteen", 15.0), Map.entry("twenty", 20.0), Map.entry("thirty", 30.0), Map.entry("forty", 40.0),
            Map.entry("forty-five", 45.0), Map.entry("fifty", 50.0), Map.entry("sixty", 60.0), Map.entry("half a", 0.5),
            Map.entry("a couple of", 2.0), Map.entry("couple of", 2.0), Map.entry("a few", FEW), Map.entry("few", FEW),
            Map.entry("several", FEW));

    private static final String NUMBER = "(?:\\d{1,9}(?:\\.\\d{1,9})?|half a|(?:a )?couple of|(?:a "
            + ")?few|several|forty-five|one|two|three|four|five|six|seven|eight"
            + "|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|an|a)";
    private static final String UNIT = "(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\\b";
    private static final String CLOCK = "\\d{1,3}:\\d{2}(?::\\d{2})?(?:\\.\\d{1,9})?";
    private static final String LENGTH = NUMBER + "[ -]?" + UNIT + "(?:,? (?:and )?" + NUMBER + " ?" + UNIT + ")?";
    private static final String TIME = "(?:the )?(" + CLOCK + "|(?:second|minute) \\d{1,9}|" + LENGTH
            + "|\\d{1,9}\\.\\d{1,9}(?![\\d:]))(?: mark| point| in(?:to)?\\b(?! the last))?";
    private static final String OF_STREAM = "(?: of the (?:whole )?(?:video|clip|stream|recording|footage|film|movie|day))?";
    private static final Pattern ONE_LENGTH = Pattern.compile("(" + NUMBER + ")?[ -]?(" + UNIT + ")");

    private record Rule(Pattern words, BiFunction<Matcher, Double, Found> read) { }

    private record Found(Kind kind, double start, double end) { }

    /** Earlier rules win: the more said, the earlier. */
    private static final List<Rule> RULES = List.of(
            rule("(?:between|from) (?:about )?" + TIME + " (?:and|to|till|until|through) " + TIME,
            (m, now) -> span(time(m.group(1)), time(m.group(2)))),
            rule("(?:between |from |seconds? )?(\\d{1,9}(?:\\.\\d{1,9})?)(?: and | ?- ?| to | till | until )(\\d{1,9}(?:\\.\\d{1,9})? ?"
            + UNIT + ")",
                    (m, now) -> span(time(m.group(1) + m.group(2).replaceAll("[\\d.]", "")), time(m.group(2)))),
            rule("(?:between |from )?seconds? (\\d{1,9}) (?:and|to|till|until) (?:second )?(\\d{1,9})",
                    (m, now) -> span(Double.parseDouble(m.group(1)), Double.parseDouble(m.group(2)))),
            rule("(?:from )?(" + CLOCK + ") ?(?:-|–|to|till|until) ?(" + CLOCK + ")", (m, now) -> span(time(m.group(1)), time(m.group(2)))),
            rule("(?:(?:in|during|over|within|for|from) )?(?:the |these )?(?:last|past|previous|final) ((?:" + NUMBER + " )?" + UNIT + ")"
            + OF_STREAM,
                    (m, now) -> span(now - length(m.group(1)), now)),
            rule("(?:(?:in|during|over|within|for) )?(?:the )?(?:first|opening|initial) ((?:" + NUMBER + " )?" + UNIT + ")" + OF_STREAM,
                    (m, now) -> span(0, length(m.group(1)))),
            rule("(?:(?:in|during) )?the (?:(second)|first) half" + OF_STREAM, (m, now) -> m.group(1) == null ? span(0, now / 2)
            : span(now / 2, now)),
            rule("(?:about |around )?(" + LENGTH + ") (?:ago|earlier|back)", (m, now) -> moment(now - length(m.group(1)))),
            rule("(?:just )?a (?:moment|little while) ago|moments ago", (m, now) -> moment(now - FEW)),
            rule("just(?= (?:happened|changed|came|left|appeared|passed|drove|walked|entered))", (m, now) -> span(now - FEW, now)),
            rule("(?:after|since|later than|past|starting (?:at|from)|from) " + TIME + "(?: on(?:wards?)?)?",
            (m, now) -> span(time(m.group(1)), Math.max(now, time(m.group(1))))),
            rule("(?:before|until|till|up to|up until|by|earlier than|prior to) " + TIME, (m, now) -> span(0, time(m.group(1)))),
            rule("(?:at|around|about|near|on|@) (?:about |around |exactly |roughly )?(?:time(?:stamp)? )?" + TIME,
            (m, now) -> moment(time(m.group(1)))),
            rule("(?:at|around|about|@) (?:about |around |exactly |time(?:stamp)? )?(\\d{1,9}(?:\\.\\d{1,9})?)(?=\\s*(?:[?!.,;]|$|now\\b))",
            (m, now) -> moment(Double.parseDouble(m.group(1)))),
            rule("(" + CLOCK + ")", (m, now) -> moment(time(m.group(1)))),
            rule("(" + LENGTH + ") in(?:to)?(?: the (?:video|clip|stream|recording|footage))?\\b", (m, now) -> moment(time(m.group(1)))),
            rule("(?:at|in|on) the (?:very )?(?:start|beginning|outset|first (?:frame|picture|image))" + OF_STREAM
            + "|initially|at first\\b|to begin with",
                    (m, now) -> new Found(Kind.START, 0, EDGE_SECONDS)),
            rule("(?:at|in|by|towards?) the (?:very )?(?:end|last (?:frame|picture|image)|final (?:frame|picture|image))" + OF_STREAM,
                    (m, now) -> new Found(Kind.END, now - EDGE_SECONDS, now)),
            rule("(?:in the middle|half ?way(?: through)?|midway(?: through)?)(?: of)?(?: the "
            + "(?:video|clip|stream|recording|footage))(?: (?:video|clip))?|half ?way",
                    (m, now) -> new Found(Kind.MOMENT, now / 2, now / 2 + MOMENT_SECONDS)),
            rule("since the (?:start|beginning)|from the (?:start|beginning)|so far|(?:un)?til now|up to now|\\bever\\b|\\byet\\b|at "
            + "(?:any|some) (?:time|point|moment)|at all"
                            + "|(?:anywhere |anytime )?(?:in|during|throughout|over) (?:the|this) (?:whole |entire |full "
                            + ")?(?:video|clip|stream|recording|footage|film|movie)",
                    (m, now) -> new Found(Kind.ALL, 0, now)),
            rule("right now|just now|\\bnow\\b|currently|presently|at the (?:present )?moment|at (?:present|this moment|this point)|at "
            + "this (?:time|second)|(?<=\\b(?:is|are)\\b.{0,40})\\bstill\\b|these days",
                    (m, now) -> new Found(Kind.NOW, now - MOMENT_SECONDS, now)));

    private TimeExpressions() { }

    private static Rule rule(String words, BiFunction<Matcher, Double, Found> read) {
        return new Rule(Pattern.compile("(?<![\\w:])(?:" + words + ")(?![\\w:])", Pattern.CASE_INSENSITIVE), read);
    }

    private static Found span(double start, double end) {
        return new Found(Kind.SPAN, Math.min(start, end), Math.max(start, end));
    }

    private static Found moment(double seconds) {
        return new Found(Kind.MOMENT, seconds, seconds + MOMENT_SECONDS);
    }

    /**
     * @param now the moment the question is asked at, seconds from the stream's start
     */
    public static TimeReference find(String question, double now) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.words.matcher(question);
            if (matcher.find()) {
                String rest = (question.substring(0, matcher.start()) + " " + question.substring(matcher.end())).replaceAll("\\s+", " ")
                        .strip();
                return onClock(rule.read.apply(matcher, now), now, rest);
            }
        }
        return new TimeReference(Kind.UNSAID, new TimeSpan(0, now), false, question);
    }

    private static TimeReference onClock(Found found, double now, String rest) {
        boolean future = found.start > now;
        double start = Math.max(0, found.start);
        double end = Math.max(start, found.end);
        return new TimeReference(found.kind, future ? new TimeSpan(start, end) : new TimeSpan(start, Math.min(end, now)), future, rest);
    }

    private static double time(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        if (text.contains(":")) {
            return Clock.seconds(text);
        }
        if (text.matches("(?:second|minute) \\d+")) {
            return Double.parseDouble(text.replaceAll("\\D", "")) * (text.startsWith("m") ? 60 : 1);
        }
        return text.matches("\\d+\\.\\d+") ? Double.parseDouble(text) : length(text);
    }

    /** Seconds of {@code ten seconds}, {@code 1 minute 20 s}, {@code minute}. */
    private static double length(String words) {
        Matcher matcher = ONE_LENGTH.matcher(words.toLowerCase(Locale.ROOT));
        double seconds = 0;
        while (matcher.find()) {
            seconds += number(matcher.group(1)) * switch (matcher.group(2).charAt(0)) {
                case 'h' -> 3600;
                case 'm' -> 60;
                default -> 1;
            };
        }
        return seconds;
    }

    private static double number(String words) {
        return Optional.ofNullable(words).map(w -> Optional.ofNullable(NUMBERS.get(w)).orElseGet(() -> Double.parseDouble(w))).orElse(1.0);
    }
}
