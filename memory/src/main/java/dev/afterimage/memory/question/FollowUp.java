package dev.afterimage.memory.question;

import dev.afterimage.memory.time.TimeExpressions;
import dev.afterimage.memory.time.TimeReference;
import java.util.List;
import java.util.regex.Pattern;

/** Makes a question that leans on the one before it stand alone, in words, for a model that reads them. */
public final class FollowUp {

    private static final Pattern LEADING = Pattern.compile("^(?:and|so|then|but|or|what about|how about)[, ]+(?:what about |how about )?", Pattern.CASE_INSENSITIVE);
    private static final Pattern END = Pattern.compile("[?.!\\s]+$");

    private FollowUp() { }

    /**
     * {@code How many cars are there at 00:10?} and then {@code And at 00:20?} becomes {@code How many cars are there at 00:20?}; a follow-up that names
     * no other time is put behind the question it follows.
     *
     * @param earlier questions asked before in the same chat, oldest first
     * @param now     the moment it is asked at, seconds from the stream's start
     */
    public static String resolved(String question, List<String> earlier, double now) {
        if (earlier.isEmpty() || !QuestionReader.read(question, List.of(), now).elliptical()) {
            return question;
        }
        int last = earlier.size() - 1;
        String before = resolved(earlier.get(last), earlier.subList(0, last), now);
        TimeReference time = TimeExpressions.find(question, now);
        boolean onlyTime = time.kind() != TimeReference.Kind.UNSAID && END.matcher(LEADING.matcher(time.question() + " ").replaceFirst("")).replaceFirst("").isBlank();
        if (!onlyTime) {
            return before + " " + question;
        }
        String undated = END.matcher(TimeExpressions.find(before, now).question()).replaceFirst("");
        return undated + " " + LEADING.matcher(question).replaceFirst("");
    }
}
