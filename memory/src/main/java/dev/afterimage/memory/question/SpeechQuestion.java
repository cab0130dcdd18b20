package dev.afterimage.memory.question;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a question wants to know of speech.
 *
 * @param asked whether it asks what was said rather than what was seen
 * @param who   whether it asks who spoke
 * @param topic stems of the words it names; empty when it asks for all that was said
 */
public record SpeechQuestion(boolean asked, boolean who, Set<String> topic) {

    private static final String SAY = "(?:says?|said|saying|tells?|told|telling|talks?|talked|talking|speaks?|spoke|spoken|speaking|mentions?|mentioned|mentioning"
            + "|hears?|heard|announce[sd]?|announcing|discuss(?:es|ed|ing)?|explain(?:s|ed|ing)?|utter(?:s|ed)?|quoted?)";
    private static final Pattern SPEECH = Pattern.compile("\\b(?:" + SAY + "|speech|conversation|voices?|spoken words|transcript)\\b");
    /** Signs say things too. */
    private static final Pattern WRITTEN = Pattern.compile("\\b(?:signs?|text|screen|captions?|labels?|banner|poster|plate|board|display|writing|written|letters|headline|subtitles?|reads?)\\b");
    private static final Pattern ALOUD = Pattern.compile("\\b(?:he|she|they|someone|somebody|anyone|anybody|person|man|woman|speaker|voice|heard|hear|spoken|spoke|aloud|mention(?:ed|s)?)\\b");
    private static final Pattern WHO = Pattern.compile("^\\W*(?:and |so )?who(?:se voice)?\\b(?!.*\\b(?:talk(?:ed|ing)? about|mentioned\\W*$))");
    /** {@code tell me}, {@code can you tell}: asks us to speak. */
    private static final Pattern TO_US = Pattern.compile("\\b(?:tell|show|explain to) (?:me|us)\\b|\\byou (?:tell|say|hear)\\b");
    private static final Pattern QUOTED = Pattern.compile("[\"“”]([^\"“”]{1,80})[\"“”]|(?<!\\w)'([^']{1,80})'(?!\\w)");
    private static final Set<String> IDLE = Arrays.stream(("a an the this that these those some any all each every no not only just exactly at on in of to by for from with and or but so "
            + "then there here it its they them he him she her his their you your we our i me my one is are was were be been being am do does did done has have had can could will would "
            + "should may might shall if whether as than how what when where which who whom whose why time times moment second seconds minute minutes first last next final ever yet now "
            + "right about anything something everything nothing anyone anybody someone somebody everyone people person man woman speaker voice word words phrase sentence sentences thing "
            + "things say said tell talk speak spoke mention hear heard announce discuss explain utter quote conversation speech transcript spoken told during before after while until "
            + "often many much long please video clip recording stream mean subject topic regarding concerning").split(" ")).map(SpeechQuestion::stem).collect(Collectors.toSet());

    /** @param question without its words of time */
    public static SpeechQuestion of(String question) {
        String plain = TO_US.matcher(question.toLowerCase(Locale.ROOT).replace('’', '\'')).replaceAll(" ");
        boolean asked = SPEECH.matcher(plain).find() && (!WRITTEN.matcher(plain).find() || ALOUD.matcher(plain).find());
        var quoted = QUOTED.matcher(question);
        Set<String> topic = quoted.find() ? stems(quoted.group(1) == null ? quoted.group(2) : quoted.group(1)) : stems(plain);
        return new SpeechQuestion(asked, WHO.matcher(plain).find(), topic);
    }

    /** The words of a text that name something, without their commonest endings; of several words for one thing the commonest. */
    public static Set<String> stems(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).replace('’', '\'').replaceAll("'s\\b", "").split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty()).map(SpeechQuestion::usual).map(SpeechQuestion::stem).filter(stem -> !IDLE.contains(stem)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** {@code bike} is a bicycle. People are left as they are called: a boy is no girl. */
    private static String usual(String word) {
        return SubjectWords.at(List.of(word), 0).map(SubjectWords.Mention::subject).filter(subject -> subject.kind() == Subject.Kind.THINGS && !subject.labels().contains("person"))
                .map(Subject::singular).orElse(word);
    }

    private static String stem(String word) {
        if (word.length() < 4) {
            return word;
        }
        String cut = word.replaceFirst("(?<=..)(?:ies|y)$", "i").replaceFirst("(?<=...)(?:ing|ed|(?<!s)s)$", "").replaceFirst("(?<=..)e$", "");
        return cut.replaceFirst("([bdgklmnprt])\\1$", "$1");
    }
}
