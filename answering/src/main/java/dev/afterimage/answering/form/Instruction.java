package dev.afterimage.answering.form;

import dev.afterimage.core.answer.Answer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is to be said as soon as something happens, as StreamingBench's proactive questions put it: <i>When a car
 * appears, output "Car"</i>. Asked at a moment, it is a question about that moment; with <i>Is it the right time to
 * output "Car"?</i> behind it, the answer is yes or no.
 *
 * @param text      as it was asked
 * @param condition that has to hold
 * @param output    what is to be said then
 * @param poll      whether it is asked if the time has come
 */
public record Instruction(String text, String condition, String output, boolean poll) implements QuestionForm {

    private static final Pattern FORM = Pattern.compile("(?is)\\s*(?:when|once|as soon as|if)\\s+(.{3,400}?)\\s*,\\s*(?:then\\s+)?"
            + "(?:please\\s+)?(?:output|say|print|reply with|respond with)\\s+[\"“'‘](.{1,200}?)[\"”'’]\\s*\\.?\\s*"
            + "(is it the right time to output\\b.*)?");
    private static final Pattern COMES = Pattern.compile("(?is)(.+?)\\s+(?:first\\s+)?(?:appears?|shows? up|arrives?|comes?"
            + "|comes? into view|(?:is|are) (?:visible|shown|seen|displayed|there|in view|in the picture))"
            + "(?:\\s+(?:in|on) the (?:video|screen|picture|scene))?"
            + "(?:\\s+later)?");
    private static final Pattern READS = Pattern.compile("(?is)(?:.+?)\\s+(?:first\\s+)?(?:shows?|reads?|says?|displays?)\\s+"
            + "[\"“']([^\"”']+)"
            + "[\"”'].*");
    private static final Pattern SEVERAL = Pattern.compile("(?is)(?:two|three|four|five|six|seven|eight|nine|ten|several|some|\\d+)\\b.*");

    private static final Pattern NO = Pattern.compile("no\\b");

    static Optional<Instruction> in(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new Instruction(text.strip(), form.group(1).strip(), form.group(2), form.group(3) != null))
                : Optional.empty();
    }

    /** The condition as a question about now, where it is that something comes into view; else as it was put. */
    @Override
    public String stem() {
        Matcher reads = READS.matcher(condition);
        if (reads.matches()) {
            return "Is the text \"" + reads.group(1) + "\" in the picture now?";
        }
        Matcher comes = COMES.matcher(condition);
        return !comes.matches() ? "Is it so now that " + condition + "?"
                : (SEVERAL.matcher(comes.group(1)).matches() ? "Are there " : "Is there ") + comes.group(1) + " now?";
    }

    /** A model that looks reads the instruction itself. */
    @Override
    public String asked(String words) {
        return text;
    }

    @Override
    public Answer given(Answer answer) {
        if (poll || !(answer instanceof Answer.Answered answered)) {
            return answer;
        }
        String said = answered.text().strip().toLowerCase(Locale.ROOT);
        if (said.equals(output.strip().toLowerCase(Locale.ROOT))) {
            return answer;
        }
        if (NO.matcher(said).lookingAt()) {
            return new Answer.NotSeen("it is not so yet: " + condition, answered.citations());
        }
        return said.startsWith("yes") ? new Answer.Answered(output, answered.citations(), answered.method()) : answer;
    }
}
