package dev.afterimage.core.answer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.util.function.Consumer;

/** Answers questions. Safe for use by several threads. */
public interface Asker {

    /**
     * The quick stage: understands the question and looks up what the evidence says; no model reads. Takes little time however busy the
     * model is.
     *
     * @param deadline is checked between steps here and in what is returned
     * @throws AfterimageException for a question that cannot be asked (unknown stream), and {@link ErrorCode#ASK_TIMEOUT}
     */
    Prepared prepare(Question question, Deadline deadline);

    /**
     * Both stages, however long they take.
     *
     * @param onText receives the answer's text piece by piece as it is decoded
     * @throws AfterimageException for a question that cannot be asked (unknown stream); faults while answering come as
     *                             {@link Answer.Failed}
     */
    default Reply ask(Question question, Consumer<String> onText) {
        return prepare(question, Deadline.none()).answer(onText);
    }

    /** A question that was looked up and waits to be answered, once. */
    interface Prepared {

        /** Whether the model has to read, which takes long; otherwise {@link #answer} returns at once. */
        boolean read();

        /**
         * @param onText receives the answer's text piece by piece
         * @throws AfterimageException {@link ErrorCode#ASK_TIMEOUT}; other faults come as {@link Answer.Failed}
         */
        Reply answer(Consumer<String> onText);
    }
}
