package dev.afterimage.answering.query;

import java.util.List;
import java.util.Locale;

/** A query as one plain English question, so that people see how they were understood. The grammar reads it back as the same query. */
public final class QuerySentence {

    private static final List<String> DEEDS = List.of("wearing", "carrying", "holding", "doing");

    private QuerySentence() { }

    public static String of(Query query) {
        String text = asked(query);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String asked(Query query) {
        String when = WindowWords.of(query.window());
        if (query instanceof Query.Count count) {
            return count(count) + when + "?";
        }
        if (query instanceof Query.Exists exists) {
            boolean current = exists.window().equals(Window.CURRENT) || exists.window().equals(Window.NOW);
            return EventWords.whether(spoken(exists.event()), current, exists.window() instanceof Window.After
                    || exists.window() instanceof Window.Before) + when + "?";
        }
        if (query instanceof Query.When ask) {
            return "when " + EventWords.asked(spoken(ask.event())) + when + "?";
        }
        if (query instanceof Query.HowLong ask) {
            return "how long " + lasting(ask.event()) + when + "?";
        }
        return query instanceof Query.What || query instanceof Query.Where || query instanceof Query.AttributeOf
                || query instanceof Query.Is
                ? about(query, when) : events(query, when);
    }

    /** Speech is said by somebody. */
    private static Event spoken(Event event) {
        if (event.kind() != Event.Kind.SAYS) {
            return event;
        }
        String speaker = event.thing().with().stream().filter(with -> with.startsWith("of ")).map(with -> with.substring(3)).findFirst()
                .orElse(Thing.PERSON);
        return event.of(Thing.of(speaker).saying(event.thing().says()));
    }

    private static String lasting(Event event) {
        return event.thing().name().equals(Thing.VIDEO) ? "is the video" : event.kind() == Event.Kind.PRESENT
                && event.amount().equals(Amount.ANY) ? "was " + ThingWords.the(event.thing()) + " there" : EventWords.asked(event);
    }

    private static String events(Query query, String when) {
        if (query instanceof Query.TimeBetween between) {
            return "how long between " + EventWords.gerund(between.first()) + " and " + EventWords.gerund(between.second()) + "?";
        }
        if (query instanceof Query.Order order) {
            if (order.of().stream().anyMatch(event -> event.kind() != order.of().get(0).kind())) {
                return "what happened " + (order.last() ? "last, " : "first, ")
                        + String.join(" or ", order.of().stream().map(EventWords::gerund).toList()) + "?";
            }
            Event first = order.of().get(0);
            return "which " + EventWords.verb(first, EventWords.past(first)) + (order.last() ? " last, " : " first, ")
                    + String.join(" or ", order.of().stream().map(event -> ThingWords.the(Ways.without(event))).toList()) + "?";
        }
        if (query instanceof Query.BeforeAfter order) {
            Event first = order.first();
            return (EventWords.state(first.kind()) ? "was " + EventWords.the(first) + " " + EventWords.participle(first.kind())
                    : "did " + EventWords.the(first) + " " + EventWords.verb(first, EventWords.infinitive(first))) + (order.after()
                            ? " after " : " before ")
                    + EventWords.clause(order.second()) + "?";
        }
        if (query instanceof Query.Compare compare) {
            return compared(compare);
        }
        return text(query, when);
    }

    private static String compared(Query.Compare compare) {
        boolean same = compare.relation() == Query.Compare.Relation.SAME;
        String relation = same ? "as many" : compare.relation().name().toLowerCase(Locale.ROOT);
        String second = compare.first().equals(compare.second()) ? "" : " " + ThingWords.many(compare.second());
        String first = compare.firstWindow().equals(compare.secondWindow()) ? "" : WindowWords.of(compare.firstWindow());
        return "were there " + relation + " " + ThingWords.many(compare.first()) + first + (same ? " as" : " than") + second
                + WindowWords.of(compare.secondWindow()) + "?";
    }

    private static String text(Query query, String when) {
        if (query instanceof Query.Written written) {
            Thing thing = written.thing();
            return (thing.name().equals(Thing.TEXT) ? "what text was there" + (thing.place().isEmpty() ? "" : " at the " + thing.place())
                    + ThingWords.behind(thing) : "what did " + ThingWords.the(thing) + " say") + when + "?";
        }
        if (query instanceof Query.Said said) {
            return said(said.thing()) + when + "?";
        }
        if (query instanceof Query.Recap recap) {
            return (recap.of() == Query.Recap.Of.UNUSUAL ? "did anything unusual happen" : recap.of() == Query.Recap.Of.NOW
                    ? "what is going on" : "what happened") + when + "?";
        }
        if (query instanceof Query.Unwatched unwatched) {
            return unwatched(unwatched) + when + "?";
        }
        return query instanceof Query.Open open ? open.question() : "hello";
    }

    private static String unwatched(Query.Unwatched asked) {
        boolean any = asked.why() == Query.Unwatched.Why.ANY;
        String state = asked.why() == Query.Unwatched.Why.PAUSED ? "paused" : any ? "not recording" : "offline";
        boolean current = asked.window().equals(Window.CURRENT) || asked.window().equals(Window.NOW);
        String was = current ? "is the camera " : "was the camera ";
        return switch (asked.of()) {
            case WHETHER -> was + state;
            case WATCHED -> was + (any ? "recording" : asked.why() == Query.Unwatched.Why.PAUSED ? "not paused" : "online");
            case WHEN -> "when " + was + state;
            case HOW_LONG -> "how long " + was + state;
            case TIMES -> "how many times " + was + state;
            case REASON -> "why " + was + state;
        };
    }

    /** {@code what was said about the keys}, {@code what did the man say}. */
    private static String said(Thing speech) {
        String about = speech.says().isEmpty() ? "" : " about " + speech.says();
        List<String> speakers = speech.with().stream().filter(with -> with.startsWith("of ")).toList();
        String edge = speech.nth() == 0 ? "what was said" : "what was the " + (speech.nth() < 0 ? "last" : "first") + " thing said";
        return speakers.isEmpty() || speech.nth() != 0 ? edge + ThingWords.behind(speech) + about
                : "what did " + ThingWords.the(Thing.of(speakers.get(0).substring(3))) + " say" + about;
    }

    private static String about(Query query, String when) {
        if (query instanceof Query.Where where) {
            return where(where, when) + "?";
        }
        if (query instanceof Query.AttributeOf attribute) {
            String of = attribute.of();
            return (DEEDS.contains(of) ? "what was " + ThingWords.the(attribute.thing()) + " " + of : of.equals("kind")
                    ? "what kind of " + ThingWords.one(attribute.thing()) + " was it" : "what " + of + " was "
                            + ThingWords.the(attribute.thing())) + when + "?";
        }
        if (query instanceof Query.Is is) {
            String what = is.thing().equals(Thing.of(Thing.ANYTHING)) ? "it" : ThingWords.the(is.thing());
            return "was " + what + " " + String.join(" or ", is.values()) + when + "?";
        }
        Event event = ((Query.What) query).event();
        Thing thing = Ways.without(event);
        boolean any = List.of(Thing.PERSON, Thing.ANYTHING).contains(thing.name()) && thing.colour().isEmpty() && thing.nth() == 0
                && thing.place().isEmpty();
        String subject = !any ? "which " + ThingWords.many(thing) : thing.name().equals(Thing.PERSON) ? "who" : "what";
        return subject + " " + EventWords.verb(event, EventWords.past(event)) + (any ? ThingWords.behind(thing) : "") + when + "?";
    }

    private static String where(Query.Where where, String when) {
        Event event = where.event();
        String the = EventWords.the(event);
        if (where.choices().size() == 1) {
            return "did " + the + " " + (event.kind() == Event.Kind.LEAVES ? "go" : EventWords.infinitive(event))
                    + (event.kind() == Event.Kind.APPEARS ? " from the " : " to the ") + where.choices().get(0) + when;
        }
        String choices = where.choices().isEmpty() ? "" : ", " + String.join(" or ", where.choices());
        return switch (event.kind()) {
            case APPEARS, RETURNS -> "from which side did " + the + " come" + when + choices;
            case LEAVES -> "which way did " + the + " go" + when + choices;
            case MOVES -> "which way did " + the + " move" + when + choices;
            case PRESENT -> "where was " + the + when + choices;
            default -> "where " + EventWords.asked(event) + when + choices;
        };
    }

    private static String count(Query.Count count) {
        Event event = count.event();
        if (count.of() == Query.Count.Of.TIMES) {
            return "how many times " + EventWords.asked(spoken(event));
        }
        String things = ThingWords.many(event.thing());
        if (event.kind() != Event.Kind.PRESENT) {
            return "how many " + ThingWords.many(Ways.without(event)) + " " + EventWords.verb(event, EventWords.past(event));
        }
        if (count.of() == Query.Count.Of.DISTINCT) {
            return "how many different " + things + " were there";
        }
        return event.amount().equals(Amount.FEWEST) ? "what were the fewest " + things + " at once"
                : "how many " + things + (event.amount().equals(Amount.MOST) ? " were there at once" : " are there");
    }
}
