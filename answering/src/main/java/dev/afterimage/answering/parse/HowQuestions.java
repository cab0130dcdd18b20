package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

/** How many, how often, how long. */
final class HowQuestions {

    private final TimesQuestions times;
    private final HowLongQuestions lasting;
    private final CountQuestions counts;

    HowQuestions(Clauses clauses, References references) {
        this.times = new TimesQuestions(clauses, references);
        this.lasting = new HowLongQuestions(clauses, references);
        this.counts = new CountQuestions(references);
    }

    Query read(Sentence s, Window window) {
        Query query = times.read(s, window);
        query = query != null ? query : MostQuestions.read(s, window);
        query = query != null ? query : lasting.read(s, window);
        return query != null ? query : counts.read(s, window);
    }
}
