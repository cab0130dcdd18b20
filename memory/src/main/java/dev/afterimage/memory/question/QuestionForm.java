package dev.afterimage.memory.question;

import dev.afterimage.memory.time.TimeReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A question taken apart.
 *
 * @param text        as it was asked
 * @param subjects    what it is about, in order of mention; empty when it names nothing
 * @param amount      how many of the first subject it speaks of
 * @param occurrence  1 the first, 2 the second, -1 the last, 0 any
 * @param visits      whether {@code occurrence} counts times ("the second time") rather than things ("the second car")
 * @param aspect      the event it asks about
 * @param place       {@code left}, {@code centre} or {@code right} when only things there are meant
 * @param literal     words in quotation marks
 * @param unsupported a word for what notes don't tell (a colour, a deed)
 * @param current     whether it is put in the present tense about a state, and so means now unless it says otherwise
 * @param total       whether it counts all that ever came rather than those there at once
 * @param colour      a colour word when only things of that colour are meant
 * @param clause      the event it is bound to in time
 * @param elliptical  whether it leans on the question before
 */
public record QuestionForm(String text, Ask ask, List<Subject> subjects, Amount amount, int occurrence, boolean visits, Aspect aspect,
                           Optional<String> place, Optional<String> literal, Optional<String> unsupported, Optional<String> colour,
                           Optional<Clause> clause, boolean current, boolean total, boolean elliptical, TimeReference time) {

    /** What an answer must give. */
    public enum Ask { WHEN, HOW_MANY, HOW_LONG, HOW_OFTEN, WHICH_FIRST, WHERE, SIDE, COLOUR, SCENES, WRITING, WHAT, EXISTS, OTHER }

    /** State, or the event of coming, going, being added, being taken, changing in number. */
    public enum Aspect { STATE, APPEARS, LEAVES, ADDED, REMOVED, CHANGES }

    /** Asked of {@code it}, they mean the one spoken of before. */
    private static final Set<Ask> ABOUT_ONE = Set.of(Ask.WHEN, Ask.HOW_LONG, Ask.WHERE, Ask.SIDE, Ask.COLOUR);

    public QuestionForm {
        subjects = List.copyOf(subjects);
    }

    public Optional<Subject> subject() {
        return subjects.stream().findFirst();
    }

    /** Whether it asks which of several came first. */
    public boolean comparison() {
        return ask == Ask.WHICH_FIRST && subjects.size() > 1;
    }

    public boolean first() {
        return occurrence == 1;
    }

    public boolean last() {
        return occurrence == -1;
    }

    /** The same, asking something else. */
    public QuestionForm asking(Ask other) {
        return new QuestionForm(text, other, subjects, amount, occurrence, visits, aspect, place, literal, unsupported, colour, clause, false, total, false, time);
    }

    /** The same without its clause, which is put on the clock. */
    public QuestionForm during(TimeReference when) {
        return new QuestionForm(text, ask, subjects, amount, occurrence, visits, aspect, place, literal, unsupported, colour, Optional.empty(), false, total,
                elliptical, when);
    }

    /** What this question leaves out, taken from the one before: {@code and at 00:20?}, {@code how many?}. */
    QuestionForm completedBy(QuestionForm earlier) {
        boolean other = ask == Ask.OTHER;
        boolean state = ask == Ask.HOW_MANY || ask == Ask.WHERE || ask == Ask.EXISTS;
        boolean same = other || subjects.isEmpty() && ABOUT_ONE.contains(ask);
        boolean sameTime = time.kind() == TimeReference.Kind.UNSAID && (other || state && subjects.isEmpty());
        return new QuestionForm(text, other ? earlier.ask : ask, subjects.isEmpty() ? earlier.subjects : subjects,
                other && amount == Amount.ANY ? earlier.amount : amount, occurrence == 0 && same ? earlier.occurrence : occurrence,
                occurrence == 0 && same ? earlier.visits : visits, other ? earlier.aspect : aspect, place.or(() -> other ? earlier.place : Optional.empty()),
                literal.or(() -> subjects.isEmpty() ? earlier.literal : Optional.empty()),
                unsupported, colour.or(() -> subjects.isEmpty() ? earlier.colour : Optional.empty()), clause.or(() -> other && sameTime ? earlier.clause : Optional.empty()),
                other ? earlier.current : current, other ? earlier.total : total, false,
                sameTime ? earlier.time : time);
    }
}
