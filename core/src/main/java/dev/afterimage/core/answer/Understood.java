package dev.afterimage.core.answer;

import java.util.Map;

/**
 * How a question was understood.
 *
 * @param text  one plain English question
 * @param query the same as a document: maps, lists, strings and numbers ({@code docs/queries.md})
 */
public record Understood(String text, Map<String, Object> query) {

    public Understood {
        query = Map.copyOf(query);
    }
}
