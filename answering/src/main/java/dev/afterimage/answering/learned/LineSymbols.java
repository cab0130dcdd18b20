package dev.afterimage.answering.learned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The language in which a learned parser writes a query: symbols from a closed list, and words, numbers and windows copied from the
 * question. Each state says which steps may follow and which states follow them. The order of the symbols is that of the trained weights;
 * {@code model-training/questions/linear.py} has the same.
 */
final class LineSymbols {

    static final String COPY = "COPY";
    static final String NUMBER = "NUMBER";
    static final String WINDOW = "WINDOW";
    static final String START = "query";

    private static final List<String> KINDS = List.of("present", "absent", "appears", "leaves", "passes", "returns", "put_down", "taken",
            "moves", "stops", "changes", "says");
    private static final List<String> NAMES = List.of("person", "thing", "text", "speech", "video");
    private static final List<String> PLACES = List.of("left", "right", "middle", "top", "bottom", "front", "back");
    private static final List<String> NUMBERS = List.of("-1", "1", "2", "3", "4", "5");
    private static final List<String> WORDS = List.of("of", "in", "on", "at", "with", "to", "from", "through", "by", "into", "up", "left",
            "right", "top", "bottom", "not", "open", "closed");
    private static final List<String> SEVERAL = List.of("distinct", "at_once", "times");
    private static final List<String> ATTRIBUTES = List.of("colour", "wearing", "carrying", "holding", "kind", "size", "doing");
    private static final List<String> RECAPS = List.of("all", "unusual", "now");
    private static final List<String> UNWATCHED = List.of("whether", "watched", "when", "how_long", "times", "reason");
    private static final List<String> PARTS = List.of("start", "end", "middle", "first half", "second half");
    private static final List<String> COUNTED = List.of("exactly", "at_least", "at_most", "more_than", "fewer_than");

    /** What may stand in one place of a line. */
    private record State(boolean skippable, Map<String, List<String>> follow) { }

    static final List<String> ALL = all();
    private static final Map<String, State> STATES = states();

    private LineSymbols() { }

    /** The steps that may follow, with what is still to come behind each. */
    static Map<String, List<String>> after(List<String> pending) {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        for (int depth = 0; depth < pending.size(); depth++) {
            State state = STATES.get(pending.get(depth));
            List<String> rest = pending.subList(depth + 1, pending.size());
            state.follow.forEach((step, more) -> steps.computeIfAbsent(step, key -> joined(more, rest)));
            if (!state.skippable) {
                break;
            }
        }
        return steps;
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(List.of("end"));
        all.addAll(prefixed("count ", SEVERAL));
        all.addAll(List.of("exists", "when", "how_long", "time_between", "order first", "order last", "before_after before",
                "before_after after", "where"));
        all.addAll(prefixed("attribute ", ATTRIBUTES));
        all.addAll(List.of("is", "compare more", "compare fewer", "compare same", "what", "written", "said"));
        all.addAll(prefixed("recap ", RECAPS));
        for (String of : UNWATCHED) {
            all.addAll(prefixed("unwatched " + of + " ", List.of("camera", "paused", "any")));
        }
        all.addAll(List.of("small_talk", "open"));
        all.addAll(prefixed("kind ", KINDS));
        all.addAll(prefixed("name ", NAMES));
        all.addAll(List.of("thing", "or", "and", "colour", "with", "says", "value", "choice", "versus"));
        all.addAll(prefixed("place ", PLACES));
        all.addAll(prefixed("nth ", NUMBERS));
        all.addAll(prefixed("time ", NUMBERS));
        all.addAll(List.of("most", "fewest", "none"));
        all.addAll(COUNTED);
        all.addAll(prefixed("number ", List.of("0", "1", "2", "3", "4")));
        all.addAll(List.of("window", "window now", "window ago 5", "window last 5", "window day today"));
        all.addAll(prefixed("window part ", PARTS));
        all.addAll(List.of("after", "before", "while", "between"));
        all.addAll(prefixed("word ", WORDS));
        return List.copyOf(all);
    }

