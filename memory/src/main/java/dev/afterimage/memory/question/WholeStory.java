package dev.afterimage.memory.question;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells questions that turn on all that a stream showed (how often something came, how many kinds there were, what came first, what was there before) from those that a
 * few of its moments answer: only the former are read beside recurrent memory, which takes the tokens of a block and costs the others more than it gives (docs/LOG.md).
 */
public final class WholeStory {

    private static final List<Pattern> FORMS = List.of(QuestionWords.HOW_OFTEN,
            find("how many (?:different )?scenes?|in (?:which|what) scenes?|number of scenes"),
            find("(?:how many|number of|count|list|name)\\b.*\\b(?:different|distinct|kinds?|sorts?|types?|in all|in total|altogether|overall)"),
            find("(?:which|what|who|did|was|were)\\b.*\\b(?:first|earlier|sooner)"),
            find("(?:which|what|who)\\b.*\\bbefore"));
    /** The first of its kind is a moment, whichever came before. */
    private static final Pattern MOMENT = find("when|where|what (?:time|second|minute|moment)|which (?:time|second|minute|moment)");

    private WholeStory() { }

    /** @param question as it was asked, in English */
    public static boolean asked(String question) {
        String plain = question.toLowerCase(Locale.ROOT);
        return !MOMENT.matcher(plain).find() && FORMS.stream().anyMatch(form -> form.matcher(plain).find());
    }

    private static Pattern find(String words) {
        return Pattern.compile("(?<![\\w-])(?:" + words + ")(?![\\w-])");
    }
}
