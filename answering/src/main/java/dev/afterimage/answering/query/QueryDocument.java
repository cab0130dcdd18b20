package dev.afterimage.answering.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A query as a tree of maps, lists, strings and numbers, which any JSON library writes. {@code docs/queries.md} describes the document;
 * what is not said is left out.
 */
public final class QueryDocument {

    private QueryDocument() { }

    public static Map<String, Object> of(Query query) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (query instanceof Query.Count count) {
            ask(json, "count").put("of", word(count.of()));
            if (count.of() == Query.Count.Of.TIMES || count.event().kind() != Event.Kind.PRESENT) {
                json.put("event", of(count.event()));
            } else {
                json.put("thing", of(count.event().thing()));
                amount(json, count.event().amount());
            }
        } else if (query instanceof Query.Exists exists) {
            ask(json, "exists").put("event", of(exists.event()));
        } else if (query instanceof Query.When when) {
            ask(json, "when").put("event", of(when.event()));
        } else if (query instanceof Query.HowLong howLong) {
            ask(json, "how_long").put("event", of(howLong.event()));
        } else if (query instanceof Query.TimeBetween between) {
            ask(json, "time_between").put("first", of(between.first()));
            json.put("second", of(between.second()));
        } else if (query instanceof Query.Order order) {
            ask(json, "order").put("which", order.last() ? "last" : "first");
            json.put("of", order.of().stream().map(QueryDocument::of).toList());
        } else if (query instanceof Query.BeforeAfter order) {
            ask(json, "before_after").put("relation", order.after() ? "after" : "before");
            json.put("first", of(order.first()));
            json.put("second", of(order.second()));
        } else if (query instanceof Query.Where where) {
            ask(json, "where").put("event", of(where.event()));
            unlessEmpty(json, "choices", where.choices());
        } else if (query instanceof Query.AttributeOf attribute) {
            ask(json, "attribute").put("of", attribute.of());
            json.put("thing", of(attribute.thing()));
        } else if (query instanceof Query.Is is) {
            ask(json, "is").put("thing", of(is.thing()));
            json.put("values", is.values());
        } else if (query instanceof Query.Compare compare) {
            ask(json, "compare").put("relation", word(compare.relation()));
            json.put("first", side(compare.first(), compare.firstWindow()));
            json.put("second", side(compare.second(), compare.secondWindow()));
        } else if (query instanceof Query.What what) {
            ask(json, "what").put("event", of(what.event()));
        } else if (query instanceof Query.Written written) {
            ask(json, "written").put("thing", of(written.thing()));
        } else if (query instanceof Query.Said said) {
            ask(json, "said").put("thing", of(said.thing()));
        } else if (query instanceof Query.Recap recap) {
            ask(json, "recap").put("of", word(recap.of()));
        } else if (query instanceof Query.Unwatched unwatched) {
            ask(json, "unwatched").put("of", word(unwatched.of()));
            json.put("why", word(unwatched.why()));
        } else {
            ask(json, query instanceof Query.SmallTalk ? "small_talk" : "open");
        }
        window(json, query.window());
        return json;
    }

    private static Map<String, Object> ask(Map<String, Object> json, String what) {
        json.put("ask", what);
        return json;
    }

    private static Map<String, Object> side(Thing thing, Window window) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("thing", of(thing));
        window(json, window);
        return json;
    }

    public static Map<String, Object> of(Event event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("thing", of(event.thing()));
        json.put("kind", word(event.kind()));
        if (event.nth() != 0) {
            json.put("nth", event.nth());
        }
        amount(json, event.amount());
        return json;
    }

    private static void amount(Map<String, Object> json, Amount amount) {
        switch (amount.relation()) {
            case ANY -> { }
            case MOST, FEWEST -> json.put("amount", word(amount.relation()));
            default -> json.put("amount", Map.of(word(amount.relation()), amount.number()));
        }
    }

    public static Map<String, Object> of(Thing thing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", thing.name());
        unlessEmpty(json, "or", thing.or());
        unlessEmpty(json, "and", thing.and());
        if (thing.nth() != 0) {
            json.put("nth", thing.nth());
        }
        unlessEmpty(json, "colour", thing.colour());
        unlessEmpty(json, "place", thing.place());
        unlessEmpty(json, "with", thing.with());
        unlessEmpty(json, "says", thing.says());
        return json;
    }

    private static void unlessEmpty(Map<String, Object> json, String name, Object value) {
        if (!value.equals("") && !value.equals(List.of())) {
            json.put(name, value);
        }
    }

    private static void window(Map<String, Object> json, Window window) {
        if (window.bounded()) {
            json.put("window", of(window));
        }
    }

    public static Map<String, Object> of(Window window) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (window instanceof Window.Now) {
            json.put("now", true);
        } else if (window instanceof Window.At at) {
            json.put("at", number(at.seconds()));
        } else if (window instanceof Window.Between between) {
            if (between.from() > 0) {
                json.put("from", number(between.from()));
            }
            if (between.to() < Double.POSITIVE_INFINITY) {
                json.put("to", number(between.to()));
            }
        } else if (window instanceof Window.First first) {
            json.put("first", number(first.seconds()));
        } else if (window instanceof Window.Last last) {
            json.put("last", number(last.seconds()));
        } else if (window instanceof Window.Ago ago) {
            json.put("ago", number(ago.seconds()));
        } else if (window instanceof Window.Part part) {
            json.put("part", word(part.name()).replace('_', ' '));
        } else if (window instanceof Window.After after) {
            json.put("after", of(after.event()));
        } else if (window instanceof Window.Before before) {
            json.put("before", of(before.event()));
        } else if (window instanceof Window.While during) {
            json.put("while", of(during.event()));
        } else if (window instanceof Window.BetweenEvents between) {
            json.put("between", new ArrayList<>(List.of(of(between.first()), of(between.second()))));
        } else if (window instanceof Window.Clock clock) {
            json.put("clock", clock(clock));
        }
        return json;
    }

    private static Map<String, Object> clock(Window.Clock clock) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!clock.from().isEmpty() && clock.from().equals(clock.to())) {
            json.put("at", clock.from());
        } else {
            unlessEmpty(json, "from", clock.from());
            unlessEmpty(json, "to", clock.to());
        }
        unlessEmpty(json, "day", clock.day());
        unlessEmpty(json, "part", clock.part());
        return json;
    }

    /** Whole numbers as such. */
    private static Object number(double seconds) {
        return seconds == Math.rint(seconds) && Math.abs(seconds) < 1e15 ? (Object) (long) seconds : (Object) seconds;
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