    private static Map<String, State> states() {
        Map<String, State> states = new HashMap<>();
        states.put(START, needed(asks()));
        states.put("end", needed(Map.of("end", List.of())));
        Map<String, List<String>> events = each("kind ", KINDS, "nth of event", "amount", "a thing");
        states.put("event", needed(events));
        states.put("events", optional(continued(events, "events")));
        states.put("nth of event", optional(each("time ", NUMBERS)));
        Map<String, List<String>> amounts = each("", List.of("most", "fewest", "none"));
        amounts.putAll(each("", COUNTED, "number"));
        states.put("amount", optional(amounts));
        states.put("number", needed(with(each("number ", List.of("0", "1", "2", "3", "4")), NUMBER)));
        things(states);
        states.put("value", needed(Map.of("value", List.of("word", "words"))));
        states.put("values", optional(Map.of("value", List.of("word", "words", "values"))));
        states.put("choices", optional(Map.of("choice", List.of("word", "words", "choices"))));
        states.put("versus", needed(Map.of("versus", List.of())));
        Map<String, List<String>> windows = each("", ALL.stream().filter(symbol -> symbol.startsWith("window ")).toList());
        windows.put("window", List.of("the window"));
        windows.putAll(each("", List.of("after", "before", "while"), "event"));
        windows.put("between", List.of("event", "event"));
        states.put("when", optional(windows));
        states.put("the window", needed(Map.of(WINDOW, List.of())));
        return states;
    }

    private static Map<String, List<String>> asks() {
        Map<String, List<String>> asks = each("count ", SEVERAL, "event", "when", "end");
        asks.putAll(each("", List.of("exists", "when", "how_long", "what"), "event", "when", "end"));
        asks.put("where", List.of("event", "choices", "when", "end"));
        asks.putAll(each("order ", List.of("first", "last"), "event", "event", "events", "end"));
        asks.putAll(each("", List.of("time_between", "before_after before", "before_after after"), "event", "event", "end"));
        asks.putAll(each("attribute ", ATTRIBUTES, "a thing", "when", "end"));
        asks.put("is", List.of("a thing", "value", "values", "when", "end"));
        asks.putAll(each("compare ", List.of("more", "fewer", "same"), "a thing", "when", "versus", "a thing", "when", "end"));
        asks.putAll(each("", List.of("written", "said"), "a thing", "when", "end"));
        asks.putAll(each("recap ", RECAPS, "when", "end"));
        asks.putAll(each("", ALL.stream().filter(symbol -> symbol.startsWith("unwatched ")).toList(), "when", "end"));
        asks.putAll(each("", List.of("small_talk", "open"), "end"));
        return asks;
    }

    private static void things(Map<String, State> states) {
        List<String> about = List.of("or", "and", "nth", "colour", "place", "with", "says");
        Map<String, List<String>> things = each("name ", NAMES, about.toArray(new String[0]));
        things.put("thing", joined(List.of("word", "words"), about));
        states.put("a thing", needed(things));
        Map<String, List<String>> words = with(each("word ", WORDS), COPY);
        states.put("word", needed(words));
        states.put("words", optional(continued(words, "words")));
        for (String several : List.of("or", "and", "with")) {
            states.put(several, optional(Map.of(several, List.of("word", "words", several))));
        }
        for (String single : List.of("colour", "says")) {
            states.put(single, optional(Map.of(single, List.of("word", "words"))));
        }
        states.put("nth", optional(each("nth ", NUMBERS)));
        states.put("place", optional(each("place ", PLACES)));
    }

    private static State needed(Map<String, List<String>> follow) {
        return new State(false, follow);
    }

    private static State optional(Map<String, List<String>> follow) {
        return new State(true, follow);
    }

    private static List<String> prefixed(String prefix, List<String> words) {
        return words.stream().map(word -> prefix + word).toList();
    }

    private static Map<String, List<String>> each(String prefix, List<String> words, String... behind) {
        Map<String, List<String>> each = new LinkedHashMap<>();
        prefixed(prefix, words).forEach(word -> each.put(word, Arrays.asList(behind)));
        return each;
    }

    private static Map<String, List<String>> with(Map<String, List<String>> follow, String copy) {
        follow.put(copy, List.of());
        return follow;
    }

    private static Map<String, List<String>> continued(Map<String, List<String>> follow, String state) {
        Map<String, List<String>> continued = new LinkedHashMap<>();
        follow.forEach((step, more) -> continued.put(step, joined(more, List.of(state))));
        return continued;
    }

    private static List<String> joined(List<String> some, List<String> others) {
        List<String> joined = new ArrayList<>(some);
        joined.addAll(others);
        return joined;
    }
}
