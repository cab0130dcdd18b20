package dev.afterimage.core;

import java.util.function.Consumer;

/** Answers questions. Safe for use by several threads. */
public interface Asker {

    /**
     * @param onText receives the answer's text piece by piece as it is decoded
     * @throws AfterimageException for a question that cannot be asked (unknown stream); faults while answering come as {@link Answer.Failed}
     */
    Reply ask(Question question, Consumer<String> onText);
}
