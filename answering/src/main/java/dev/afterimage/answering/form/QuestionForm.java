package dev.afterimage.answering.form;

import dev.afterimage.core.answer.Answer;
import java.util.Optional;

/** The form in which something is asked: plainly, with options to choose from, or as an instruction for a later moment. */
public sealed interface QuestionForm permits QuestionForm.Plain, MultipleChoice, Instruction {

    /** What is asked, without what its form adds: this is understood, and its words are looked for. */
    String stem();

    /**
     * What a model that reads is asked.
     *
     * @param words the stem as it stands without the turns before it
     */
    String asked(String words);

    /** The stem's answer in the form that was asked for. */
    Answer given(Answer answer);

    static QuestionForm of(String text) {
        return MultipleChoice.in(text).map(QuestionForm.class::cast).or(() -> Instruction.in(text)).orElseGet(() -> new Plain(text));
    }

    /** A question as it stands. */
    record Plain(String stem) implements QuestionForm {

        @Override
        public String asked(String words) {
            return words;
        }

        @Override
        public Answer given(Answer answer) {
            return answer;
        }
    }

    /** What stands in a form that is not plain; empty for a plain question, whose answer can be told while it is decoded. */
    static Optional<QuestionForm> unlessPlain(String text) {
        return Optional.of(of(text)).filter(form -> !(form instanceof Plain));
    }
}
