package dev.afterimage.memory.question;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells questions that recurrent memory helps with (how often something came, how many kinds there were, what was there before something) from those that a few retrieved
 * moments answer better, what came first among them: memory takes the tokens of a block or two and costs those more than it gives (docs/LOG.md, "Recurrent memory").
 */
public final class WholeStory {

    private static final List<Pattern> FORMS = List.of(QuestionWords.HOW_OFTEN,
            find("how many (?:different )?scenes?|in (?:which|what) scenes?|number of scenes"),
            find("(?:how many|number of|count)\\b.*\\b(?:different|distinct|kinds?|sorts?|types?|in all|in total|altogether|overall)"),
            find("(?:which|what|who)\\b.*\\bbefore"));
    /** When it was is told by the moment itself. */
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
