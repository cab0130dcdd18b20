package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;

/** What stands of a finding where its evidence was looked for in a part only: what was found, and nothing that was denied or counted. */
public final class PartlyLookedFor {

    private PartlyLookedFor() { }

    public static boolean stands(Finding finding, Query query) {
        boolean found = finding instanceof Finding.Fact fact && !UnwatchedParts.negative(fact.text()) && !counts(query);
        return found || finding instanceof Finding.CannotTell || finding instanceof Finding.NotWatched;
    }

    private static boolean counts(Query query) {
        Event event = query instanceof Query.Exists exists ? exists.event() : query instanceof Query.When when ? when.event()
                : query instanceof Query.HowLong howLong ? howLong.event() : null;
        return query instanceof Query.Count || query instanceof Query.Compare || event != null && event.amount().holds(0);
    }
}
