package dev.afterimage.memory.question;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a question about order compares, whatever it is called: {@code Which came first, the guitar or the text "OPEN"?} */
final class Alternatives {

    private static final Pattern OR = Pattern.compile("(?i)^.*?\\b(?:which|what|who)\\b.*?\\b(?:first|earlier|earliest|sooner)\\b(.*\\bor\\b.*)$");
    private static final Pattern OF = Pattern.compile("(?i)^\\W*(?:of|between)\\b(.+\\band\\b.+?)\\b(?:which|what|who)\\b.*\\b(?:first|earlier|earliest|sooner)\\b.*$");
    private static final Pattern THAN = Pattern.compile("(?i)^\\W*(?:and |so )?(?:did|do|does|was|were|has|have)\\b(.+?)\\b(?:before|after|earlier than|later than|sooner than)\\b(.+)$");
    private static final Pattern BETWEEN = Pattern.compile("(?i)\\b(?:or|and)\\b|,");
    private static final Pattern QUOTED = Pattern.compile("[\"“”]([^\"“”]{1,80})[\"“”]|(?<!\\w)'([^']{1,80})'(?!\\w)");
    /** Stands for quoted words while a question is taken apart, so that an "or" in them does not count. */
    private static final String QUOTE = "\u0001";

    private Alternatives() { }

    /** Two at least, in order of mention; none where the question compares nothing, or not all of it is named. */
    static List<Subject> of(String question) {
        List<String> quoted = new ArrayList<>();
        String text = QUOTED.matcher(question).replaceAll(found -> {
            quoted.add(Optional.ofNullable(found.group(1)).orElse(found.group(2)).strip());
            return QUOTE;
        });
        List<Optional<Subject>> named = parts(text).stream().map(part -> named(part, quoted)).toList();
        return named.size() < 2 || named.stream().anyMatch(Optional::isEmpty) ? List.of() : named.stream().map(Optional::orElseThrow).toList();
    }

    private static List<String> parts(String text) {
        Matcher than = THAN.matcher(text);
        if (than.matches()) {
            return List.of(than.group(1), than.group(2));
        }
        return Stream.of(OR, OF).map(pattern -> pattern.matcher(text)).filter(Matcher::matches).findFirst()
                .map(found -> Arrays.stream(BETWEEN.split(found.group(1))).filter(part -> !part.isBlank() && part.matches("(?s).*[\\w" + QUOTE + "].*")).toList())
                .orElse(List.of());
    }

    /** @param quoted are taken in the order in which they stand */
    private static Optional<Subject> named(String part, List<String> quoted) {
        if (part.contains(QUOTE)) {
            return Optional.of(Subject.written(quoted.remove(0)));
        }
        List<String> words = Arrays.asList(part.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9' -]+", " ").strip().split("\\s+"));
        Optional<Subject> thing = QuestionReader.mentions(words).stream().findFirst().map(SubjectWords.Mention::subject);
        boolean writing = QuestionWords.WRITING.matcher(String.join(" ", words)).find();
        return thing.or(() -> writing ? Optional.of(Subject.WRITING) : QuestionReader.unknown(words).stream().findFirst()).filter(subject -> subject.kind() != Subject.Kind.ANYTHING);
    }
}
