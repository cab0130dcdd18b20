package dev.afterimage.memory.question;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a question that names its time by an event: {@code while the bus was there}, {@code after the dog left}, {@code between the dog and
 * the bus}.
 *
 * @param anchor what the event is, read as a question of its own
 * @param second the later event of {@link Relation#BETWEEN}
 */
public record Clause(Relation relation, QuestionForm anchor, Optional<QuestionForm> second) {

    public enum Relation { WHILE, WHEN, BEFORE, AFTER, BETWEEN }

    private static final String WORDS = "(while|whilst|as long as|during the time that|during the time|by the time|just when|when|right before|just before|before|right after|just after|after|since|once)";
    private static final Pattern LAST = Pattern.compile("^(.*?\\w.*?)[ ,]+" + WORDS + " (.+)$");
    private static final Pattern FIRST = Pattern.compile("^(?:and |so )?" + WORDS + " (.+?)(?:,| (?=(?:was|were|is|are|did|does|how|what|who|which|when|where|can|could)\\b(?! (?:there(?: $|,)|visible|gone|seen|shown|in view))))(.+)$");
    private static final Pattern BETWEEN = Pattern.compile("^(.*?)[ ,]*\\bbetween (?!\\d)(.+?) and (?!\\d)(.+)$");
    /** {@code Did the car come before the dog?} compares two firsts. */
    private static final Pattern ORDER = Pattern.compile("^(?:and )?(?:did|do|does|was|were|is|are|has|have) (?:the|that|this) .*");
    private static final Pattern VERB = Pattern.compile("\\b(?:was|were|is|are|had|has|did|came|comes?|appear(?:s|ed)?|arriv(?:es|ed)|left|leaves|disappear(?:s|ed)|went|gone|show(?:s|ed)|entered|drove|walked|vanished)\\b");

    /** {@code Tell me when} is no question yet. */
    private static final Pattern ASKS = Pattern.compile("^(?:is|are|was|were|did|do|does|has|have|can)\\b|\\b(?:how|what|who|which(?! time)|where|(?:is|are|was|were) there|did|does|can|see)\\b");

    /** A question without its clause. */
    record Split(String main, Relation relation, String anchor, Optional<String> second) { }

    /** @param plain lower case, without the words of time */
    static Optional<Split> split(String plain) {
        Matcher between = BETWEEN.matcher(plain);
        if (between.matches() && named(between.group(2)) && named(between.group(3))) {
            return Optional.of(new Split(between.group(1), Relation.BETWEEN, between.group(2), Optional.of(between.group(3))));
        }
        Matcher first = FIRST.matcher(plain);
        if (first.matches() && !first.group(1).equals("when") && named(first.group(2)) && !first.group(2).contains(" or ")) {
            return Optional.of(new Split(first.group(3).strip(), relation(first.group(1)), first.group(2), Optional.empty()));
        }
        Matcher last = LAST.matcher(plain);
        if (!last.matches() || !named(last.group(3)) || last.group(3).contains(" or ")) {
            return Optional.empty();
        }
        Relation relation = relation(last.group(2));
        boolean order = (relation == Relation.BEFORE || relation == Relation.AFTER) && ORDER.matcher(last.group(1)).matches();
        boolean bare = relation == Relation.WHEN && !(VERB.matcher(last.group(3)).find() && ASKS.matcher(last.group(1)).find());
        return order || bare ? Optional.empty() : Optional.of(new Split(last.group(1), relation, last.group(3), Optional.empty()));
    }

    private static boolean named(String text) {
        List<String> words = List.of(text.strip().split(" "));
        return !QuestionReader.mentions(words).isEmpty() || QuestionWords.WRITING.matcher(text).find();
    }

    private static Relation relation(String word) {
        return switch (word) {
            case "while", "whilst", "as long as", "during the time", "during the time that" -> Relation.WHILE;
            case "when", "just when" -> Relation.WHEN;
            case "before", "right before", "just before", "by the time" -> Relation.BEFORE;
            default -> Relation.AFTER;
        };
    }
}
