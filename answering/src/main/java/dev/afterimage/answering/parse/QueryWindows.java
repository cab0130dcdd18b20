package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

/** Queries asked again of another time. */
final class QueryWindows {

    private QueryWindows() { }

    /** The same query in another window; null where it has none. */
    static Query in(Query query, Window window) {
        if (query instanceof Query.Count count) {
            boolean moment = count.of() == Query.Count.Of.DISTINCT && window.momentary();
            return new Query.Count(moment ? Query.Count.Of.AT_ONCE : count.of(), count.event(), window);
        }
        if (query instanceof Query.Exists exists) {
            return new Query.Exists(exists.event(), window);
        }
        if (query instanceof Query.When when) {
            return new Query.When(when.event(), window);
        }
        if (query instanceof Query.HowLong howLong) {
            return new Query.HowLong(howLong.event(), window);
        }
        return query instanceof Query.Where where ? new Query.Where(where.event(), where.choices(), window) : told(query, window);
    }

    private static Query told(Query query, Window window) {
        if (query instanceof Query.AttributeOf attribute) {
            return new Query.AttributeOf(attribute.of(), attribute.thing(), window);
        }
        if (query instanceof Query.Is is) {
            return new Query.Is(is.thing(), is.values(), window);
        }
        if (query instanceof Query.What what) {
            return new Query.What(what.event(), window);
        }
        if (query instanceof Query.Written written) {
            return new Query.Written(written.thing(), window);
        }
        if (query instanceof Query.Said said) {
            return new Query.Said(said.thing(), window);
        }
        if (query instanceof Query.Compare compare) {
            boolean same = compare.firstWindow().equals(compare.secondWindow());
            return same ? new Query.Compare(compare.relation(), compare.first(), window, compare.second(), window) : null;
        }
        if (query instanceof Query.Unwatched unwatched) {
            return new Query.Unwatched(unwatched.of(), unwatched.why(), window);
        }
        return query instanceof Query.Recap recap ? new Query.Recap(recap.of(), window) : null;
    }
}
