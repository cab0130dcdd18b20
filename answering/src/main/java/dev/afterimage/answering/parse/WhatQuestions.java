package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

import java.util.List;
import java.util.function.BiFunction;

/** Questions that begin with when, where, which, who or what. */
final class WhatQuestions {

    private final List<BiFunction<Sentence, Window, Query>> rules;

    WhatQuestions(Clauses clauses, References references) {
        this.rules = List.of(new WhenQuestions(clauses, references)::read, new OrderQuestions(clauses, references)::read,
                new WhereQuestions(clauses, references)::read,
                new AttributeQuestions(references)::read, new TextQuestions(references)::read, new WhatWasQuestions(references)::read);
    }

    Query read(Sentence s, Window window) {
        for (BiFunction<Sentence, Window, Query> rule : rules) {
            Query query = rule.apply(s, window);
            if (query != null) {
                return query;
            }
        }
        return null;
    }
}
