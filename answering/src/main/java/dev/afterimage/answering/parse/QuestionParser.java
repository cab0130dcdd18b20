package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;

import java.util.List;

/** Turns a question into a query. Safe for use by several threads. */
public interface QuestionParser {

    /**
     * @param question as it was asked
     * @param before   queries of the questions asked before it in the same conversation, oldest first
     * @return a query that accounts for every word that carries meaning; {@link Query.Open} where there is none
     */
    Query parse(String question, List<Query> before);
}
