package dev.afterimage.answering.learned;

import dev.afterimage.answering.parse.QuestionWords.Word;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns a line of {@link LineSymbols} into the query that it writes. */
final class LineReader {

    /**
     * @param symbol empty where a word is copied
     * @param word   position of the word; -1 at a symbol
     */
    record Step(String symbol, int word) { }

    private static final double MOMENT = 5;

    private final List<Step> line;
    private final List<Word> words;
    private final Query open;
    private int next;

    private LineReader(List<Step> line, List<Word> words, Query open) {
        this.line = line;
        this.words = words;
        this.open = open;
    }

    /**
     * @param line whole, as {@link LineSymbols} allows it
     * @param open the query of a line that says no more than that
     */
    static Query query(List<Step> line, List<Word> words, Query open) {
        return new LineReader(line, words, open).query();
    }

    private Query query() {
        String[] ask = take().split(" ");
        return switch (ask[0]) {
            case "count" -> new Query.Count(Query.Count.Of.valueOf(upper(ask[1])), event(), window());
            case "exists" -> new Query.Exists(event(), window());
            case "when" -> new Query.When(event(), window());
            case "how_long" -> new Query.HowLong(event(), window());
            case "what" -> new Query.What(event(), window());
            case "where" -> new Query.Where(event(), phrases("choice"), window());
            case "time_between" -> new Query.TimeBetween(event(), event());
            case "before_after" -> new Query.BeforeAfter(ask[1].equals("after"), event(), event());
            case "order" -> new Query.Order(ask[1].equals("last"), events());
            case "attribute" -> new Query.AttributeOf(ask[1], thing(), window());
            case "is" -> new Query.Is(thing(), phrases("value"), window());
            case "compare" -> compared(Query.Compare.Relation.valueOf(upper(ask[1])));
            case "written" -> new Query.Written(thing(), window());
            case "said" -> new Query.Said(thing(), window());
            case "recap" -> new Query.Recap(Query.Recap.Of.valueOf(upper(ask[1])), window());
            case "unwatched" -> new Query.Unwatched(Query.Unwatched.Of.valueOf(upper(ask[1])), Query.Unwatched.Why.valueOf(upper(ask[2])),
                    window());
            case "small_talk" -> new Query.SmallTalk();
            default -> open;
        };
    }

    private Query compared(Query.Compare.Relation relation) {
        Thing first = thing();
        Window firstWindow = window();
        take();
        return new Query.Compare(relation, first, firstWindow, thing(), window());
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        while (symbol().startsWith("kind ")) {
            events.add(event());
        }
        return events;
    }

    private Event event() {
        Event.Kind kind = Event.Kind.valueOf(upper(take().substring("kind ".length())));
        int nth = symbol().startsWith("time ") ? Integer.parseInt(take().substring("time ".length())) : 0;
        Amount amount = amount();
        return new Event(thing(), kind, nth, amount);
    }

    private Amount amount() {
        return switch (symbol()) {
            case "most" -> taken(Amount.MOST);
            case "fewest" -> taken(Amount.FEWEST);
            case "none" -> taken(Amount.NONE);
            case "exactly" -> Amount.exactly(number());
            case "at_least" -> Amount.atLeast(number());
            case "more_than" -> Amount.atLeast(number() + 1);
            case "at_most" -> Amount.atMost(number());
            case "fewer_than" -> Amount.atMost(Math.max(0, number() - 1));
            default -> Amount.ANY;
        };
    }

    private Amount taken(Amount amount) {
        take();
        return amount;
    }

    /** Behind the relation, which is taken too. */
    private int number() {
        take();
        Step step = line.get(next++);
        return step.word() >= 0 ? words.get(step.word()).number() : Integer.parseInt(step.symbol().substring("number ".length()));
    }

    private Thing thing() {
        String symbol = take();
        Thing thing = Thing.of(symbol.equals("thing") ? name() : symbol.substring("name ".length()));
        thing = thing.or(names("or")).and(names("and"));
        if (symbol().startsWith("nth ")) {
            thing = thing.nth(Integer.parseInt(take().substring("nth ".length())));
        }
        for (String colour : phrases("colour")) {
            thing = thing.coloured(colour);
        }
        if (symbol().startsWith("place ")) {
            thing = thing.at(take().substring("place ".length()));
        }
        for (String with : phrases("with")) {
            thing = thing.with(with);
        }
        for (String says : phrases("says")) {
            thing = thing.saying(says);
        }
        return thing;
    }

    private List<String> names(String mark) {
        List<String> names = new ArrayList<>();
        while (symbol().equals(mark)) {
            take();
            names.add(name());
        }
        return names;
    }

    private List<String> phrases(String mark) {
        List<String> phrases = new ArrayList<>();
        while (symbol().equals(mark)) {
            take();
            phrases.add(String.join(" ", phrase(false)));
        }
        return phrases;
    }

    private String name() {
        return String.join(" ", phrase(true));
    }

    private List<String> phrase(boolean noun) {
        List<String> phrase = new ArrayList<>();
        while (next < line.size() && (line.get(next).word() >= 0 || line.get(next).symbol().startsWith("word "))) {
            Step step = line.get(next++);
            boolean last = next >= line.size() || line.get(next).word() < 0 && !line.get(next).symbol().startsWith("word ");
            phrase.add(step.word() < 0 ? step.symbol().substring("word ".length())
                    : noun && last ? words.get(step.word()).singular() : words.get(step.word()).text());
        }
        return phrase;
    }

    private Window window() {
        String symbol = symbol();
        return switch (symbol) {
            case "window" -> copied();
            case "after" -> new Window.After(told());
            case "before" -> new Window.Before(told());
            case "while" -> new Window.While(told());
            case "between" -> new Window.BetweenEvents(told(), event());
            default -> symbol.startsWith("window ") ? fixed(take().substring("window ".length())) : Window.ALL;
        };
    }

    private Event told() {
        take();
        return event();
    }

    private Window copied() {
        take();
        return words.get(line.get(next++).word()).window();
    }

    private static Window fixed(String name) {
        return switch (name) {
            case "now" -> Window.NOW;
            case "ago 5" -> new Window.Ago(MOMENT);
            case "last 5" -> new Window.Last(MOMENT);
            case "day today" -> new Window.Clock("", "", "today", "");
            default -> new Window.Part(Window.Part.Name.valueOf(upper(name.substring("part ".length()).replace(' ', '_'))));
        };
    }

    /** The symbol that comes next; empty at a copied word and at the end. */
    private String symbol() {
        return next < line.size() ? line.get(next).symbol() : "";
    }

    private String take() {
        return line.get(next++).symbol();
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
