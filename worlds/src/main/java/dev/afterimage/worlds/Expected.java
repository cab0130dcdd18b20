package dev.afterimage.worlds;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.stream.Clock;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a right answer says first, and what it rests on. */
public sealed interface Expected {

    /** Two sampled frames, and the rounding of what is said. */
    double TOLERANCE = 1.6;
    Pattern CLOCK = Pattern.compile("(?:(\\d+):)?(\\d{1,2}):(\\d{2})");

    /** @param cited stretches of which the first citation must lie in one; empty where any will do */
    record Answered(Value value, List<double[]> cited) implements Expected { }

    record NotSeen() implements Expected { }

    sealed interface Value {

        /** The shortest true answer. */
        String shortest();

        /** Puts it down as {@code type} and {@code value}. */
        void describe(ObjectNode truth);
    }

    record Number(int value) implements Value {

        @Override
        public String shortest() {
            return value + ".";
        }

        @Override
        public void describe(ObjectNode truth) {
            truth.put("type", "number").put("value", value);
        }
    }

    /** Seconds. It is told as notes tell it, in whole ones that have passed. */
    record Time(double seconds) implements Value {

        @Override
        public String shortest() {
            return "At " + Clock.text(Math.floor(seconds)) + ".";
        }

        @Override
        public void describe(ObjectNode truth) {
            truth.put("type", "time").put("value", seconds);
        }
    }

    record Length(double seconds) implements Value {

        @Override
        public String shortest() {
            return "About " + Clock.length(seconds) + ".";
        }

        @Override
        public void describe(ObjectNode truth) {
            truth.put("type", "length").put("value", seconds);
        }
    }

    record Yes(boolean yes) implements Value {

        @Override
        public String shortest() {
            return yes ? "Yes." : "No.";
        }

        @Override
        public void describe(ObjectNode truth) {
            truth.put("type", "yes").put("value", yes);
        }
    }

    /** The word comes before any of the others. */
    record Word(String word, List<String> others, String shortest) implements Value {

        Word(String word, List<String> others) {
            this(word, others, Character.toUpperCase(word.charAt(0)) + word.substring(1) + ".");
        }

        @Override
        public void describe(ObjectNode truth) {
            others.forEach(truth.put("type", "word").put("value", word).putArray("others")::add);
        }
    }

    /** What is wrong with an answer; empty when nothing is. */
    default String fault(Answer answer) {
        if (this instanceof NotSeen) {
            return answer instanceof Answer.NotSeen || answer instanceof Answer.CannotTell ? "" : "not refused";
        }
        if (!(answer instanceof Answer.Answered answered)) {
            return answer instanceof Answer.NotSeen || answer instanceof Answer.CannotTell
                    ? "refused" : answer instanceof Answer.NotWatched ? "not watched" : "failed";
        }
        Answered said = (Answered) this;
        return says(said.value, answered.text().toLowerCase(Locale.ROOT)) ? "" : "answer";
    }

    /** Whether the first citation lies in what is true. */
    default boolean cites(Answer answer) {
        if (!(this instanceof Answered said) || said.cited.isEmpty()) {
            return true;
        }
        if (!(answer instanceof Answer.Answered answered) || answered.citations().isEmpty()) {
            return false;
        }
        Citation first = answered.citations().get(0);
        return said.cited.stream().anyMatch(span -> first.start() >= span[0] - TOLERANCE && first.end() <= span[1] + TOLERANCE
                && first.start() <= span[1] + TOLERANCE && first.end() >= span[0] - TOLERANCE);
    }

    private static boolean says(Value value, String text) {
        if (value instanceof Number number) {
            return first("\\b(\\d+|no|none|one|two|three|four|five)\\b(?!:)", text).equals(String.valueOf(number.value))
                    || Map.of("no", 0, "none", 0, "one", 1, "two", 2, "three", 3, "four", 4, "five", 5)
                            .getOrDefault(first("\\b(\\d+|no|none|one|two|three|four|five)\\b(?!:)", text), -1) == number.value;
        }
        if (value instanceof Time time) {
            Matcher clock = CLOCK.matcher(text);
            return clock.find() && Math.abs(seconds(clock) - time.seconds) <= TOLERANCE;
        }
        if (value instanceof Length length) {
            Matcher told = Pattern.compile("(?:(\\d+) minutes?)?(?: ?(?:and )?(\\d+) seconds?)?").matcher(text);
            while (told.find()) {
                if (told.group(1) != null || told.group(2) != null) {
                    double seconds = 60 * number(told.group(1)) + number(told.group(2));
                    return Math.abs(seconds - length.seconds) <= 2 * TOLERANCE;
                }
            }
            return false;
        }
        if (value instanceof Yes yes) {
            return text.matches((yes.yes ? "yes" : "no") + "\\b.*");
        }
        Word word = (Word) value;
        int at = at(text, word.word);
        return at >= 0 && word.others.stream().mapToInt(other -> at(text, other)).allMatch(other -> other < 0 || other > at);
    }

    private static int at(String text, String word) {
        Matcher found = Pattern.compile("\\b" + Pattern.quote(word.toLowerCase(Locale.ROOT)) + "\\b").matcher(text);
        return found.find() ? found.start() : -1;
    }

    private static String first(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private static double seconds(Matcher clock) {
        return 3600 * number(clock.group(1)) + 60 * number(clock.group(2)) + number(clock.group(3));
    }

    private static double number(String digits) {
        return digits == null ? 0 : Double.parseDouble(digits);
    }
}
