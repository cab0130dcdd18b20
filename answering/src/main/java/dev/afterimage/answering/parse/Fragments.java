package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Questions that lean on the one before ({@code and at 00:20?}, {@code what about the red one?}), and single nouns ({@code first car?},
 * {@code cars at 00:10?}).
 */
final class Fragments {

    private final References references;

    Fragments(References references) {
        this.references = references;
    }

    Query read(Sentence sentence, Window window) {
        int start = sentence.phrase(0, "what", "about") || sentence.phrase(0, "how", "about") ? 2 : 0;
        boolean about = start == 0 && sentence.length() == 1 && sentence.is(0, "what", "how");
        Sentence s = about ? sentence.part(1, 1) : sentence.part(start, sentence.length());
        Optional<Query> last = references.last();
        Query newest = references.newest().orElse(null);
        if (newest instanceof Query.Said || newest instanceof Query.Order) {
            Query other = edge(s, newest);
            other = other != null ? other : topic(s, newest, window);
            if (other != null) {
                return other;
            }
        }
        Query leaning = last.isEmpty() ? null : leaning(s, last.get(), window);
        if (leaning != null) {
            return leaning;
        }
        if (s.length() == 0) {
            return window.bounded() ? references.newest().map(query -> QueryWindows.in(query, Earlier.meant(window,
                    query.window()))).orElse(null)
                    : null;
        }
        for (Match<NounPhrase> noun : NounPhrases.at(s, 0)) {
            Match<NounPhrase> resolved = references.resolved(noun);
            if (resolved != null && s.end(noun.next()) && !resolved.value().thing().name().equals("time")) {
                return last.isPresent() ? changed(last.get(), References.placed(resolved.value().thing(), last.get()), window.bounded()
                        ? window : last.get().window())
                        : alone(resolved.value(), window);
            }
        }
        return null;
    }

    /** What is no thing by itself and leans on the question before: another time, deed, place or side. */
    private static Query leaning(Sentence s, Query last, Window window) {
        Query time = edge(s, last);
        time = time != null ? time : nthTime(s, last);
        time = time != null ? time : deed(s, last, window);
        time = time != null ? time : sides(s, last);
        return time != null ? time : place(s, last, window);
    }

    /** {@code and last?}: the other end of what was asked. */
    private static Query edge(Sentence s, Query last) {
        int start = s.is(0, "the") ? 1 : 0;
        boolean edge = s.is(start, "first", "last") && s.end(start + 1);
        int nth = s.is(start, "first") ? 1 : -1;
        if (!edge || s.is(0, "the") && !(last instanceof Query.Order)) {
            return null;
        }
        if (last instanceof Query.Order order) {
            return new Query.Order(nth < 0, order.of());
        }
        return last instanceof Query.What what && what.event().thing().nth() != 0
                ? new Query.What(what.event().of(what.event().thing().nth(nth)), what.window()) : null;
    }

    /** {@code and about the car?}: what was said of it. */
    private static Query topic(Sentence s, Query last, Window window) {
        boolean named = last instanceof Query.Said told && !told.thing().says().isEmpty()
                && NounPhrases.bare(s, 0).stream().anyMatch(noun -> s.end(noun.next()) && !noun.value().reference());
        boolean about = named || last instanceof Query.Said && s.is(0, "about", "of", "on", "regarding") && !s.end(1);
        String topic = about ? String.join(" ", s.words().stream().skip(named ? 0 : 1).filter(word -> !List.of("the", "a", "an",
                "my").contains(word))
                .toList()) : "";
        Thing speech = about ? ((Query.Said) last).thing() : null;
        return topic.isEmpty() || topic.contains(",") ? null : new Query.Said(speech.saying(topic), window.bounded() ? window
                : last.window());
    }

    /** {@code and the second time?}: of what was asked about. */
    private static Query nthTime(Sentence s, Query last) {
        Match<Integer> ordinal = Numbers.ordinal(s, s.is(0, "the", "for") ? (s.is(1, "the") ? 2 : 1) : 0);
        boolean time = ordinal != null && s.is(ordinal.next(), "time") && s.end(ordinal.next() + 1);
        if (!time) {
            return null;
        }
        return last instanceof Query.When when ? new Query.When(when.event().nth(ordinal.value()), when.window())
                : last instanceof Query.HowLong lasting ? new Query.HowLong(lasting.event().nth(ordinal.value()), lasting.window())
                : last instanceof Query.Where where ? new Query.Where(where.event().nth(ordinal.value()), where.choices(), where.window())
                : null;
    }

