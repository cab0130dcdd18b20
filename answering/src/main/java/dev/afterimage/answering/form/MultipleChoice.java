package dev.afterimage.answering.form;

import dev.afterimage.core.answer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question with lettered options below it, one a line, as benchmarks put them. Instructions around it, such as
 * <i>Answer with the letter</i>, are no part of the stem.
 *
 * @param options bare, without letters before them; at least two
 */
public record MultipleChoice(String stem, List<String> options) implements QuestionForm {

    private static final Pattern OPTION = Pattern.compile("\\s*\\(?([A-H])[).:]\\s*(\\S.*)");
    private static final Pattern PREAMBLE = Pattern.compile("(?i).*\\b(?:multiple[- ]choice|(?:only|option's|with the) letter)\\b.*");
    private static final Pattern HEADING = Pattern.compile("(?i)\\s*(?:options|choices)\\s*:?\\s*");
    private static final Pattern LEAD = Pattern.compile("(?i)^\\s*question\\s*:\\s*");

    public MultipleChoice {
        options = List.copyOf(options);
    }

    /** Empty where a text has no options lettered from A on. */
    static Optional<MultipleChoice> in(String text) {
        List<String> stem = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (String line : text.split("\n")) {
            Matcher option = OPTION.matcher(line);
            if (option.matches() && option.group(1).charAt(0) == 'A' + options.size()) {
                options.add(option.group(2).strip());
            } else if (options.isEmpty() && !line.isBlank() && !PREAMBLE.matcher(line).matches() && !HEADING.matcher(line).matches()) {
                stem.add(line.strip());
            }
        }
        String asked = LEAD.matcher(String.join(" ", stem)).replaceFirst("");
        return options.size() < 2 || asked.isBlank() ? Optional.empty() : Optional.of(new MultipleChoice(asked, options));
    }

    @Override
    public String asked(String words) {
        return Options.asked(words, options);
    }

    /** The option that the answer means, with its letter and the answer's citations; the answer itself where it means none. */
    @Override
    public Answer given(Answer answer) {
        return Options.meant(answer, options).<Answer>map(number -> new Answer.Answered((char) ('A' + number) + ". " + options.get(number),
                answer instanceof Answer.Answered answered ? answered.citations() : List.of(),
                answer instanceof Answer.Answered answered ? answered.method() : "computed")).orElse(answer);
    }
}
