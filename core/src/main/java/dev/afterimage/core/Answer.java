package dev.afterimage.core;

import java.util.List;

/** How a question ended. */
public sealed interface Answer {

    /**
     * @param method {@code computed} from the evidence, or {@code read} by the model from the retrieved blocks
     */
    record Answered(String text, List<Citation> citations, String method) implements Answer { }

    /** Nothing that was stored supports an answer. {@code closest} is what came nearest, possibly empty. */
    record NotSeen(String why, List<Citation> closest) implements Answer { }

    record Failed(ErrorCode code, String line) implements Answer { }
}
