package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

import java.util.List;

/** {@code Was anyone here in the first two minutes?} {@code How long?}: a question that leans on the one before is about its time too. */
final class Inherited {

    private Inherited() { }

    /** Behind a time of day {@code at 11:20} is one too: the same query at that hour. */
    static Query clock(Query query, List<Query> before) {
        Window earlier = before.isEmpty() ? Window.ALL : before.get(before.size() - 1).window();
        boolean hours = earlier instanceof Window.Clock clock && !clock.from().isEmpty() && query.window() instanceof Window.At at
                && at.seconds() >= 60;
        Query meant = hours ? QueryWindows.in(query, Earlier.meant(query.window(), earlier)) : query;
        return meant == null ? query : meant;
    }

    /** The query in the window of the one before, where it names none of its own and asks more about the same thing. */
    static Query window(Query query, Sentence asked, References references) {
        boolean leans = asked.length() <= 3 || Remarks.needed(asked);
        Window window = references.last().map(Query::window).orElse(Window.ALL);
        if (query.window().bounded() || !leans || !window.bounded()) {
            return query;
        }
        if (query instanceof Query.HowLong howLong && !window.momentary()) {
            return new Query.HowLong(howLong.event(), window);
        }
        if (query instanceof Query.What what && asked.length() <= 3) {
            return new Query.What(what.event(), window);
        }
        if (query instanceof Query.AttributeOf attribute) {
            return new Query.AttributeOf(attribute.of(), attribute.thing(), window);
        }
        return query instanceof Query.Count count ? new Query.Count(count.of(), count.event(), window) : query;
    }
}
