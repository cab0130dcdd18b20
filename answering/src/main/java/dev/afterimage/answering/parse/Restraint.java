package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QueryDocument;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What no query may be taken for, whoever read it: the rules that the grammar keeps to, for readers that were trained. */
public final class Restraint {

    private static final Set<String> NO_NAMES = Set.of("it", "he", "she", "they", "him", "her", "them", "this", "that", "these", "those",
            "one", "i", "you", "we", "me", "us", "his", "its", "their", "my", "your", "our", "there", "here", "who", "what", "which",
            "a", "an", "the", "not", "no");

    private Restraint() { }

    /**
     * Whether a question asks more than a query says of it: of all of something, of what will or might be, of feelings, with what narrows
     * it down in a sentence of its own, or of what only a pronoun names.
     */
    public static boolean forbids(Query query, String question) {
        boolean more = Tokens.of(question).stream().anyMatch(sentence -> Quantifiers.dropped(query, sentence)
                || Remarks.narrows(sentence) || Moods.unreal(Fillers.without(sentence)));
        return more || forbidden(QueryDocument.of(query));
    }

    private static boolean forbidden(Object part) {
        if (part instanceof Map<?, ?> fields) {
            boolean unnamed = fields.get("name") instanceof String name && NO_NAMES.contains(name);
            boolean felt = fields.get("with") instanceof List<?> with && with.stream().anyMatch(one -> Moods.felt(one.toString()));
            boolean feeling = fields.get("values") instanceof List<?> values
                    && values.stream().anyMatch(one -> Moods.feeling(one.toString()));
            return unnamed || felt || feeling || fields.values().stream().anyMatch(Restraint::forbidden);
        }
        return part instanceof List<?> parts && parts.stream().anyMatch(Restraint::forbidden);
    }
}
