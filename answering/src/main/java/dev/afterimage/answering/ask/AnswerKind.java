package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.ColourNames;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether what a small model read is an answer of the kind that was asked for. Where it finds none, it likes to say a number, a colour or a
 * side that stands in the notes: "which car stayed longest" is not answered by "2".
 */
final class AnswerKind {

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Set<String> SIDES = Set.of("left", "right", "centre", "top", "bottom", "middle");
    private static final Pattern ASKS_NUMBER = Pattern.compile("\\b(?:how (?:many|much|often|long|far|old|big|tall|high|fast)|number|count"
            + "|total|amount|price|cost|score|year|date|time|when|platform|gate|room|floor|exit|line|door|bus|channel|age|size|speed)\\b");
    private static final Pattern ASKS_COLOUR = Pattern.compile("\\b(?:colou?rs?|coloured|painted|dyed|shade)\\b");
    private static final Pattern ASKS_SIDE = Pattern.compile("\\b(?:where|side|way|direction|left|right|top|bottom|from|to|turn|place|"
            + "lane)\\b");

    private AnswerKind() { }

    static boolean fits(String question, String answer) {
        List<String> words = Arrays.stream(answer.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty()
                && !Set.of("the", "a", "an", "on", "in", "at", "it", "is", "was", "and").contains(word)).toList();
        String asked = question.toLowerCase(Locale.ROOT);
        if (words.isEmpty()) {
            return true;
        }
        if (words.stream().allMatch(word -> NUMBER.matcher(word).matches())) {
            return ASKS_NUMBER.matcher(asked).find();
        }
        if (words.stream().allMatch(ColourNames::is)) {
            return ASKS_COLOUR.matcher(asked).find() || Arrays.stream(asked.split("[^\\p{L}]+")).anyMatch(ColourNames::is);
        }
        return !SIDES.containsAll(words) || ASKS_SIDE.matcher(asked).find();
    }
}
