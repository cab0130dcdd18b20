package dev.afterimage.answering.retrieval;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells questions that recurrent memory helps with (how often something came, how many kinds there were, what was there
 * before something, whether it is still there or ever was) from those that a few retrieved moments answer as well:
 * memory takes the tokens of a block or two from those (docs/log, "Recurrent memory").
 */
public final class WholeStory {

    private static final List<Pattern> FORMS = List.of(find("how often|how many times|how many visits|how many occasions|number of "
            + "times|how frequently"),
            find("how many (?:different )?scenes?|in (?:which|what) scenes?|number of scenes"),
            find("(?:how many|number of|count)\\b.{0,200}\\b(?:different|distinct|kinds?|sorts?|types?|in all|in "
            + "total|altogether|overall)"),
            find("(?:which|what|who)\\b.{0,200}\\bbefore"),
                    find("(?:is|are|has|have|does|do|can)\\b.{0,200}\\b(?:still|stayed|remain(?:s|ed)?)"));
    private static final Pattern EVER = Pattern.compile("^(?:(?:and|so|but|ok|okay|please|then)\\W+)*(?:was|were|did|have|has|had)\\b");
    /** What is asked of one moment of a thing, or of several things. */
    private static final Pattern NARROWER = find("now|currently|at the moment|first|last|before|after|while|during|together|with|and|or|"
            + "same");
    /** Memory notes things alone. */
    private static final Pattern NOT_NOTED = find("signs?|texts?|says?|read|panels?|colou?rs?");
    /** When it was is told by the moment itself. */
    private static final Pattern MOMENT = find("when|where|what (?:time|second|minute|moment)|which (?:time|second|minute|moment)");

    private WholeStory() { }

    /** @param question as it was asked, in English */
    public static boolean asked(String question) {
        String plain = question.toLowerCase(Locale.ROOT);
        return told(plain) && FORMS.stream().anyMatch(form -> form.matcher(plain).find());
    }

    /**
     * Whether it asks if something was ever there, which memory tells as long as nothing of it was forgotten. @param
     * question as it was asked, in English
     */
    public static boolean askedIfEver(String question) {
        String plain = question.toLowerCase(Locale.ROOT);
        Matcher begins = EVER.matcher(plain);
        return begins.find() && !NARROWER.matcher(plain.substring(begins.end())).find() && told(plain);
    }

    private static boolean told(String plain) {
        return !MOMENT.matcher(plain).find() && !NOT_NOTED.matcher(plain).find();
    }

    private static Pattern find(String words) {
        return Pattern.compile("(?<![\\w-])(?:" + words + ")(?![\\w-])");
    }
}