    /** {@code gone now?}, {@code and leave?}: what the same thing does. */
    private static Query deed(Sentence s, Query last, Window window) {
        Match<Event.Kind> kind = Verbs.at(s, "be", 0);
        kind = kind != null && s.end(kind.next()) ? kind : Verbs.at(s, s.at(0), 1);
        Thing thing = References.thing(last).orElse(null);
        if (kind == null || !s.end(kind.next()) || thing == null || s.noun(0) && !s.verb(0)) {
            return null;
        }
        Event event = Event.of(thing, kind.value());
        boolean state = kind.value() == Event.Kind.ABSENT || kind.value() == Event.Kind.PRESENT;
        return last instanceof Query.When && !state ? new Query.When(event, window) : new Query.Exists(event, window);
    }

    /** {@code left or right?}, {@code where to?}: which way it went. */
    private static Query sides(Sentence s, Query last) {
        Event event = References.event(last).orElse(null);
        if (event == null) {
            return null;
        }
        if (s.phrase(0, "where", "to") && s.end(2) || s.phrase(0, "where", "from") && s.end(2)) {
            return new Query.Where(s.is(1, "from") ? event.as(Event.Kind.APPEARS) : event, List.of(), Window.ALL);
        }
        List<String> choices = new ArrayList<>();
        WhereQuestions.choices(s, choices);
        return choices.size() < 2 ? null : new Query.Where(event, choices, last.window());
    }

    /** {@code and on the top shelf?}: the same thing elsewhere. */
    private static Query place(Sentence s, Query last, Window window) {
        Thing thing = References.thing(last).or(() -> References.event(last).map(Event::thing)).orElse(null);
        Match<String> place = thing == null || !NounTails.preposition(s, 0) ? null : NounTails.properties(s, 0).stream()
                .filter(one -> s.end(one.next())).findFirst().orElse(null);
        if (place == null) {
            return null;
        }
        Thing elsewhere = References.unplaced(thing).with(place.value());
        return changed(last, elsewhere, window.bounded() ? window : last.window());
    }

    /** A thing by itself: the first asks when, one moment asks how many, else whether it was there. */
    private static Query alone(NounPhrase noun, Window window) {
        Event event = new Event(noun.thing(), Event.Kind.PRESENT, 0, noun.amount());
        if (noun.thing().name().equals(Thing.ANYTHING) && noun.thing().plain()) {
            return null;
        }
        if (noun.thing().nth() != 0 && noun.thing().name().equals(Thing.ANYTHING) && noun.reference()) {
            return null;
        }
        if (noun.thing().nth() != 0) {
            return new Query.When(event.as(Event.Kind.APPEARS), window);
        }
        return window.momentary() && noun.amount().equals(Amount.ANY)
                ? new Query.Count(Query.Count.Of.AT_ONCE, event, window) : new Query.Exists(event, window);
    }

    /** The query before, about another thing or another time. */
    static Query changed(Query query, Thing thing, Window window) {
        if (query instanceof Query.Count count) {
            Query.Count.Of of = count.of() == Query.Count.Of.DISTINCT && window.momentary() ? Query.Count.Of.AT_ONCE : count.of();
            return new Query.Count(of, count.event().of(thing), window);
        }
        if (query instanceof Query.Exists exists) {
            return new Query.Exists(exists.event().of(thing), window);
        }
        if (query instanceof Query.When when) {
            return new Query.When(when.event().of(thing), window);
        }
        if (query instanceof Query.HowLong howLong) {
            return new Query.HowLong(howLong.event().of(thing), window);
        }
        if (query instanceof Query.Where where) {
            return new Query.Where(where.event().of(thing), where.choices(), window);
        }
        if (query instanceof Query.AttributeOf attribute) {
            return new Query.AttributeOf(attribute.of(), thing, window);
        }
        if (query instanceof Query.What what) {
            return new Query.What(what.event().of(thing), window);
        }
        if (query instanceof Query.BeforeAfter order) {
            return new Query.BeforeAfter(order.after(), order.first().of(thing), order.second());
        }
        if (query instanceof Query.Written) {
            return new Query.Written(thing, window);
        }
        return query instanceof Query.Is is ? new Query.Is(thing, is.values(), window) : null;
    }
}
